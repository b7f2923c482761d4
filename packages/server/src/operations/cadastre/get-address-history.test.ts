import type { OperationName } from '@cadastre/api-contract';
import { beforeEach, describe, expect, test } from 'vitest';
import { parseConfig } from '../../config.ts';
import {
  insertUser,
  policyOf,
  ROOT,
  startTestServer,
  type TestServer,
} from '../../test-server.test-support.ts';
import {
  allocate,
  createIpam,
  createPool,
  PRINCIPAL_ID,
  REGION,
  shareWith,
  startSharingServer,
} from '../resource-sharing/sharing-ground.test-support.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const ROOT_ARN = `acs:ram::${ROOT.accountId}:root`;

type Item = Readonly<Record<string, unknown>>;
type Parameters = Readonly<Record<string, string>>;

let server: TestServer;

async function succeed(
  operation: OperationName,
  parameters: Parameters = {},
): Promise<Readonly<Record<string, unknown>>> {
  const { status, body } = await server.call(operation, parameters);
  if (status !== 200) throw new Error(`${operation}: ${JSON.stringify(body)}`);
  return body;
}

async function list(given: Parameters): Promise<readonly Item[]> {
  const items: Item[] = [];
  let next: string | undefined;
  do {
    const page = next === undefined ? {} : { NextToken: next };
    const body = await succeed('GetAddressHistory', { ...given, ...page });
    items.push(...(body['IpamPoolAllocations'] as readonly Item[]));
    next = body['NextToken'] as string | undefined;
  } while (next !== undefined);
  return items;
}

const namesOf = (items: readonly Item[]) => items.map((item) => item['IpamPoolAllocationName']);

interface Ground {
  readonly scopeId: string;
  readonly poolId: string;
  readonly subPoolId: string;
}

/** One write a minute: from 08:05 on `first`, from 08:07 on `second` with the same address. */
async function prepare(): Promise<Ground> {
  const ipam = await succeed('CreateIpam', { ...REGION, 'OperatingRegionList.1': 'cn-hangzhou' });
  const scopeId = String(ipam['PrivateDefaultScopeId']);
  const write = async (operation: OperationName, parameters: Parameters) => {
    server.clock.now += MINUTE_MS;
    return succeed(operation, { ...REGION, ...parameters });
  };
  const makePool = async (parameters: Parameters, Cidr: string) => {
    const pool = await write('CreateIpamPool', { IpamScopeId: scopeId, ...parameters });
    const IpamPoolId = String(pool['IpamPoolId']);
    await write('AddIpamPoolCidr', { IpamPoolId, Cidr });
    return IpamPoolId;
  };
  const poolId = await makePool({}, '10.0.0.0/16');
  const subPoolId = await makePool({ SourceIpamPoolId: poolId }, '10.0.8.0/24');
  const first = await write('CreateIpamPoolAllocation', {
    IpamPoolId: subPoolId,
    Cidr: '10.0.8.0/28',
    IpamPoolAllocationName: 'first',
    IpamPoolAllocationDescription: 'desk of alice',
  });
  await write('DeleteIpamPoolAllocation', {
    IpamPoolAllocationId: String(first['IpamPoolAllocationId']),
  });
  await write('CreateIpamPoolAllocation', {
    IpamPoolId: subPoolId,
    Cidr: '10.0.8.5/32',
    IpamPoolAllocationName: 'second',
  });
  return { scopeId, poolId, subPoolId };
}

