import { OVERLAP_DETAIL_COUNT_MAX } from '@cadastre/api-contract';
import { describe, expect, test } from 'vitest';
import {
  createImportingPool,
  createIpamIn,
  type Item,
  inventoryOf,
  listResourceCidrs,
  type Parameters,
} from '../resource-discovery/discovery-ground.test-support.ts';
import {
  codeOf,
  createPool,
  OWNER_ID,
  REGION,
  shareWith,
  startSharingServer,
} from '../resource-sharing/sharing-ground.test-support.ts';

/** An IPAM of Hangzhou and Beijing with a pool that imports 10.0.0.0/16. */
async function openGround(rules: Parameters = {}) {
  const actors = await startSharingServer();
  const { server, owner } = actors;
  const inventory = inventoryOf(server, owner);
  const ipam = await createIpamIn(owner);
  const list = (given: Parameters = {}) => listResourceCidrs(owner, given);
  await inventory.putVpc('vpc-1', ['10.0.0.0/20', '10.1.0.0/16']);
  await inventory.putVSwitch('vsw-1', 'vpc-1', '10.0.0.0/24');
  await inventory.putVSwitch('vsw-2', 'vpc-1', '10.1.0.0/24');
  await inventory.putAddress('vpc-1', 'vsw-1', '10.0.0.5/32');
  const poolId = await createImportingPool(owner, ipam.scopeId, '10.0.0.0/16', rules);
  return { ...actors, inventory, ipam, poolId, list };
}

function statusesOf(items: readonly Item[]) {
  return items.map((item) => [
    item['ResourceId'],
    item['ManagementStatus'],
    item['ComplianceStatus'],
    item['OverlapStatus'],
  ]);
}

