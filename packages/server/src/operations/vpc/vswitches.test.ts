import { describe, expect, test } from 'vitest';
import { insertUser, policyOf, ROOT } from '../../test-server.test-support.ts';
import {
  codeOf,
  OWNER_ID,
  PRINCIPAL_ID,
  REGION,
} from '../resource-sharing/sharing-ground.test-support.ts';
import {
  createVpc,
  createVSwitch,
  describeVpc,
  openNetworks,
  seenOf,
  ZONE,
} from './network-ground.test-support.ts';

type Parameters = Readonly<Record<string, string>>;

async function openVpc(given: Parameters = {}) {
  const ground = await openNetworks();
  const { owner } = ground;
  const vpcId = await createVpc(owner, { CidrBlock: '10.8.0.0/16', ...given });
  const create = async (cidr: string, more: Parameters = {}) => {
    const parameters = { ...REGION, VpcId: vpcId, ZoneId: ZONE, CidrBlock: cidr, ...more };
    return codeOf(await owner.call('CreateVSwitch', parameters));
  };
  const describeVSwitch = (vSwitchId: string) =>
    owner.succeed('DescribeVSwitchAttributes', { VSwitchId: vSwitchId });
  return { ...ground, vpcId, create, describeVSwitch };
}

describe('DescribeZones', () => {
  test('lists zones of the region that VSwitches can be in', async () => {
    const { owner, vpcId } = await openVpc();
    const body = await owner.succeed('DescribeZones', REGION);
    const zones = (body['Zones'] as { Zone: { ZoneId: string }[] }).Zone;
    expect(zones[0]).toEqual({
      ZoneId: 'cn-hangzhou-a',
      LocalName: 'cn-hangzhou-a',
      ZoneType: 'AvailabilityZone',
    });
    for (const [index, { ZoneId }] of zones.entries()) {
      await createVSwitch(owner, vpcId, `10.8.${index}.0/24`, { ZoneId });
    }
    const answer = await owner.call('DescribeZones', { RegionId: 'cn-nowhere' });
    expect(codeOf(answer)).toBe('InvalidRegionId.NotFound');
  });
});

