import { formatCidr, parseCidr } from '@cadastre/address-space';
import { describe, expect, test } from 'vitest';
import {
  codeOf,
  createPool,
  OWNER_ID,
  PRINCIPAL_ID,
  REGION,
  shareWith,
} from '../resource-sharing/sharing-ground.test-support.ts';
import {
  allocatedCidrs,
  allocationsOf,
  createVpc,
  createVSwitch,
  describeVpc,
  openNetworks,
  seenOf,
} from './network-ground.test-support.ts';

describe('CreateVpc without a pool', () => {
  test('has what it was given, and reads back at once', async () => {
    const { owner } = await openNetworks();
    const made = await owner.succeed('CreateVpc', {
      ...REGION,
      CidrBlock: '192.168.0.0/16',
      VpcName: 'office',
      Description: '1 office',
      UserCidr: '30.0.0.0/8, 31.0.0.0/8',
      EnableDnsHostname: 'true',
      EnableIpv6: 'true',
      Ipv6CidrBlock: 'fd00:0:0:6a00::/56',
      Ipv6Isp: 'ChinaMobile',
      'Tag.1.Key': 'team',
      'Tag.1.Value': 'net',
    });
    expect(made).toMatchObject({
      VpcId: expect.stringMatching(/^vpc-[0-9a-z]{18}$/),
      VRouterId: expect.stringMatching(/^vrt-/),
      RouteTableId: expect.stringMatching(/^vtb-/),
      ResourceGroupId: expect.stringMatching(/^rg-/),
    });
    expect(await describeVpc(owner, String(made['VpcId']))).toMatchObject({
      VpcId: made['VpcId'],
      RegionId: 'cn-hangzhou',
      Status: 'Available',
      VpcName: 'office',
      Description: '1 office',
      CidrBlock: '192.168.0.0/16',
      SecondaryCidrBlocks: { SecondaryCidrBlock: [] },
      EnabledIpv6: true,
      Ipv6CidrBlock: 'fd00:0:0:6a00::/56',
      Ipv6CidrBlocks: {
        Ipv6CidrBlock: [{ Ipv6CidrBlock: 'fd00:0:0:6a00::/56', Ipv6Isp: 'ChinaMobile' }],
      },
      UserCidrs: { UserCidr: ['30.0.0.0/8', '31.0.0.0/8'] },
      DnsHostnameStatus: 'ENABLED',
      VRouterId: made['VRouterId'],
      VSwitchIds: { VSwitchId: [] },
      IsDefault: false,
      OwnerId: Number(OWNER_ID),
      ResourceGroupId: made['ResourceGroupId'],
      Tags: { Tag: [{ Key: 'team', Value: 'net' }] },
      CreationTime: '2026-08-20T08:00:00Z',
    });
  });

  test('is 172.16.0.0/12 where nothing is given, without IPv6', async () => {
    const { owner } = await openNetworks();
    expect(await describeVpc(owner, await createVpc(owner))).toMatchObject({
      CidrBlock: '172.16.0.0/12',
      EnabledIpv6: false,
      Ipv6CidrBlock: '',
      Ipv6CidrBlocks: { Ipv6CidrBlock: [] },
    });
  });

  test('gets an IPv6 block of its own where IPv6 is switched on', async () => {
    const { owner } = await openNetworks();
    const blocks = new Set<unknown>();
    for (let index = 0; index < 20; index += 1) {
      const vpc = await describeVpc(owner, await createVpc(owner, { EnableIpv6: 'true' }));
      expect(vpc['Ipv6CidrBlock']).toMatch(/^3fff:[0-9a-f:]*::\/56$/);
      // Whole, whatever its random digits are.
      expect(parseCidr(String(vpc['Ipv6CidrBlock'])).kind).toBe('cidr');
      blocks.add(vpc['Ipv6CidrBlock']);
    }
    expect(blocks.size).toBe(20);
  });

  test('is not checked against pools, and is in none', async () => {
    const { server, owner, poolId } = await openNetworks();
    const vpcId = await createVpc(owner, { CidrBlock: '10.0.0.0/16' });
    expect(await allocatedCidrs(owner, poolId)).toEqual([]);
    const [seen] = await seenOf(server, OWNER_ID, vpcId);
    expect(seen).toMatchObject({ resourceType: 'VPC', poolId: undefined });
  });

  test.each<readonly [string, Readonly<Record<string, string>>, string]>([
    ['another region', { RegionId: 'cn-nowhere' }, 'InvalidRegionId.NotFound'],
    ['a mask', { Ipv4CidrMask: '24' }, 'IllegalParam.IpamPool'],
    ['an empty pool', { Ipv4IpamPoolId: '', Ipv4CidrMask: '24' }, 'IllegalParam.IpamPool'],
    ['an IPv6 mask', { Ipv6CidrMask: '56' }, 'IllegalParam.IpamPool'],
    ['a large mask', { CidrBlock: '10.0.0.0/29' }, 'IllegalParam.CidrBlockMask'],
    ['a reserved block', { CidrBlock: '100.64.0.0/10' }, 'OperationDenied.CidrInExcludeCidrs'],
    ['a line that is none', { Ipv6Isp: 'Nobody' }, 'IllegalParam.Ipv6Isp'],
    [
      'four user CIDRs',
      { UserCidr: '1.0.0.0/8,2.0.0.0/8,3.0.0.0/8,4.0.0.0/8' },
      'IllegalParam.UserCidr',
    ],
    ['a user CIDR that is none', { UserCidr: 'ten' }, 'IllegalParam.UserCidr'],
    ['a name of a URL', { VpcName: 'http://a' }, 'IllegalParam.VpcName'],
    ['an unknown group', { ResourceGroupId: 'rg-none' }, 'IllegalParam.ResourceGroupId'],
    ['a bad tag', { 'Tag.1.Key': 'acs:a' }, 'IllegalParam.TagKey'],
  ])('refuses %s', async (_, given, code) => {
    const { owner } = await openNetworks();
    expect(codeOf(await owner.call('CreateVpc', { ...REGION, ...given }))).toBe(code);
    const list = await owner.succeed('DescribeVpcs', REGION);
    expect(list['TotalCount']).toBe(0);
  });

  test('a dry run makes nothing, and a token makes one', async () => {
    const { owner, poolId } = await openNetworks();
    const given = { ...REGION, Ipv4IpamPoolId: poolId, Ipv4CidrMask: '24' };
    expect(codeOf(await owner.call('CreateVpc', { ...given, DryRun: 'true' }))).toBe(
      'DryRunOperation',
    );
    expect(await allocatedCidrs(owner, poolId)).toEqual([]);
    const first = await owner.succeed('CreateVpc', { ...given, ClientToken: 'once' });
    const second = await owner.succeed('CreateVpc', { ...given, ClientToken: 'once' });
    expect(second['VpcId']).toBe(first['VpcId']);
    expect(await allocatedCidrs(owner, poolId)).toEqual(['10.0.0.0/24']);
  });
});