describe('GetAddressHistory', () => {
  beforeEach(async () => {
    server = await startTestServer();
  });

  test('ends no allocation before it began, where the clock is set back in between', async () => {
    const { subPoolId } = await prepare();
    server.clock.now -= 10 * MINUTE_MS;
    const [live] = (await list({ Cidr: '10.0.8.5', IpamPoolId: subPoolId })).slice(-1);
    const IpamPoolAllocationId = String(live?.['IpamPoolAllocationId']);
    await succeed('DeleteIpamPoolAllocation', { ...REGION, IpamPoolAllocationId });
    const [past] = (await list({ Cidr: '10.0.8.5', IpamPoolId: subPoolId })).slice(-1);
    expect(past).toMatchObject({ IpamPoolAllocationId, ReleaseTime: past?.['AllocateTime'] });
  });

  test('tells every holder of an address, with the times', async () => {
    const { scopeId, poolId, subPoolId } = await prepare();
    const items = await list({ Cidr: '10.0.8.5' });
    const common = {
      IpamScopeId: scopeId,
      ResourceRegionId: 'cn-hangzhou',
      ResourceOwnerId: Number(ROOT.accountId),
      IpamPoolAllocationDescription: '',
      AllocatedBy: ROOT_ARN,
    };
    expect(items.map(({ IpamPoolAllocationId: _, ...item }) => item)).toEqual([
      {
        ...common,
        IpamPoolId: poolId,
        IpamPoolAllocationName: '',
        Cidr: '10.0.8.0/24',
        ResourceType: 'IpamPool',
        ResourceId: subPoolId,
        AllocateTime: '2026-08-20T08:04:00.000Z',
      },
      {
        ...common,
        IpamPoolId: subPoolId,
        IpamPoolAllocationName: 'first',
        IpamPoolAllocationDescription: 'desk of alice',
        Cidr: '10.0.8.0/28',
        ResourceType: 'Custom',
        ResourceId: '',
        AllocateTime: '2026-08-20T08:05:00.000Z',
        ReleasedBy: ROOT_ARN,
        ReleaseTime: '2026-08-20T08:06:00.000Z',
      },
      {
        ...common,
        IpamPoolId: subPoolId,
        IpamPoolAllocationName: 'second',
        Cidr: '10.0.8.5/32',
        ResourceType: 'Custom',
        ResourceId: '',
        AllocateTime: '2026-08-20T08:07:00.000Z',
      },
    ]);
  });

  test('goes by block, scope, pool and time', async () => {
    const { scopeId, poolId, subPoolId } = await prepare();
    const names = async (given: Parameters) =>
      namesOf(await list({ Cidr: '10.0.8.5/32', ...given }));
    expect(await names({})).toEqual(['', 'first', 'second']);
    expect(await names({ Cidr: '10.0.8.6' })).toEqual(['', 'first']);
    expect(await names({ Cidr: '10.0.8.0/29' })).toEqual(['', 'first', 'second']);
    expect(await names({ Cidr: '0.0.0.0/0' })).toEqual(['', 'first', 'second']);
    expect(await names({ Cidr: '::/0' })).toEqual([]);
    expect(await names({ IpamScopeId: scopeId })).toEqual(['', 'first', 'second']);
    expect(await names({ IpamScopeId: 'none' })).toEqual([]);
    expect(await names({ IpamPoolId: poolId })).toEqual(['']);
    expect(await names({ IpamPoolId: subPoolId })).toEqual(['first', 'second']);
    expect(await names({ AsOf: '2026-08-20T08:05:00Z' })).toEqual(['', 'first']);
    expect(await names({ AsOf: '2026-08-20T08:05:59.999Z' })).toEqual(['', 'first']);
    expect(await names({ AsOf: '2026-08-20T08:06:00Z' })).toEqual(['']);
    expect(await names({ AsOf: '2036-08-20T08:06:00Z' })).toEqual(['', 'second']);
    expect(await names({ StartTime: '2026-08-20T08:06:00Z' })).toEqual(['', 'second']);
    expect(await names({ StartTime: '2026-08-20T08:05:59.999Z' })).toEqual(['', 'first', 'second']);
    expect(await names({ EndTime: '2026-08-20T08:07:00Z' })).toEqual(['', 'first']);
    const between = { StartTime: '2026-08-20T08:06:00Z', EndTime: '2026-08-20T08:07:00Z' };
    expect(await names({ ...between, IpamPoolId: subPoolId })).toEqual([]);
  });

  test('takes IPv6, an address in any spelling', async () => {
    const { scopeId } = await prepare();
    const pool = await succeed('CreateIpamPool', {
      ...REGION,
      IpamScopeId: scopeId,
      IpVersion: 'IPv6',
    });
    const IpamPoolId = String(pool['IpamPoolId']);
    await succeed('AddIpamPoolCidr', { ...REGION, IpamPoolId, Cidr: 'fd00::/64' });
    await succeed('CreateIpamPoolAllocation', { ...REGION, IpamPoolId, Cidr: 'fd00::/80' });
    for (const Cidr of ['fd00::1', 'FD00:0::0001', 'fd00::/80', 'fd00::/8', '::/0']) {
      expect((await list({ Cidr })).map((item) => item['Cidr'])).toEqual(['fd00::/80']);
    }
    expect(await list({ Cidr: 'fd00::1:0:0:1' })).toEqual([]);
  });

  test('comes in pages', async () => {
    await prepare();
    const all = await list({ Cidr: '10.0.0.0/8' });
    expect(all).toHaveLength(3);
    for (const MaxResults of ['1', '2', '5']) {
      expect(await list({ Cidr: '10.0.0.0/8', MaxResults })).toEqual(all);
    }
    const body = await succeed('GetAddressHistory', { Cidr: '10.0.0.0/8', MaxResults: '2' });
    expect(Object.keys(body).sort()).toEqual(['IpamPoolAllocations', 'NextToken', 'RequestId']);
    const other = { NextToken: String(body['NextToken']), Cidr: '10.0.8.5' };
    const refused = await server.call('GetAddressHistory', other);
    expect(refused.body['Code']).toBe('InvalidNextToken');
  });

  test.each([
    [{}, 'MissingCidr'],
    [{ Cidr: '' }, 'MissingCidr'],
    [{ Cidr: '10.0.8.5/24' }, 'IllegalParam.Cidr'],
    [{ Cidr: '10.0.8' }, 'IllegalParam.Cidr'],
    [{ Cidr: '10.0.8.256' }, 'IllegalParam.Cidr'],
    [{ Cidr: '10.0.8.5/33' }, 'IllegalParam.Cidr'],
    [{ Cidr: 'office' }, 'IllegalParam.Cidr'],
    [{ Cidr: 'FD00::/64' }, 'IllegalParam.Cidr'],
    [{ Cidr: 'office', AsOf: 'yesterday' }, 'InvalidAsOf'],
    [{ Cidr: '10.0.8.5', StartTime: '2026-08-20' }, 'InvalidStartTime'],
    [{ Cidr: '10.0.8.5', EndTime: '2026-13-20T08:00:00Z' }, 'InvalidEndTime'],
    [{ Cidr: '10.0.8.5', MaxResults: '101' }, 'InvalidMaxResults'],
  ])('refuses %o with %s', async (parameters, code) => {
    const { status, body } = await server.call('GetAddressHistory', parameters as Parameters);
    expect([status, body['Code']]).toEqual([400, code]);
  });

  test('outlives the pool', async () => {
    const { scopeId, subPoolId } = await prepare();
    const [, , second] = await list({ Cidr: '10.0.8.5' });
    const IpamPoolAllocationId = String(second?.['IpamPoolAllocationId']);
    await succeed('DeleteIpamPoolAllocation', { ...REGION, IpamPoolAllocationId });
    const given = { ...REGION, IpamPoolId: subPoolId };
    await succeed('DeleteIpamPoolCidr', { ...given, Cidr: '10.0.8.0/24' });
    await succeed('DeleteIpamPool', given);
    const items = await list({ Cidr: '10.0.8.5', IpamScopeId: scopeId });
    expect(namesOf(items)).toEqual(['', 'first', 'second']);
    expect(items.every((item) => item['ReleaseTime'] !== undefined)).toBe(true);
  });

  test('is for callers with the permission', async () => {
    await prepare();
    const statement = { Effect: 'Allow', Action: 'cadastre:GetAddressHistory', Resource: '*' };
    const auditor = await insertUser(server, 'auditor', [policyOf(statement)]);
    const nobody = await insertUser(server, 'nobody', []);
    const call = { Cidr: '10.0.8.5' };
    const allowed = await server.call('GetAddressHistory', call, { key: auditor });
    expect(allowed.body['IpamPoolAllocations']).toHaveLength(3);
    const denied = await server.call('GetAddressHistory', call, { key: nobody });
    expect(denied.body['Code']).toBe('Forbidden.RAM');
  });
});