describe('CreateVSwitch', () => {
  test('has what it was given, in the group of its VPC', async () => {
    const { server, owner, vpcId, describeVSwitch } = await openVpc({
      Ipv6CidrBlock: 'fd00::/56',
    });
    const vSwitchId = await createVSwitch(owner, vpcId, '10.8.1.0/24', {
      VSwitchName: 'desks',
      Description: 'the desks',
      Ipv6CidrBlock: '12',
      'Tag.1.Key': 'team',
      'Tag.1.Value': 'net',
    });
    const vpc = await describeVpc(owner, vpcId);
    expect(await describeVSwitch(vSwitchId)).toMatchObject({
      VSwitchId: expect.stringMatching(/^vsw-[0-9a-z]{18}$/),
      VpcId: vpcId,
      ZoneId: ZONE,
      Status: 'Available',
      VSwitchName: 'desks',
      Description: 'the desks',
      CidrBlock: '10.8.1.0/24',
      EnabledIpv6: true,
      Ipv6CidrBlock: 'fd00:0:0:c::/64',
      AvailableIpAddressCount: 252,
      IsDefault: false,
      OwnerId: Number(OWNER_ID),
      ResourceGroupId: vpc['ResourceGroupId'],
      RouteTable: { RouteTableId: expect.stringMatching(/^vtb-/), RouteTableType: 'System' },
      Tags: { Tag: [{ Key: 'team', Value: 'net' }] },
    });
    expect(vpc).toMatchObject({
      VSwitchIds: { VSwitchId: [vSwitchId] },
      CloudResources: { CloudResourceSetType: [{ ResourceType: 'VSwitch', ResourceCount: 1 }] },
    });
    const seen = await seenOf(server, OWNER_ID, vSwitchId);
    expect(seen).toHaveLength(2);
    expect(seen[0]).toMatchObject({ resourceType: 'VSwitch', vpcId });
  });

  test('follows its VPC into the pool', async () => {
    const { server, owner, poolId } = await openNetworks();
    const vpcId = await createVpc(owner, { Ipv4IpamPoolId: poolId, Ipv4CidrMask: '20' });
    const vSwitchId = await createVSwitch(owner, vpcId, '10.0.0.0/24');
    expect(await seenOf(server, OWNER_ID, vSwitchId)).toMatchObject([{ poolId }]);
  });

  test.each([
    ['10.8.0.0/16', 65_532],
    ['10.8.0.0/28', 12],
    ['10.8.0.0/29', 4],
  ])('%s has %i addresses to give', async (cidr, count) => {
    const { owner, vpcId, describeVSwitch } = await openVpc();
    const vSwitchId = await createVSwitch(owner, vpcId, cidr);
    expect(await describeVSwitch(vSwitchId)).toMatchObject({ AvailableIpAddressCount: count });
  });

  test.each<readonly [string, string, Parameters, string]>([
    ['another zone', '10.8.1.0/24', { ZoneId: 'cn-beijing-a' }, 'InvalidZoneId.NotFound'],
    ['another VPC', '10.8.1.0/24', { VpcId: 'vpc-none' }, 'InvalidVpcId.NotFound'],
    ['another region', '10.8.1.0/24', { RegionId: 'cn-beijing' }, 'InvalidVpcId.NotFound'],
    ['no CIDR', '10.8.1.1/24', {}, 'InvalidCidrBlock.Malformed'],
    ['a mask above 29', '10.8.1.0/30', {}, 'InvalidCidrBlock.Malformed'],
    ['a block outside', '10.9.0.0/24', {}, 'InvalidParameter'],
    ['the same block', '10.8.0.0/24', {}, 'InvalidCidrBlock.Overlapped'],
    ['a part of it', '10.8.0.16/28', {}, 'InvalidCidrBlock.Overlapped'],
    ['a block around it', '10.8.0.0/20', {}, 'InvalidCidrBlock.Overlapped'],
    ['IPv6 without one', '10.8.1.0/24', { Ipv6CidrBlock: '1' }, 'IllegalParam.VpcIpv6CidrBlock'],
    ['a number above 255', '10.8.1.0/24', { Ipv6CidrBlock: '256' }, 'InvalidIpv6CidrBlock'],
    ['a bad tag', '10.8.1.0/24', { 'Tag.1.Key': 'aliyun' }, 'IllegalParam.TagKey'],
  ])('refuses %s', async (_, cidr, given, code) => {
    const { create } = await openVpc();
    expect(await create('10.8.0.0/24')).toBe('OK');
    expect(await create(cidr, given)).toBe(code);
    expect(await create(cidr, { ...given, DryRun: 'true' })).toBe(code);
  });

  test('a number of an IPv6 block goes to one VSwitch', async () => {
    const { owner, vpcId, create, describeVSwitch } = await openVpc({ Ipv6CidrBlock: 'fd00::/60' });
    const second = { VpcId: vpcId, IpVersion: 'IPv6', IPv6CidrBlock: 'fd01::/56' };
    await owner.succeed('AssociateVpcCidrBlock', second);
    expect(await create('10.8.0.0/24', { Ipv6CidrBlock: '1' })).toBe('OK');
    expect(await create('10.8.1.0/24', { Ipv6CidrBlock: '1' })).toBe('InvalidCidrBlock.Overlapped');
    expect(await create('10.8.1.0/24', { Ipv6CidrBlock: '16' })).toBe('IllegalParam.Ipv6CidrBlock');
    const other = { Ipv6CidrBlock: '200', VpcIpv6CidrBlock: 'fd01::/56' };
    const vSwitchId = await createVSwitch(owner, vpcId, '10.8.1.0/24', other);
    expect(await describeVSwitch(vSwitchId)).toMatchObject({ Ipv6CidrBlock: 'fd01:0:0:c8::/64' });
  });
});

describe('ModifyVSwitchAttribute', () => {
  test('changes and clears texts, and switches IPv6', async () => {
    const { owner, vpcId, describeVSwitch } = await openVpc({ Ipv6CidrBlock: 'fd00::/56' });
    await createVSwitch(owner, vpcId, '10.8.0.0/24', { Ipv6CidrBlock: '0' });
    const vSwitchId = await createVSwitch(owner, vpcId, '10.8.1.0/24', { VSwitchName: 'desks' });
    const modify = async (given: Parameters) =>
      codeOf(await owner.call('ModifyVSwitchAttribute', { VSwitchId: vSwitchId, ...given }));
    expect(await modify({ VSwitchName: '', Description: 'new' })).toBe('OK');
    expect(await describeVSwitch(vSwitchId)).toMatchObject({ VSwitchName: '', Description: 'new' });
    expect(await modify({ EnableIPv6: 'true' })).toBe('OK');
    expect(await describeVSwitch(vSwitchId)).toMatchObject({ Ipv6CidrBlock: 'fd00:0:0:1::/64' });
    expect(await modify({ Ipv6CidrBlock: '0' })).toBe('InvalidCidrBlock.Overlapped');
    expect(await modify({ Ipv6CidrBlock: '1' })).toBe('OK');
    expect(await modify({ Ipv6CidrBlock: '77' })).toBe('OK');
    expect(await modify({ EnableIPv6: 'true' })).toBe('OK');
    expect(await describeVSwitch(vSwitchId)).toMatchObject({ Ipv6CidrBlock: 'fd00:0:0:4d::/64' });
    expect(await modify({ EnableIPv6: 'false' })).toBe('OK');
    expect(await describeVSwitch(vSwitchId)).toMatchObject({ EnabledIpv6: false });
    expect(await modify({ RegionId: 'cn-beijing' })).toBe('InvalidVSwitchId.NotFound');
  });
});

