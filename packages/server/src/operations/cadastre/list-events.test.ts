import { describe, expect, test } from 'vitest';
import { parseConfig } from '../../config.ts';
import {
  insertUser,
  policyOf,
  ROOT,
  startTestServer,
  type TestServer,
} from '../../test-server.test-support.ts';

const REGION = { RegionId: 'cn-hangzhou' };
const OPERATING = { 'OperatingRegionList.1': 'cn-hangzhou' };
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

type Event = Readonly<Record<string, string>>;

async function list(
  server: TestServer,
  given: Record<string, string> = {},
): Promise<readonly Event[]> {
  const events: Event[] = [];
  let next: string | undefined;
  do {
    const parameters = { ...given, ...(next === undefined ? {} : { NextToken: next }) };
    const { body } = await server.call('ListEvents', parameters);
    events.push(...(body['Events'] as readonly Event[]));
    next = body['NextToken'] as string | undefined;
  } while (next !== undefined);
  return events;
}

const operationsOf = (events: readonly Event[]) => events.map((event) => event['Operation']);

/** One write a minute: an IPAM, two scopes, a refused one, and a denied list of alice. */
async function prepare() {
  const server = await startTestServer();
  const ipam = await server.call('CreateIpam', { ...REGION, ...OPERATING });
  const ipamId = String(ipam.body['IpamId']);
  const key = await insertUser(server, 'alice', []);
  const scopeIds: string[] = [];
  for (const IpamId of [ipamId, ipamId, 'none']) {
    server.clock.now += MINUTE_MS;
    const { body } = await server.call('CreateIpamScope', { ...REGION, IpamId });
    scopeIds.push(String(body['IpamScopeId']));
  }
  server.clock.now += MINUTE_MS;
  await server.call('ListIpams', REGION, { key });
  return { server, ipam, ipamId, scopeIds, alice: key };
}