describe('CreateVpc from a pool', () => {
  test('takes the lowest block of the mask, as an allocation of the VPC', async () => {
    const { server, owner, poolId } = await openNetworks();
    await createVpc(owner, { Ipv4IpamPoolId: poolId, Ipv4CidrMask: '24' });
    const given = { Ipv4IpamPoolId: poolId, Ipv4CidrMask: '24', VpcName: 'lab' };
    const vpcId = await createVpc(owner, given);
    expect(await describeVpc(owner, vpcId)).toMatchObject({ CidrBlock: '10.0.1.0/24' });
    const [, allocation] = await allocationsOf(owner, poolId);
    expect(allocation).toMatchObject({
      Cidr: '10.0.1.0/24',
      SourceCidr: '10.0.0.0/16',
      ResourceType: 'VPC',
      ResourceId: vpcId,
      ResourceRegionId: 'cn-hangzhou',
      ResourceOwnerId: Number(OWNER_ID),
      IpamPoolAllocationName: 'lab',
    });
    const [seen] = await seenOf(server, OWNER_ID, vpcId);
    expect(seen).toMatchObject({ poolId, allocationId: allocation?.['IpamPoolAllocationId'] });
  });

  test('takes the CIDR asked for, or the default mask of the pool', async () => {
    const { owner, poolId } = await openNetworks('10.0.0.0/16', {
      AllocationDefaultCidrMask: '20',
    });
    await createVpc(owner, { Ipv4IpamPoolId: poolId, CidrBlock: '10.0.0.0/24' });
    await createVpc(owner, { Ipv4IpamPoolId: poolId });
    expect(await allocatedCidrs(owner, poolId)).toEqual(['10.0.0.0/24', '10.0.16.0/20']);
  });

  test('takes IPv6 from a pool too, and all of it or nothing', async () => {
    const { owner, scopeId, poolId } = await openNetworks();
    const region = { PoolRegionId: REGION.RegionId, IpVersion: 'IPv6' };
    const ipv6PoolId = await createPool(owner, scopeId, 'fd03:d00:a000::/52', region);
    const given = { Ipv4IpamPoolId: poolId, Ipv4CidrMask: '24', Ipv6IpamPoolId: ipv6PoolId };
    const vpcId = await createVpc(owner, { ...given, Ipv6CidrMask: '56' });
    expect(await describeVpc(owner, vpcId)).toMatchObject({
      EnabledIpv6: true,
      Ipv6CidrBlock: 'fd03:d00:a000::/56',
    });
    const tooLarge = { ...REGION, ...given, Ipv6CidrMask: '51' };
    expect(codeOf(await owner.call('CreateVpc', tooLarge))).toBe(
      'OperationDenied.AvailableCidrInsufficient',
    );
    expect(await allocatedCidrs(owner, poolId)).toEqual(['10.0.0.0/24']);
  });

  test.each<readonly [string, Readonly<Record<string, string>>, number, string]>([
    ['a pool that nobody has', { Ipv4IpamPoolId: 'ipam-pool-x' }, 404, 'ResourceNotFound.IpamPool'],
    ['no mask', { Ipv4CidrMask: '' }, 400, 'MissingParam.CidrOrCidrMask'],
    ['another region', { RegionId: 'cn-beijing' }, 400, 'OperationDenied.RequestRegionInvalid'],
    [
      'a mask below the rule',
      { Ipv4CidrMask: '17' },
      400,
      'OperationDenied.MaskOfCidrIsNotAllowed',
    ],
    [
      'a mask above the rule',
      { Ipv4CidrMask: '27' },
      400,
      'OperationDenied.MaskOfCidrIsNotAllowed',
    ],
    ['a mask of no VPC', { Ipv4CidrMask: '29' }, 400, 'IllegalParam.Ipv4CidrMask'],
    [
      'a mask that is not the block',
      { CidrBlock: '10.0.0.0/20', Ipv4CidrMask: '24' },
      400,
      'IllegalParam.CidrMask',
    ],
    [
      'a block of the pool that is taken',
      { CidrBlock: '10.0.0.0/20', Ipv4CidrMask: '' },
      400,
      'OperationDenied.CidrUnavailableInPool',
    ],
    [
      'a block outside the pool',
      { CidrBlock: '10.1.0.0/20', Ipv4CidrMask: '' },
      400,
      'OperationDenied.CidrUnavailableInPool',
    ],
  ])('refuses %s', async (_, given, status, code) => {
    const { owner, poolId } = await openNetworks('10.0.0.0/16', {
      AllocationMinCidrMask: '18',
      AllocationMaxCidrMask: '26',
    });
    await createVpc(owner, { Ipv4IpamPoolId: poolId, CidrBlock: '10.0.0.0/24' });
    const answer = await owner.call('CreateVpc', {
      ...REGION,
      Ipv4IpamPoolId: poolId,
      Ipv4CidrMask: '24',
      ...given,
    });
    expect({ status: answer.status, code: codeOf(answer) }).toEqual({ status, code });
    expect(await allocatedCidrs(owner, poolId)).toEqual(['10.0.0.0/24']);
  });

  test('refuses a pool without a region, one that is full, and one of the other family', async () => {
    const { owner, scopeId } = await openNetworks();
    const small = { PoolRegionId: REGION.RegionId };
    const create = async (poolId: string, mask = '24') => {
      const given = { ...REGION, Ipv4IpamPoolId: poolId, Ipv4CidrMask: mask };
      return codeOf(await owner.call('CreateVpc', given));
    };
    expect(await create(await createPool(owner, scopeId, '10.1.0.0/16'))).toBe(
      'OperationDenied.IpamPoolNotInRegion',
    );
    const fullId = await createPool(owner, scopeId, '10.2.0.0/24', small);
    expect(await create(fullId)).toBe('OK');
    expect(await create(fullId)).toBe('OperationDenied.AvailableCidrInsufficient');
    const ipv6 = await createPool(owner, scopeId, 'fd00::/48', { ...small, IpVersion: 'IPv6' });
    expect(await create(ipv6)).toBe('Mismatch.IpVersionAndIpamPoolIpVersion');
  });

  test('a pool may be shared; its owner sees the allocation and may take it back', async () => {
    const { owner, principal, stranger, poolId } = await openNetworks();
    const given = { ...REGION, Ipv4IpamPoolId: poolId, Ipv4CidrMask: '24' };
    expect(codeOf(await principal.call('CreateVpc', given))).toBe('ResourceNotFound.IpamPool');
    await shareWith(owner, principal, poolId);
    expect(codeOf(await stranger.call('CreateVpc', given))).toBe('ResourceNotFound.IpamPool');
    const vpcId = await createVpc(principal, given);
    const [allocation] = await allocationsOf(owner, poolId);
    expect(allocation).toMatchObject({
      ResourceId: vpcId,
      ResourceOwnerId: Number(PRINCIPAL_ID),
    });
    await owner.succeed('DeleteIpamPoolAllocation', {
      ...REGION,
      IpamPoolAllocationId: String(allocation?.['IpamPoolAllocationId']),
    });
    expect(await describeVpc(principal, vpcId)).toMatchObject({ CidrBlock: '10.0.0.0/24' });
    await createVpc(principal, given);
    await principal.succeed('DeleteVpc', { VpcId: vpcId });
    expect(await allocatedCidrs(owner, poolId)).toEqual(['10.0.0.0/24']);
  });

  test('deleting it gives the block back also when the pool is shared no more', async () => {
    const { owner, principal, poolId } = await openNetworks();
    const ResourceShareId = await shareWith(owner, principal, poolId);
    const vpcId = await createVpc(principal, { Ipv4IpamPoolId: poolId, Ipv4CidrMask: '24' });
    await owner.succeed('DeleteResourceShare', { ResourceShareId });
    expect(await allocatedCidrs(owner, poolId)).toEqual(['10.0.0.0/24']);
    const block = { VpcId: vpcId, IpamPoolId: poolId, SecondaryCidrMask: '24' };
    expect(codeOf(await principal.call('AssociateVpcCidrBlock', block))).toBe(
      'ResourceNotFound.IpamPool',
    );
    await principal.succeed('DeleteVpc', { VpcId: vpcId });
    expect(await allocatedCidrs(owner, poolId)).toEqual([]);
  });

  test('releasing its allocation leaves the VPC, unmanaged', async () => {
    const { server, owner, poolId } = await openNetworks();
    const vpcId = await createVpc(owner, { Ipv4IpamPoolId: poolId, Ipv4CidrMask: '24' });
    const [allocation] = await allocationsOf(owner, poolId);
    await owner.succeed('DeleteIpamPoolAllocation', {
      ...REGION,
      IpamPoolAllocationId: String(allocation?.['IpamPoolAllocationId']),
    });
    expect(await allocatedCidrs(owner, poolId)).toEqual([]);
    expect(await describeVpc(owner, vpcId)).toMatchObject({ CidrBlock: '10.0.0.0/24' });
    const [seen] = await seenOf(server, OWNER_ID, vpcId);
    expect(seen).toMatchObject({ poolId: undefined, allocationId: undefined });
  });

  test('a pool with auto import takes in a VPC that names no pool', async () => {
    const { owner, poolId } = await openNetworks('10.0.0.0/16', { AutoImport: 'true' });
    const vpcId = await createVpc(owner, { CidrBlock: '10.0.7.0/24' });
    await createVpc(owner, { CidrBlock: '10.9.7.0/24' });
    const [allocation, ...others] = await allocationsOf(owner, poolId);
    expect(others).toEqual([]);
    expect(allocation).toMatchObject({ Cidr: '10.0.7.0/24', ResourceId: vpcId });
  });
});