describe('ListIpamResourceCidrs', () => {
  test('fills every field of managed and unmanaged CIDRs', async () => {
    const { server, owner, inventory, ipam, poolId, list } = await openGround();
    await inventory.putVpc('vpc-2', ['10.1.0.0/24'], { regionId: 'cn-beijing' });
    const listed = await list();
    const allocationId = String(listed[0]?.['IpamAllocationId']);
    expect(allocationId).toMatch(/^ipam-pool-alloc-/);
    const allocation = await owner.succeed('GetIpamPoolAllocation', {
      ...REGION,
      IpamPoolAllocationId: allocationId,
    });
    expect(allocation).toMatchObject({ ResourceId: 'vpc-1', Cidr: '10.0.0.0/20' });
    const every = {
      IpamId: ipam.ipamId,
      IpamScopeId: ipam.scopeId,
      AliUid: Number(OWNER_ID),
      ResourceOwnerId: Number(OWNER_ID),
      ResourceRegionId: 'cn-hangzhou',
      VpcId: 'vpc-1',
      Status: 'Created',
    };
    const managed = {
      IpamPoolId: poolId,
      IpamAllocationId: allocationId,
      ManagementStatus: 'Managed',
      ComplianceStatus: 'Compliant',
      OverlapStatus: 'Nonoverlapping',
      OverlapDetail: [],
    };
    const unmanaged = {
      IpamPoolId: '',
      IpamAllocationId: '',
      ManagementStatus: 'Unmanaged',
      ComplianceStatus: 'Unmanaged',
      OverlapStatus: 'Overlapping',
    };
    const vpc1 = { ResourceType: 'VPC', ResourceId: 'vpc-1', ResourceName: 'name of vpc-1' };
    const meets = (id: string, cidr: string, region = 'cn-hangzhou') => ({
      OverlapResourceId: id,
      OverlapResourceCidr: cidr,
      OverlapResourceRegion: region,
    });
    const byBeijing = meets('vpc-2', '10.1.0.0/24', 'cn-beijing');
    const expected = [
      {
        ...every,
        ...vpc1,
        ...managed,
        Cidr: '10.0.0.0/20',
        SourceCidr: '10.0.0.0/16',
        IpCountDetail: { TotalIpCount: '4096', UsedIpCount: '256', FreeIpCount: '3840' },
        IpUsage: '6.25',
      },
      {
        ...every,
        ...managed,
        ResourceType: 'VSwitch',
        ResourceId: 'vsw-1',
        ResourceName: 'name of vsw-1',
        Cidr: '10.0.0.0/24',
        SourceCidr: '10.0.0.0/20',
        IpCountDetail: { TotalIpCount: '256', UsedIpCount: '5', FreeIpCount: '251' },
        IpUsage: '1.95',
      },
      {
        ...every,
        ...vpc1,
        ...unmanaged,
        OverlapDetail: [byBeijing],
        Cidr: '10.1.0.0/16',
        SourceCidr: '',
        IpCountDetail: { TotalIpCount: '65536', UsedIpCount: '256', FreeIpCount: '65280' },
        IpUsage: '0.39',
      },
      {
        ...every,
        ...unmanaged,
        OverlapDetail: [meets('vpc-1', '10.1.0.0/16'), meets('vsw-2', '10.1.0.0/24')],
        ResourceType: 'VPC',
        ResourceId: 'vpc-2',
        ResourceName: 'name of vpc-2',
        ResourceRegionId: 'cn-beijing',
        VpcId: 'vpc-2',
        Cidr: '10.1.0.0/24',
        SourceCidr: '',
        IpCountDetail: { TotalIpCount: '256', UsedIpCount: '0', FreeIpCount: '256' },
        IpUsage: '0',
      },
      {
        ...every,
        ...unmanaged,
        OverlapDetail: [byBeijing],
        ResourceType: 'VSwitch',
        ResourceId: 'vsw-2',
        ResourceName: 'name of vsw-2',
        Cidr: '10.1.0.0/24',
        SourceCidr: '10.1.0.0/16',
        IpCountDetail: { TotalIpCount: '256', UsedIpCount: '4', FreeIpCount: '252' },
        IpUsage: '1.56',
      },
    ];
    expect(listed).toEqual(expected);
    const { body } = await server.call('ListIpamResourceCidrs', { ...REGION, MaxResults: '3' });
    expect(body).toMatchObject({ Count: 3, TotalCount: 5, MaxResults: 3 });
    const next = { ...REGION, MaxResults: '3', NextToken: String(body['NextToken']) };
    const last = await server.call('ListIpamResourceCidrs', next);
    expect([
      ...(body['IpamResourceCidrs'] as Item[]),
      ...(last.body['IpamResourceCidrs'] as Item[]),
    ]).toEqual(expected);
    expect(last.body['NextToken']).toBeUndefined();
  });

  test('lists all scopes of the IPAM, or one', async () => {
    const { owner, ipam, inventory, list } = await openGround();
    await inventory.putVpc('vpc-6', ['2001:db8::/56', 'fd00::/56']);
    const scopes = await owner.succeed('ListIpamScopes', { ...REGION, IpamScopeType: 'public' });
    const [scope] = scopes['IpamScopes'] as Item[];
    const publicScopeId = String(scope?.['IpamScopeId']);
    const all = await list({ ResourceId: 'vpc-6' });
    expect(all.map((item) => [item['Cidr'], item['IpamScopeId']]).sort()).toEqual([
      ['2001:db8::/56', publicScopeId],
      ['fd00::/56', ipam.scopeId],
    ]);
    expect(await list({ IpamScopeId: publicScopeId })).toHaveLength(1);
    expect(await list({ IpamScopeId: ipam.scopeId })).toHaveLength(5);
    expect(await list({ IpamScopeId: 'ipam-scope-1' })).toEqual([]);
    expect(await list({ IpamScopeId: ipam.scopeId, RegionId: 'cn-beijing' })).toEqual([]);
    expect(await list({ RegionId: 'cn-beijing' })).toEqual([]);
  });

  test.each<[Parameters, readonly string[]]>([
    [{ ResourceType: 'VPC' }, ['vpc-1', 'vpc-1']],
    [{ ResourceType: 'VSwitch' }, ['vsw-1', 'vsw-2']],
    [{ ResourceType: 'ENI' }, []],
    [{ ResourceId: 'vsw-1' }, ['vsw-1']],
    [{ ResourceId: 'vpc-9' }, []],
    [{ VpcId: 'vpc-1' }, ['vpc-1', 'vpc-1', 'vsw-1', 'vsw-2']],
    [{ VpcId: 'vpc-9' }, []],
    [{ VpcId: 'vpc-1', ResourceType: 'VPC', ResourceId: 'vpc-1' }, ['vpc-1', 'vpc-1']],
    [{ IpamPoolId: 'ipam-pool-1' }, []],
  ])('lists by %j', async (filter, expected) => {
    const { list } = await openGround();
    expect((await list(filter)).map((item) => item['ResourceId']).sort()).toEqual(expected);
  });

  test('lists what a pool manages', async () => {
    const { ipam, poolId, list } = await openGround();
    const ids = async (given: Parameters) => (await list(given)).map((item) => item['ResourceId']);
    expect(await ids({ IpamPoolId: poolId })).toEqual(['vpc-1', 'vsw-1']);
    expect(await ids({ IpamPoolId: poolId, IpamScopeId: ipam.scopeId })).toHaveLength(2);
    expect(await ids({ IpamPoolId: poolId, IpamScopeId: 'ipam-scope-1' })).toEqual([]);
  });

  test("takes no pool of another account's sharing, and its owner sees who uses it", async () => {
    const { owner, ipam, poolId, principal } = await openGround();
    const shared = await createPool(owner, ipam.scopeId, '10.9.0.0/16');
    await shareWith(owner, principal, shared);
    const refused = await principal.call('ListIpamResourceCidrs', {
      ...REGION,
      IpamPoolId: shared,
    });
    expect(codeOf(refused)).toBe('OperationDenied.OperateShareResource');
    expect(await listResourceCidrs(owner, { IpamPoolId: shared })).toEqual([]);
    expect(await listResourceCidrs(owner, { IpamPoolId: poolId })).toHaveLength(2);
  });

  test('judges by the rules of the pool as they are now', async () => {
    const { owner, poolId, list } = await openGround();
    const managed = async () =>
      (await list({ IpamPoolId: poolId })).map((item) => item['ComplianceStatus']);
    const update = (given: Parameters) =>
      owner.succeed('UpdateIpamPool', { ...REGION, IpamPoolId: poolId, ...given });
    expect(await managed()).toEqual(['Compliant', 'Compliant']);
    await update({ AllocationMinCidrMask: '21' });
    expect(await managed()).toEqual(['Noncompliant', 'Noncompliant']);
    await update({ AllocationMinCidrMask: '20', AllocationMaxCidrMask: '20' });
    expect(await managed()).toEqual(['Compliant', 'Compliant']);
  });

  test('imports what breaks the rules, and says so', async () => {
    const { poolId, list } = await openGround({ AllocationMinCidrMask: '24' });
    expect(statusesOf(await list({ IpamPoolId: poolId }))).toEqual([
      ['vpc-1', 'Managed', 'Noncompliant', 'Nonoverlapping'],
      ['vsw-1', 'Managed', 'Noncompliant', 'Nonoverlapping'],
    ]);
  });

  test('shows as unmanaged what its allocation was released of', async () => {
    const { owner, list } = await openGround();
    const [vpc] = await list();
    await owner.succeed('DeleteIpamPoolAllocation', {
      ...REGION,
      IpamPoolAllocationId: String(vpc?.['IpamAllocationId']),
    });
    expect(statusesOf(await list())).toEqual([
      ['vpc-1', 'Unmanaged', 'Unmanaged', 'Nonoverlapping'],
      ['vsw-1', 'Unmanaged', 'Unmanaged', 'Nonoverlapping'],
      ['vpc-1', 'Unmanaged', 'Unmanaged', 'Nonoverlapping'],
      ['vsw-2', 'Unmanaged', 'Unmanaged', 'Nonoverlapping'],
    ]);
  });

  test('names ten overlapping resources at most', async () => {
    const { inventory, list } = await openGround();
    for (let index = 0; index < OVERLAP_DETAIL_COUNT_MAX + 2; index += 1) {
      await inventory.putVpc(`vpc-same-${index}`, ['10.7.0.0/16']);
    }
    const [one] = await list({ ResourceId: 'vpc-same-0' });
    expect(one?.['OverlapStatus']).toBe('Overlapping');
    expect(one?.['OverlapDetail']).toHaveLength(OVERLAP_DETAIL_COUNT_MAX);
  });

  test('forgets what is gone, and the overlap with it', async () => {
    const { inventory, list } = await openGround();
    await inventory.putVpc('vpc-2', ['10.1.0.0/16']);
    expect(statusesOf(await list({ ResourceId: 'vpc-2' }))).toEqual([
      ['vpc-2', 'Unmanaged', 'Unmanaged', 'Overlapping'],
    ]);
    await inventory.remove('vpc-1');
    await inventory.remove('vsw-1');
    await inventory.remove('vsw-2');
    expect(statusesOf(await list())).toEqual([
      ['vpc-2', 'Unmanaged', 'Unmanaged', 'Nonoverlapping'],
    ]);
  });
});