describe('ListEvents', () => {
  test('tells who did what, oldest first, refused calls too', async () => {
    const { server, ipam, ipamId, scopeIds } = await prepare();
    const events = await list(server);
    const root = `acs:ram::${ROOT.accountId}:root`;
    expect(events.map(({ After: _, EventId: __, RequestId: ___, ...event }) => event)).toEqual([
      {
        EventTime: '2026-08-20T08:00:00.000Z',
        Operation: 'VpcIpam.CreateIpam',
        PrincipalArn: root,
        AccessKeyId: ROOT.accessKeyId,
        Code: 'OK',
        ResourceType: 'Ipam',
        ResourceId: ipamId,
      },
      ...[0, 1].map((index) => ({
        EventTime: `2026-08-20T08:0${index + 1}:00.000Z`,
        Operation: 'VpcIpam.CreateIpamScope',
        PrincipalArn: root,
        AccessKeyId: ROOT.accessKeyId,
        Code: 'OK',
        ResourceType: 'IpamScope',
        ResourceId: scopeIds[index],
      })),
      {
        EventTime: '2026-08-20T08:03:00.000Z',
        Operation: 'VpcIpam.CreateIpamScope',
        PrincipalArn: root,
        AccessKeyId: ROOT.accessKeyId,
        Code: 'ResourceNotFound.Ipam',
      },
      {
        EventTime: '2026-08-20T08:04:00.000Z',
        Operation: 'VpcIpam.ListIpams',
        PrincipalArn: `acs:ram::${ROOT.accountId}:user/alice`,
        AccessKeyId: 'LTAI-alice',
        Code: 'Forbidden.RAM',
      },
    ]);
    expect(events[0]?.['RequestId']).toBe(ipam.body['RequestId']);
    expect(JSON.parse(events[0]?.['After'] ?? '')).toMatchObject({ ipamId });
  });

  test('goes by time, principal, operation, resource and code', async () => {
    const { server, scopeIds } = await prepare();
    const times = async (given: Record<string, string>) =>
      (await list(server, given)).map((event) => event['EventTime']?.slice(14, 16));
    expect(await times({ StartTime: '2026-08-20T08:02:00Z' })).toEqual(['02', '03', '04']);
    expect(await times({ EndTime: '2026-08-20T08:02:00Z' })).toEqual(['00', '01']);
    expect(await times({ EndTime: '2026-08-20T08:02:00.001Z' })).toEqual(['00', '01', '02']);
    const hour = { StartTime: '2026-08-20T08:01:00Z', EndTime: '2026-08-20T08:03:00Z' };
    expect(await times(hour)).toEqual(['01', '02']);
    expect(await times({ PrincipalArn: `acs:ram::${ROOT.accountId}:user/alice` })).toEqual(['04']);
    expect(await times({ Operation: 'VpcIpam.CreateIpam' })).toEqual(['00']);
    expect(await times({ Operation: 'CreateIpamScope', Code: 'OK' })).toEqual(['01', '02']);
    expect(await times({ ResourceId: scopeIds[1] ?? '' })).toEqual(['02']);
    expect(await times({ Code: 'ResourceNotFound.Ipam' })).toEqual(['03']);
    expect(await times({ Operation: 'constructor' })).toEqual([]);
    for (const StartTime of ['yesterday', '2026-08-20', '2026-13-20T08:00:00Z']) {
      const { body } = await server.call('ListEvents', { StartTime });
      expect(body['Code']).toBe('InvalidStartTime');
    }
  });

  test('comes in pages', async () => {
    const { server } = await prepare();
    const all = await list(server);
    for (const MaxResults of ['1', '2', '5']) {
      expect(await list(server, { MaxResults })).toEqual(all);
    }
    const { body } = await server.call('ListEvents', { MaxResults: '2' });
    expect(Object.keys(body).sort()).toEqual(['Events', 'NextToken', 'RequestId']);
    const NextToken = String(body['NextToken']);
    const other = await server.call('ListEvents', { NextToken, Code: 'OK' });
    expect(other.body['Code']).toBe('InvalidNextToken');
  });

  test('is for callers with the permission', async () => {
    const { server, alice } = await prepare();
    const statement = { Effect: 'Allow', Action: 'cadastre:ListEvents', Resource: '*' };
    const auditor = await insertUser(server, 'auditor', [policyOf(statement)]);
    expect((await server.call('ListEvents', {}, { key: auditor })).status).toBe(200);
    const denied = await server.call('ListEvents', {}, { key: alice });
    expect(denied.body['Code']).toBe('Forbidden.RAM');
    expect(operationsOf(await list(server)).at(-1)).toBe('Cadastre.ListEvents');
  });

  test('a replay of a refused write leaves one event', async () => {
    const { server } = await prepare();
    const call = { ...REGION, IpamId: 'none' };
    const count = (await list(server)).length;
    for (let index = 0; index < 3; index += 1) {
      await server.call('DeleteIpam', call, { nonce: 'once' });
      await server.call('DeleteIpam', REGION, { nonce: 'before-the-transaction' });
    }
    const added = (await list(server)).slice(count);
    expect(added.map((event) => event['Code'])).toEqual(['ResourceNotFound.Ipam', 'MissingIpamId']);
  });

  test('never shows what refused calls asked for', async () => {
    const { server, alice } = await prepare();
    const secret = 'a-name-nobody-may-know';
    const call = { ...REGION, IpamId: 'none', IpamScopeName: secret };
    await server.call('CreateIpamScope', call);
    await server.call('CreateIpamScope', call, { key: alice });
    expect(JSON.stringify(await list(server))).not.toContain(secret);
  });
});

describe('retention', () => {
  test('events are kept for ever, unless a time is configured', async () => {
    for (const [auditRetentionDays, kept] of [
      [0, 2],
      [3, 1],
    ] as const) {
      const server = await startTestServer({ config: parseConfig({ auditRetentionDays }) });
      await server.call('CreateIpam', { ...REGION, ...OPERATING });
      server.clock.now += 3 * DAY_MS + 2_000;
      await server.call('DeleteIpam', { ...REGION, IpamId: 'none' });
      expect(await list(server)).toHaveLength(kept);
    }
  });
});