describe('DeleteVpc', () => {
  test('gives everything back that it took of pools, and its tags', async () => {
    const { server, owner, poolId } = await openNetworks();
    const vpcId = await createVpc(owner, {
      Ipv4IpamPoolId: poolId,
      Ipv4CidrMask: '24',
      'Tag.1.Key': 'team',
    });
    const more = { VpcId: vpcId, IpamPoolId: poolId, SecondaryCidrMask: '20' };
    await owner.succeed('AssociateVpcCidrBlock', more);
    expect(await allocatedCidrs(owner, poolId)).toEqual(['10.0.0.0/24', '10.0.16.0/20']);
    await owner.succeed('DeleteVpc', { ...REGION, VpcId: vpcId });
    expect(await allocatedCidrs(owner, poolId)).toEqual([]);
    expect(await seenOf(server, OWNER_ID, vpcId)).toEqual([]);
    const gone = await owner.call('DescribeVpcAttribute', { ...REGION, VpcId: vpcId });
    expect({ status: gone.status, code: codeOf(gone) }).toEqual({
      status: 404,
      code: 'InvalidVpcId.NotFound',
    });
    const tags = await server.store.read((reader) => reader.tags.listOf(OWNER_ID, [vpcId]));
    expect(tags).toEqual([]);
  });

  test('is refused while there are VSwitches, also by force', async () => {
    const { owner } = await openNetworks();
    const vpcId = await createVpc(owner);
    const vSwitchId = await createVSwitch(owner, vpcId, '172.16.0.0/24');
    for (const given of [{}, { ForceDelete: 'true' }]) {
      const answer = await owner.call('DeleteVpc', { VpcId: vpcId, ...given });
      expect(codeOf(answer)).toBe('DependencyViolation.VSwitch');
    }
    await owner.succeed('DeleteVSwitch', { VSwitchId: vSwitchId });
    await owner.succeed('DeleteVpc', { VpcId: vpcId });
  });

  test('looks in the region of the call where it names one', async () => {
    const { owner } = await openNetworks();
    const vpcId = await createVpc(owner);
    const elsewhere = await owner.call('DeleteVpc', { RegionId: 'cn-beijing', VpcId: vpcId });
    expect(codeOf(elsewhere)).toBe('InvalidVpcId.NotFound');
  });
});