test('the owner of a shared pool sees what its principals held, and they do not', async () => {
  const { owner, principal } = await startSharingServer();
  const { scopeId } = await createIpam(owner);
  const poolId = await createPool(owner, scopeId, '10.0.0.0/16');
  await shareWith(owner, principal, poolId);
  await allocate(principal, poolId);
  const call = { Cidr: '10.0.0.1' };
  const seen = await owner.succeed('GetAddressHistory', call);
  expect(seen['IpamPoolAllocations']).toMatchObject([
    {
      ResourceOwnerId: Number(PRINCIPAL_ID),
      AllocatedBy: `acs:ram::${PRINCIPAL_ID}:root`,
    },
  ]);
  const own = await principal.succeed('GetAddressHistory', call);
  expect(own['IpamPoolAllocations']).toEqual([]);
});

test('the owner of a shared pool sees which networks of its principals held a block', async () => {
  const { owner, principal } = await startSharingServer();
  const { scopeId } = await createIpam(owner);
  const inRegion = { PoolRegionId: 'cn-hangzhou' };
  const poolId = await createPool(owner, scopeId, '10.0.0.0/16', inRegion);
  await shareWith(owner, principal, poolId);
  const call = { RegionId: 'cn-hangzhou', Ipv4IpamPoolId: poolId, Ipv4CidrMask: '24' };
  const { VpcId } = await principal.succeed('CreateVpc', call);
  await principal.succeed('DeleteVpc', { VpcId: String(VpcId) });
  const by = `acs:ram::${PRINCIPAL_ID}:root`;
  const seen = await owner.succeed('GetAddressHistory', { Cidr: '10.0.0.1' });
  expect(seen['IpamPoolAllocations']).toMatchObject([
    { ResourceType: 'VPC', ResourceId: VpcId, AllocatedBy: by, ReleasedBy: by },
  ]);
});

test('released allocations are kept for ever, unless a time is configured', async () => {
  for (const [addressHistoryRetentionDays, kept] of [
    [0, ['', 'first', 'second']],
    [3, ['', 'second']],
  ] as const) {
    server = await startTestServer({ config: parseConfig({ addressHistoryRetentionDays }) });
    await prepare();
    server.clock.now += 3 * DAY_MS - MINUTE_MS;
    await server.call('DeleteIpam', { ...REGION, IpamId: 'none' });
    expect(namesOf(await list({ Cidr: '10.0.8.5' }))).toEqual(['', 'first', 'second']);
    server.clock.now += 2_000;
    await server.call('DeleteIpam', { ...REGION, IpamId: 'none' });
    expect(namesOf(await list({ Cidr: '10.0.8.5' }))).toEqual(kept);
  }
});