describe('DeleteVSwitch', () => {
  test('takes it from its VPC, the inventory and the lists', async () => {
    const { server, owner, vpcId, create } = await openVpc();
    const vSwitchId = await createVSwitch(owner, vpcId, '10.8.0.0/24', { 'Tag.1.Key': 'team' });
    const dry = await owner.call('DeleteVSwitch', { VSwitchId: vSwitchId, DryRun: 'true' });
    expect(codeOf(dry)).toBe('DryRunOperation');
    await owner.succeed('DeleteVSwitch', { VSwitchId: vSwitchId });
    const gone = await owner.call('DeleteVSwitch', { VSwitchId: vSwitchId });
    expect({ status: gone.status, code: codeOf(gone) }).toEqual({
      status: 404,
      code: 'InvalidVSwitchId.NotFound',
    });
    expect(await seenOf(server, OWNER_ID, vSwitchId)).toEqual([]);
    const list = await owner.succeed('DescribeVSwitches', { VpcId: vpcId });
    expect(list['TotalCount']).toBe(0);
    expect(await create('10.8.0.0/24')).toBe('OK');
  });
});

describe('DescribeVSwitches', () => {
  test('lists by region, or by what the call names', async () => {
    const { owner, vpcId } = await openVpc();
    const ids = [
      await createVSwitch(owner, vpcId, '10.8.0.0/24', { VSwitchName: 'one' }),
      await createVSwitch(owner, vpcId, '10.8.1.0/24', { ZoneId: 'cn-hangzhou-b' }),
    ];
    await createVSwitch(owner, await createVpc(owner), '172.16.0.0/24');
    const list = async (given: Parameters) => {
      const body = await owner.succeed('DescribeVSwitches', given);
      const { VSwitch: items } = body['VSwitches'] as { VSwitch: { VSwitchId: string }[] };
      expect(body['TotalCount']).toBe(items.length);
      return items.map(({ VSwitchId }) => VSwitchId);
    };
    expect(await list(REGION)).toHaveLength(3);
    expect(await list({ VpcId: vpcId })).toEqual(ids);
    expect(await list({ VSwitchId: ids[1] ?? '' })).toEqual([ids[1]]);
    expect(await list({ ...REGION, VSwitchName: 'one' })).toEqual([ids[0]]);
    expect(await list({ ...REGION, ZoneId: 'cn-hangzhou-b' })).toEqual([ids[1]]);
    for (const none of [
      { IsDefault: 'true' },
      { VSwitchOwnerId: PRINCIPAL_ID },
      { EnableIpv6: 'true' },
      { RegionId: 'cn-beijing' },
      { RouteTableId: 'vtb-none' },
    ]) {
      expect(await list({ ...REGION, ...none })).toEqual([]);
    }
    expect(await list({ VpcId: 'vpc-none' })).toEqual([]);
    expect(codeOf(await owner.call('DescribeVSwitches'))).toBe('MissingRegionId');
  });
});

describe('permissions', () => {
  const arn = (end: string, region = '*') => `acs:vpc:${region}:${ROOT.accountId}:${end}`;

  test('go by the VPC or the VSwitch, and by its region also where the call names none', async () => {
    const { server, owner, vpcId } = await openVpc();
    const vSwitchId = await createVSwitch(owner, vpcId, '10.8.0.0/24');
    const key = await insertUser(server, 'editor', [
      policyOf(
        { Effect: 'Allow', Action: 'vpc:*', Resource: '*' },
        { Effect: 'Deny', Action: 'vpc:Delete*', Resource: arn('vpc/*', 'cn-hangzhou') },
        {
          Effect: 'Deny',
          Action: 'vpc:Modify*',
          Resource: arn(`vswitch/${vSwitchId}`, 'cn-hangzhou'),
        },
      ),
    ]);
    const call = async (operation: 'DeleteVpc' | 'ModifyVSwitchAttribute', given: Parameters) =>
      codeOf(await server.call(operation, given, { key }));
    for (const region of [{}, REGION]) {
      expect(await call('DeleteVpc', { ...region, VpcId: vpcId })).toBe('Forbidden.RAM');
      expect(await call('ModifyVSwitchAttribute', { ...region, VSwitchId: vSwitchId })).toBe(
        'Forbidden.RAM',
      );
    }
    expect(await call('DeleteVpc', { VpcId: 'vpc-none' })).toBe('InvalidVpcId.NotFound');
  });

  test('can ask for the tags of the VPC', async () => {
    const { server, owner } = await openNetworks();
    const tagged = await createVpc(owner, { 'Tag.1.Key': 'team', 'Tag.1.Value': 'net' });
    const plain = await createVpc(owner);
    const statement = {
      Effect: 'Allow',
      Action: 'vpc:ModifyVpcAttribute',
      Resource: '*',
      Condition: { StringEquals: { 'acs:ResourceTag/team': 'net' } },
    };
    const key = await insertUser(server, 'team', [policyOf(statement)]);
    const modify = async (VpcId: string) =>
      codeOf(await server.call('ModifyVpcAttribute', { ...REGION, VpcId }, { key }));
    expect(await modify(tagged)).toBe('OK');
    expect(await modify(plain)).toBe('Forbidden.RAM');
  });
});