describe('ModifyVpcAttribute', () => {
  test('changes and clears name and description', async () => {
    const { server, owner, poolId } = await openNetworks();
    const vpcId = await createVpc(owner, { Ipv4IpamPoolId: poolId, Ipv4CidrMask: '24' });
    await owner.succeed('ModifyVpcAttribute', { VpcId: vpcId, VpcName: 'lab', Description: 'new' });
    expect(await describeVpc(owner, vpcId)).toMatchObject({ VpcName: 'lab', Description: 'new' });
    const resource = await server.store.read((reader) =>
      reader.discoveredResources.find(OWNER_ID, vpcId),
    );
    expect(resource?.name).toBe('lab');
    await owner.succeed('ModifyVpcAttribute', { VpcId: vpcId, VpcName: '', CidrBlock: '' });
    expect(await describeVpc(owner, vpcId)).toMatchObject({ VpcName: '', Description: 'new' });
    expect(await allocatedCidrs(owner, poolId)).toEqual(['10.0.0.0/24']);
  });

  test('grows and shrinks the primary block around the VSwitches', async () => {
    const { server, owner } = await openNetworks();
    const vpcId = await createVpc(owner, { CidrBlock: '192.168.0.0/24' });
    const resize = async (cidr: string) =>
      codeOf(await owner.call('ModifyVpcAttribute', { VpcId: vpcId, CidrBlock: cidr }));
    expect(await resize('192.168.0.0/16')).toBe('OK');
    await createVSwitch(owner, vpcId, '192.168.64.0/20');
    expect(await resize('192.168.0.0/18')).toBe('OperationFailed.CidrInUse');
    expect(await resize('192.168.64.0/21')).toBe('OperationFailed.CidrInUse');
    expect(await resize('192.168.64.0/20')).toBe('OK');
    expect(await resize('192.168.64.0/18')).toBe('OK');
    expect(await resize('10.0.0.0/8')).toBe('IllegalParam.CidrBlock');
    const seen = await seenOf(server, OWNER_ID, vpcId);
    expect(seen.map(({ cidr }) => formatCidr(cidr))).toEqual(['192.168.64.0/18']);
  });

  test('leaves a primary block that is an allocation', async () => {
    const { owner, poolId } = await openNetworks();
    const vpcId = await createVpc(owner, { Ipv4IpamPoolId: poolId, Ipv4CidrMask: '24' });
    const resize = async (cidr: string) =>
      codeOf(await owner.call('ModifyVpcAttribute', { VpcId: vpcId, CidrBlock: cidr }));
    expect(await resize('10.0.0.0/23')).toBe('OperationDenied.IpamPoolAllocationExist');
    expect(await resize('10.0.0.0/24')).toBe('OK');
  });

  test('switches IPv6 on and off', async () => {
    const { owner } = await openNetworks();
    const vpcId = await createVpc(owner);
    const modify = async (given: Readonly<Record<string, string>>) =>
      codeOf(await owner.call('ModifyVpcAttribute', { VpcId: vpcId, ...given }));
    const block = { EnableIPv6: 'true', Ipv6CidrBlock: 'fd00::/56' };
    expect(await modify({ ...block, Ipv6CidrBlock: 'fd00::/40' })).toBe('IllegalParam.CidrMask');
    expect(await modify(block)).toBe('OK');
    expect(await describeVpc(owner, vpcId)).toMatchObject({ Ipv6CidrBlock: 'fd00::/56' });
    const given = { Ipv6CidrBlock: '3' };
    const vSwitchId = await createVSwitch(owner, vpcId, '172.16.0.0/24', given);
    expect(await modify({ EnableIPv6: 'false' })).toBe('OperationFailed.CidrInUse');
    await owner.succeed('ModifyVSwitchAttribute', { VSwitchId: vSwitchId, EnableIPv6: 'false' });
    expect(await modify({ EnableIPv6: 'false' })).toBe('OK');
    expect(await describeVpc(owner, vpcId)).toMatchObject({ EnabledIpv6: false });
    expect(await modify({ EnableIPv6: 'true' })).toBe('OK');
    expect(await describeVpc(owner, vpcId)).toMatchObject({ EnabledIpv6: true });
  });
});

