import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  type Answer,
  type Key,
  ROOT,
  SCHEMES,
  startTestServer,
  type TestServer,
} from '../../test-server.test-support.ts';

function codeOf({ status, body }: Answer): unknown {
  return [status, body['Code']];
}

async function createKey(
  server: TestServer,
  parameters: Record<string, string>,
  key: Key = ROOT,
): Promise<Key> {
  const { body } = await server.call('CreateAccessKey', parameters, { key });
  const made = body['AccessKey'] as { AccessKeyId: string; AccessKeySecret: string };
  return { accessKeyId: made.AccessKeyId, accessKeySecret: made.AccessKeySecret };
}

async function openServer(): Promise<{ server: TestServer; alice: Key }> {
  const server = await startTestServer();
  await server.call('CreateUser', { UserName: 'alice' });
  return { server, alice: await createKey(server, { UserName: 'alice' }) };
}

async function keyIds(server: TestServer, user: Record<string, string>, key: Key = ROOT) {
  const { body } = await server.call('ListAccessKeys', user, { key });
  const { AccessKey } = body['AccessKeys'] as { AccessKey: { AccessKeyId: string }[] };
  return AccessKey.map(({ AccessKeyId }) => AccessKeyId);
}

describe('access keys', () => {
  test.each(SCHEMES)('a new key signs calls of its user, over %s', async (scheme) => {
    const { server, alice } = await openServer();
    expect(alice.accessKeyId).toMatch(/^LTAI5t\w{18}$/);
    const { body } = await server.call('GetCallerIdentity', {}, { key: alice, scheme });
    expect(body).toMatchObject({
      Arn: `acs:ram::${ROOT.accountId}:user/alice`,
      UserId: expect.stringMatching(/^\d{18}$/),
    });
  });

  test('lists show keys without their secrets', async () => {
    const { server, alice } = await openServer();
    const { body, text } = await server.call('ListAccessKeys', { UserName: 'alice' });
    expect(body['AccessKeys']).toEqual({
      AccessKey: [
        {
          AccessKeyId: alice.accessKeyId,
          Status: 'Active',
          CreateDate: '2026-08-20T08:00:00Z',
        },
      ],
    });
    expect(text).not.toContain(alice.accessKeySecret);
  });

  test('a user has two at most, and so has root', async () => {
    const { server } = await openServer();
    await createKey(server, { UserName: 'alice' });
    const full = [409, 'LimitExceeded.User.AccessKey'];
    expect(codeOf(await server.call('CreateAccessKey', { UserName: 'alice' }))).toEqual(full);
    await createKey(server, {});
    expect(codeOf(await server.call('CreateAccessKey'))).toEqual(full);
    expect(await keyIds(server, {})).toContain(ROOT.accessKeyId);
  });

  test('without a user name a call is about the caller itself', async () => {
    const { server, alice } = await openServer();
    const document = JSON.stringify({
      Version: '1',
      Statement: [
        {
          Effect: 'Allow',
          Action: 'ram:*AccessKey*',
          Resource: `acs:ram:*:${ROOT.accountId}:user/alice`,
        },
      ],
    });
    await server.call('CreatePolicy', { PolicyName: 'own-keys', PolicyDocument: document });
    await server.call('AttachPolicyToUser', {
      UserName: 'alice',
      PolicyType: 'Custom',
      PolicyName: 'own-keys',
    });
    const second = await createKey(server, {}, alice);
    expect(await keyIds(server, {}, second)).toEqual(
      expect.arrayContaining([alice.accessKeyId, second.accessKeyId]),
    );
    expect(await keyIds(server, {})).toEqual([ROOT.accessKeyId]);
    const others = await server.call('ListAccessKeys', { UserName: 'bob' }, { key: alice });
    expect(codeOf(others)).toEqual([403, 'Forbidden.RAM']);
  });

  test('a disabled key stops with the very next call, and an enabled one goes on', async () => {
    const { server, alice } = await openServer();
    const call = () => server.call('GetCallerIdentity', {}, { key: alice });
    const setStatus = (Status: string) =>
      server.call('UpdateAccessKey', {
        UserName: 'alice',
        UserAccessKeyId: alice.accessKeyId,
        Status,
      });
    expect((await call()).status).toBe(200);
    expect((await setStatus('Inactive')).status).toBe(200);
    expect(codeOf(await call())).toEqual([400, 'InvalidAccessKeyId.Inactive']);
    await setStatus('Active');
    expect((await call()).status).toBe(200);
    expect(codeOf(await setStatus('Paused'))).toEqual([400, 'InvalidParameter.Status']);
  });

  test('a deleted key is unknown with the very next call', async () => {
    const { server, alice } = await openServer();
    expect((await server.call('GetCallerIdentity', {}, { key: alice })).status).toBe(200);
    await server.call('DeleteAccessKey', {
      UserName: 'alice',
      UserAccessKeyId: alice.accessKeyId,
    });
    const answer = await server.call('GetCallerIdentity', {}, { key: alice });
    expect(codeOf(answer)).toEqual([404, 'InvalidAccessKeyId.NotFound']);
  });

  test("a key is reached through its own user's name only", async () => {
    const { server, alice } = await openServer();
    await server.call('CreateUser', { UserName: 'bob' });
    const unknown = [404, 'EntityNotExist.User.AccessKey'];
    for (const user of [{ UserName: 'bob' }, {}]) {
      const key = { ...user, UserAccessKeyId: alice.accessKeyId };
      expect(codeOf(await server.call('DeleteAccessKey', key))).toEqual(unknown);
      const update = await server.call('UpdateAccessKey', { ...key, Status: 'Inactive' });
      expect(codeOf(update)).toEqual(unknown);
    }
  });

  test('no secret stands in clear in any file of the server, nor in its events', async () => {
    const { server, alice } = await openServer();
    const second = await createKey(server, { UserName: 'alice', ClientToken: 'token' });
    await server.call('DeleteAccessKey', {
      UserName: 'alice',
      UserAccessKeyId: second.accessKeyId,
    });
    await server.call('GetCallerIdentity', {}, { key: alice });
    await server.close();
    const folder = server.options.dataFolder;
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    );
    expect(files.length).toBeGreaterThan(0);
    for (const file of files) {
      const bytes = readFileSync(join(file.parentPath, file.name));
      for (const { accessKeySecret } of [alice, second]) {
        expect([file.name, bytes.includes(accessKeySecret)]).toEqual([file.name, false]);
        const sealed = bytes.includes(Buffer.from(accessKeySecret).toString('base64'));
        expect([file.name, sealed]).toEqual([file.name, false]);
      }
    }
  });
});