describe('tags of VPCs and VSwitches', () => {
  test('are added, listed and removed, whatever the case of the type', async () => {
    const { owner, vpcId } = await openVpc();
    const vSwitchId = await createVSwitch(owner, vpcId, '10.8.0.0/24');
    const tag = { 'Tag.1.Key': 'team', 'Tag.1.Value': 'net' };
    const ofVpc = { ...REGION, ResourceType: 'vpc', 'ResourceId.1': vpcId };
    const ofVSwitch = { ...REGION, ResourceType: 'VSwitch', 'ResourceId.1': vSwitchId };
    await owner.succeed('Vpc.TagResources', { ...ofVpc, ...tag });
    await owner.succeed('Vpc.TagResources', { ...ofVSwitch, ...tag, 'Tag.2.Key': 'floor' });
    const list = async (given: Parameters) => {
      const { TagResources, NextToken } = await owner.succeed('Vpc.ListTagResources', given);
      return { items: (TagResources as { TagResource: unknown[] }).TagResource, NextToken };
    };
    expect((await list(ofVpc)).items).toEqual([
      { ResourceId: vpcId, ResourceType: 'VPC', TagKey: 'team', TagValue: 'net' },
    ]);
    const first = await list({ ...ofVSwitch, MaxResults: '1' });
    expect(first.items).toMatchObject([{ TagKey: 'floor', ResourceType: 'VSWITCH' }]);
    const token = { NextToken: String(first.NextToken) };
    expect((await list({ ...ofVSwitch, MaxResults: '1', ...token })).items).toMatchObject([
      { TagKey: 'team' },
    ]);
    const pools = { ...REGION, ResourceType: 'IPAMPOOL', 'Tag.1.Key': 'team', ...token };
    expect(codeOf(await owner.call('ListTagResources', pools))).toBe('InvalidNextToken');
    await owner.succeed('UnTagResources', { ...ofVSwitch, 'TagKey.1': 'team' });
    expect((await list(ofVSwitch)).items).toMatchObject([{ TagKey: 'floor' }]);
    await owner.succeed('UnTagResources', { ...ofVSwitch, All: 'true' });
    expect((await list(ofVSwitch)).items).toEqual([]);
    const events = await owner.succeed('ListEvents', { ResourceId: vpcId });
    expect(events['Events']).toMatchObject([
      { Operation: 'Vpc.CreateVpc' },
      { Operation: 'Vpc.TagResources', ResourceType: 'Vpc' },
    ]);
  });

  test('each product takes its own types', async () => {
    const { owner, poolId, vpcId } = await openVpc();
    const tag = { ...REGION, 'Tag.1.Key': 'team' };
    const call = async (operation: 'TagResources' | 'Vpc.TagResources', type: string, id: string) =>
      codeOf(await owner.call(operation, { ...tag, ResourceType: type, 'ResourceId.1': id }));
    expect(await call('TagResources', 'VPC', vpcId)).toBe('IllegalParam.ResourceType');
    expect(await call('Vpc.TagResources', 'IPAMPOOL', poolId)).toBe('IllegalParam.ResourceType');
    expect(await call('Vpc.TagResources', 'VSWITCH', vpcId)).toBe('InvalidVSwitchId.NotFound');
    expect(await call('Vpc.TagResources', 'VPC', 'vpc-none')).toBe('InvalidVpcId.NotFound');
  });

  test('a resource group with a VPC is not deleted', async () => {
    const { owner } = await openNetworks();
    const names = { Name: 'group-a', DisplayName: 'a group' };
    const body = await owner.succeed('CreateResourceGroup', names);
    const ResourceGroupId = (body['ResourceGroup'] as { Id: string }).Id;
    const vpcId = await createVpc(owner, { ResourceGroupId });
    const remove = async () => codeOf(await owner.call('DeleteResourceGroup', { ResourceGroupId }));
    expect(await remove()).toBe('DeleteConflict.ResourceGroup.Resource');
    await owner.succeed('DeleteVpc', { VpcId: vpcId });
    expect(await remove()).toBe('OK');
  });
});
