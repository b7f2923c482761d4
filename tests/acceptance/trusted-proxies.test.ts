import { afterEach, describe, expect, test } from 'vitest';
import { type Answer, call, type Parameters, succeed, type Target } from './support/raw-client.ts';
import { ROOT, type StartOptions, serveUntilExit, TestServer } from './support/start-server.ts';
import { isExternal } from './support/target.ts';

const REGION: Parameters = { RegionId: 'cn-hangzhou' };
const RAM = { version: '2015-05-01' };
const FORWARDED = { 'x-forwarded-for': '10.9.9.9, 203.0.113.9', 'x-forwarded-proto': 'https' };

/** The tests are the proxy: they call from 127.0.0.1. */
describe.skipIf(isExternal)('A server behind a proxy', () => {
  let server: TestServer | undefined;

  afterEach(async () => {
    await server?.dispose();
    server = undefined;
  });

  async function start(options: StartOptions): Promise<Target> {
    server = await TestServer.start(options);
    return { url: server.url, ...ROOT };
  }

  /** The log line of an answer; the server stops, so that the line is out. */
  async function lineOf(answer: Answer): Promise<Readonly<Record<string, unknown>>> {
    await server?.stop();
    const requestId = String(answer.body['RequestId']);
    const lines = server?.allOutput.split('\n') ?? [];
    return JSON.parse(lines.find((line) => line.includes(requestId)) ?? '{}') as Record<
      string,
      unknown
    >;
  }

  const list = (target: Target, headers: Readonly<Record<string, string>> = {}) =>
    call(target, 'ListIpams', REGION, { headers });

  test('that it trusts takes its word on the source and on TLS', async () => {
    const target = await start({ flags: ['--trusted-proxies', '127.0.0.1', '--require-https'] });
    expect((await list(target)).body['Code']).toBe('InvalidProtocol.NeedSsl');
    const plain = await list(target, { ...FORWARDED, 'x-forwarded-proto': 'http' });
    expect(plain.body['Code']).toBe('InvalidProtocol.NeedSsl');
    const answer = await list(target, FORWARDED);
    expect(answer.status).toBe(200);
    expect(await lineOf(answer)).toMatchObject({ sourceIp: '203.0.113.9' });
  });

  test('that it does not trust is told nothing from headers', async () => {
    const target = await start({
      flags: ['--require-https'],
      environment: { CADASTRE_TRUSTED_PROXIES: '10.0.0.0/8, 2001:db8::1' },
    });
    const answer = await list(target, FORWARDED);
    expect(answer.body['Code']).toBe('InvalidProtocol.NeedSsl');
    expect(await lineOf(answer)).toMatchObject({ sourceIp: '127.0.0.1' });
  });

  test.each([
    [{ trustedProxies: ['127.0.0.0/8'] }, [200, 403, 403]],
    [{}, [403, 403, 403]],
  ])('with %j lets policies ask for the source', async (config, statuses) => {
    const root = await start({ config });
    const UserName = 'alice';
    const document = {
      Version: '1',
      Statement: [
        {
          Effect: 'Allow',
          Action: '*',
          Resource: '*',
          Condition: { IpAddress: { 'acs:SourceIp': '203.0.113.0/24' } },
        },
      ],
    };
    const PolicyName = 'from-the-office';
    await succeed(root, 'CreateUser', { UserName }, RAM);
    const PolicyDocument = JSON.stringify(document);
    await succeed(root, 'CreatePolicy', { PolicyName, PolicyDocument }, RAM);
    const attachment = { UserName, PolicyType: 'Custom', PolicyName };
    await succeed(root, 'AttachPolicyToUser', attachment, RAM);
    const { AccessKey } = await succeed(root, 'CreateAccessKey', { UserName }, RAM);
    const key = AccessKey as { readonly AccessKeyId: string; readonly AccessKeySecret: string };
    const alice = {
      url: root.url,
      accessKeyId: key.AccessKeyId,
      accessKeySecret: key.AccessKeySecret,
    };
    const statusFrom = async (forwardedFor: string) =>
      (await list(alice, { 'x-forwarded-for': forwardedFor })).status;
    expect([
      await statusFrom('203.0.113.9'),
      // Written by the client, to the left of what the proxy adds.
      await statusFrom('203.0.113.9, 198.51.100.1'),
      await statusFrom('not an address'),
    ]).toEqual(statuses);
  });

  test('is not started with a proxy that is no address', async () => {
    for (const options of [
      { flags: ['--trusted-proxies', '10.0.0.1,proxy.example.com'] },
      { config: { trustedProxies: ['10.0.0.1', 'proxy.example.com'] } },
    ]) {
      const ended = await serveUntilExit(options);
      expect(ended).toMatchObject({ exitCode: 1 });
      expect(ended.standardError).toContain('.1: proxy.example.com is neither an address');
      expect(ended.standardError.trim().split('\n')).toHaveLength(1);
    }
  });
});