describe('DescribeVpcs', () => {
  test('goes by pages, and by up to 20 ids', async () => {
    const { owner } = await openNetworks();
    const ids: string[] = [];
    for (let index = 0; index < 3; index += 1) ids.push(await createVpc(owner));
    const list = async (given: Readonly<Record<string, string>>) => {
      const { Vpcs, PageNumber, PageSize, TotalCount } = await owner.succeed('DescribeVpcs', {
        ...REGION,
        ...given,
      });
      const items = (Vpcs as { Vpc: { VpcId: string }[] }).Vpc.map(({ VpcId }) => VpcId);
      return { items, page: [PageNumber, PageSize, TotalCount] };
    };
    expect(await list({})).toEqual({ items: ids, page: [1, 10, 3] });
    const second = { PageNumber: '2', PageSize: '2' };
    expect(await list(second)).toEqual({ items: [ids[2]], page: [2, 2, 3] });
    expect(await list({ PageNumber: '9' })).toEqual({ items: [], page: [9, 10, 3] });
    expect((await list({ VpcId: `${ids[2]},${ids[0]}` })).items).toEqual([ids[0], ids[2]]);
    for (const none of [
      { IsDefault: 'true' },
      { DhcpOptionsSetId: 'dopt-1' },
      { VpcOwnerId: PRINCIPAL_ID },
      { VpcName: 'nobody' },
      { EnableIpv6: 'true' },
      { 'Tag.1.Key': 'team' },
    ]) {
      expect(await list(none)).toEqual({ items: [], page: [1, 10, 0] });
    }
    expect((await list({ VpcOwnerId: OWNER_ID, IsDefault: 'false' })).items).toEqual(ids);
    const many = { ...REGION, VpcId: Array(21).fill('vpc-1').join(',') };
    expect(codeOf(await owner.call('DescribeVpcs', many))).toBe('InvalidVpcId');
    const large = { ...REGION, PageSize: '51' };
    expect(codeOf(await owner.call('DescribeVpcs', large))).toBe('InvalidPageSize');
  });
});

describe('DescribeRouteTableList', () => {
  test('lists the system route table of each VPC', async () => {
    const { owner } = await openNetworks();
    const made = await owner.succeed('CreateVpc', REGION);
    await createVpc(owner);
    const vpcId = String(made['VpcId']);
    const vSwitchId = await createVSwitch(owner, vpcId, '172.16.0.0/24');
    const list = async (given: Readonly<Record<string, string>>) => {
      const body = await owner.succeed('DescribeRouteTableList', { ...REGION, ...given });
      const { RouterTableListType: items } = body['RouterTableList'] as {
        RouterTableListType: readonly Readonly<Record<string, unknown>>[];
      };
      expect(body['TotalCount']).toBe(items.length);
      return items;
    };
    expect(await list({ VpcId: vpcId })).toMatchObject([
      {
        VpcId: vpcId,
        RouteTableId: made['RouteTableId'],
        RouterId: made['VRouterId'],
        RouteTableType: 'System',
        RouterType: 'VRouter',
        Status: 'Available',
        VSwitchIds: { VSwitchId: [vSwitchId] },
      },
    ]);
    expect(await list({})).toHaveLength(2);
    expect(await list({ RouterId: String(made['VRouterId']) })).toHaveLength(1);
    expect(await list({ RouteTableId: String(made['RouteTableId']) })).toHaveLength(1);
    expect(await list({ RouteTableType: 'Custom' })).toEqual([]);
    expect(await list({ RouteTableName: 'main' })).toEqual([]);
  });
});

describe('audit', () => {
  test('a VPC has an event with its blocks before and after', async () => {
    const { owner } = await openNetworks();
    const vpcId = await createVpc(owner, { CidrBlock: '10.9.0.0/16' });
    const block = { VpcId: vpcId, SecondaryCidrBlock: '10.10.0.0/16' };
    await owner.succeed('AssociateVpcCidrBlock', block);
    const { Events } = await owner.succeed('ListEvents', { ResourceId: vpcId });
    expect(Events).toMatchObject([
      { Operation: 'Vpc.CreateVpc', ResourceType: 'Vpc', Code: 'OK' },
      {
        Operation: 'Vpc.AssociateVpcCidrBlock',
        Before: expect.stringContaining('"secondaryCidrs":[]'),
        After: expect.stringContaining('"secondaryCidrs":["10.10.0.0/16"]'),
      },
    ]);
  });
});
