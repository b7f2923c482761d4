import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { call, type Parameters, succeed } from './support/raw-client.ts';
import {
  type AcceptanceTarget,
  createPool,
  haveIpam,
  itemsOf,
  type MadeIpam,
  openTarget,
} from './support/target.ts';

/**
 * What the Terraform provider does with `alicloud_vpc`, `alicloud_vpc_ipv4_cidr_block`,
 * `alicloud_vpc_ipv6_cidr_block` and `alicloud_vswitch`, call by call, through an official client that
 * signs and sends as it does: scheme 1.0, everything in a form.
 */

const REGION = 'cn-hangzhou';
const HOST = { RegionId: REGION } as const;
const VPC = { version: '2016-04-28' } as const;

type Values = Readonly<Record<string, unknown>>;

const PopClient = createRequire(import.meta.url)('@alicloud/pop-core') as new (
  settings: Values,
) => { request(action: string, parameters: Values, options: Values): Promise<Values> };

let target: AcceptanceTarget;
let ipam: MadeIpam;

beforeAll(async () => {
  target = await openTarget();
  ipam = await haveIpam(target, REGION);
});

afterAll(() => target.dispose());

/** Calls Vpc as the provider does. */
function callVpc(action: string, parameters: Values = {}): Promise<Values> {
  const client = new PopClient({
    accessKeyId: target.accessKeyId,
    accessKeySecret: target.accessKeySecret,
    endpoint: target.url,
    apiVersion: VPC.version,
  });
  return client.request(action, { ...HOST, ...parameters }, { method: 'POST' });
}

/** The code and the HTTP status that the client makes of a refusal. */
async function refusalOf(action: string, parameters: Values) {
  try {
    await callVpc(action, parameters);
  } catch (error) {
    const { code, entry } = error as {
      code: string;
      entry: { response: { statusCode: number } };
    };
    return { code, status: entry.response.statusCode };
  }
  throw new Error(`${action} was not refused.`);
}

/** The value at the end of a path of names, as the provider reads answers. */
function at(body: unknown, ...path: readonly string[]): unknown {
  return path.reduce((value, name) => {
    if (typeof value !== 'object' || value === null || !(name in value)) {
      throw new Error(`There is no ${name} in ${JSON.stringify(value)}.`);
    }
    return (value as Values)[name];
  }, body);
}

/** Provisions a pool for VPCs of the region. */
async function makePool(cidr: string, given: Parameters = {}): Promise<string> {
  const IpamPoolId = await createPool(target, {
    ...HOST,
    IpamScopeId: ipam.privateScopeId,
    PoolRegionId: REGION,
    ...given,
  });
  await succeed(target, 'AddIpamPoolCidr', { ...HOST, IpamPoolId, Cidr: cidr });
  return IpamPoolId;
}

async function allocationsOf(poolId: string): Promise<readonly Values[]> {
  const given = { ...HOST, IpamPoolId: poolId, MaxResults: 100 };
  return itemsOf(await succeed(target, 'ListIpamPoolAllocations', given), 'IpamPoolAllocations');
}

/** Takes a pool away with its CIDR, which works only when nothing is allocated from it. */
async function removePool(poolId: string, cidr: string): Promise<void> {
  await succeed(target, 'DeleteIpamPoolCidr', { ...HOST, IpamPoolId: poolId, Cidr: cidr });
  await succeed(target, 'DeleteIpamPool', { ...HOST, IpamPoolId: poolId });
}

test('alicloud_vpc from a pool: create, read, update, tag, delete', async () => {
  const poolId = await makePool('10.0.0.0/8', { AllocationMinCidrMask: 8 });
  const { VpcId } = await callVpc('CreateVpc', {
    Ipv4IpamPoolId: poolId,
    Ipv4CidrMask: 12,
    VpcName: 'tf-testacc',
    Description: 'tf-testacc',
    EnableIpv6: false,
    DryRun: false,
    ClientToken: 'TF-CreateVpc-1',
  });
  const read = await callVpc('DescribeVpcAttribute', { VpcId });
  expect(read).toMatchObject({
    VpcId,
    Status: 'Available',
    CidrBlock: '10.0.0.0/12',
    VpcName: 'tf-testacc',
    Description: 'tf-testacc',
    RegionId: REGION,
    EnabledIpv6: false,
    ClassicLinkEnabled: false,
  });
  // The provider fails where one of these is not there.
  expect(at(read, 'UserCidrs', 'UserCidr')).toEqual([]);
  expect(at(read, 'SecondaryCidrBlocks', 'SecondaryCidrBlock')).toEqual([]);
  expect(at(read, 'Ipv6CidrBlocks', 'Ipv6CidrBlock')).toEqual([]);
  expect(at(read, 'Tags', 'Tag')).toEqual([]);
  const routes = await callVpc('DescribeRouteTableList', { VpcId, PageNumber: 1, PageSize: 50 });
  expect(at(routes, 'RouterTableList', 'RouterTableListType')).toMatchObject([
    {
      VpcId,
      RouteTableType: 'System',
      RouteTableId: expect.stringMatching(/^vtb-/),
      RouterId: read['VRouterId'],
      ResourceGroupId: read['ResourceGroupId'],
    },
  ]);
  expect(await allocationsOf(poolId)).toMatchObject([
    { Cidr: '10.0.0.0/12', ResourceType: 'VPC', ResourceId: VpcId, ResourceRegionId: REGION },
  ]);

  await callVpc('ModifyVpcAttribute', { VpcId, Description: 'tf-testacc changed' });
  const tagged = { ResourceType: 'VPC', 'ResourceId.1': VpcId };
  await callVpc('TagResources', {
    ...tagged,
    'Tag.1.Key': 'Created',
    'Tag.1.Value': 'TF',
    'Tag.2.Key': 'For',
    'Tag.2.Value': 'Test',
  });
  await callVpc('UnTagResources', { ...tagged, 'TagKey.1': 'For' });
  expect(await callVpc('DescribeVpcAttribute', { VpcId })).toMatchObject({
    Description: 'tf-testacc changed',
    Tags: { Tag: [{ Key: 'Created', Value: 'TF' }] },
  });
  expect(await callVpc('ListTagResources', tagged)).toMatchObject({
    TagResources: {
      TagResource: [{ ResourceId: VpcId, ResourceType: 'VPC', TagKey: 'Created', TagValue: 'TF' }],
    },
  });

  await callVpc('DeleteVpc', { VpcId });
  expect(await refusalOf('DescribeVpcAttribute', { VpcId })).toEqual({
    code: 'InvalidVpcId.NotFound',
    status: 404,
  });
  expect(await refusalOf('DeleteVpc', { VpcId })).toMatchObject({ status: 404 });
  expect(await allocationsOf(poolId)).toEqual([]);
  await removePool(poolId, '10.0.0.0/8');
});

test('alicloud_vpc_ipv4_cidr_block: by pool and by name', async () => {
  const poolId = await makePool('10.0.0.0/8');
  const { VpcId } = await callVpc('CreateVpc', { CidrBlock: '192.168.0.0/16' });
  const secondaries = async () => {
    const body = await callVpc('DescribeVpcs', { VpcId });
    const [vpc] = at(body, 'Vpcs', 'Vpc') as readonly unknown[];
    return at(vpc, 'SecondaryCidrBlocks', 'SecondaryCidrBlock');
  };
  const given = { VpcId, IpVersion: 'IPV4' };
  const { CidrBlock } = await callVpc('AssociateVpcCidrBlock', {
    ...given,
    IpamPoolId: poolId,
    SecondaryCidrMask: 24,
  });
  expect(CidrBlock).toBe('10.0.0.0/24');
  await callVpc('AssociateVpcCidrBlock', { ...given, SecondaryCidrBlock: '172.16.0.0/24' });
  expect(await secondaries()).toEqual([CidrBlock, '172.16.0.0/24']);
  for (const block of [CidrBlock, '172.16.0.0/24']) {
    await callVpc('UnassociateVpcCidrBlock', { VpcId, SecondaryCidrBlock: block });
  }
  expect(await secondaries()).toEqual([]);
  await callVpc('DeleteVpc', { VpcId });
  await removePool(poolId, '10.0.0.0/8');
});

test.each([
  ['by mask', { Ipv6CidrMask: 60 }, '2a03:1b40:7c2e:9f00::/58', '2a03:1b40:7c2e:9f00::/60'],
  ['by CIDR', { IPv6CidrBlock: 'fd03:d00:a000::/60' }, 'fd03:d00:a000::/48', 'fd03:d00:a000::/60'],
])('alicloud_vpc_ipv6_cidr_block: %s', async (_, block, poolCidr, expected) => {
  const poolId = await makePool(poolCidr, { IpVersion: 'IPv6' });
  const { VpcId } = await callVpc('CreateVpc', { CidrBlock: '192.168.0.0/16' });
  const added = await callVpc('AssociateVpcCidrBlock', {
    VpcId,
    IpVersion: 'IPv6',
    IpamPoolId: poolId,
    ...block,
  });
  expect(added['CidrBlock']).toBe(expected);
  const read = await callVpc('DescribeVpcAttribute', { VpcId });
  expect(at(read, 'Ipv6CidrBlocks', 'Ipv6CidrBlock')).toMatchObject([{ Ipv6CidrBlock: expected }]);
  expect(await allocationsOf(poolId)).toMatchObject([{ Cidr: expected, ResourceId: VpcId }]);
  await callVpc('UnassociateVpcCidrBlock', { VpcId, IPv6CidrBlock: expected });
  expect(await allocationsOf(poolId)).toEqual([]);
  await callVpc('DeleteVpc', { VpcId });
  await removePool(poolId, poolCidr);
});

test('alicloud_vswitch: create, read, update, tag, delete', async () => {
  const { VpcId } = await callVpc('CreateVpc', { CidrBlock: '172.16.0.0/12', EnableIpv6: true });
  const zones = at(await callVpc('DescribeZones'), 'Zones', 'Zone') as readonly Values[];
  const ZoneId = zones[0]?.['ZoneId'];
  const { VSwitchId } = await callVpc('CreateVSwitch', {
    VpcId,
    ZoneId,
    CidrBlock: '172.16.0.0/24',
    VSwitchName: 'tf-testacc',
    ClientToken: 'TF-CreateVSwitch-1',
  });
  expect(await callVpc('DescribeVSwitchAttributes', { VSwitchId })).toMatchObject({
    VSwitchId,
    VpcId,
    ZoneId,
    Status: 'Available',
    CidrBlock: '172.16.0.0/24',
    AvailableIpAddressCount: 252,
    EnabledIpv6: false,
  });
  await callVpc('ModifyVSwitchAttribute', { VSwitchId, EnableIPv6: true, Ipv6CidrBlock: 64 });
  const tagged = { ResourceType: 'VSWITCH', 'ResourceId.1': VSwitchId };
  await callVpc('TagResources', { ...tagged, 'Tag.1.Key': 'Created', 'Tag.1.Value': 'TF' });
  const read = await callVpc('DescribeVSwitchAttributes', { VSwitchId });
  expect(read).toMatchObject({
    EnabledIpv6: true,
    Ipv6CidrBlock: expect.stringMatching(/40::\/64$/),
    Tags: { Tag: [{ Key: 'Created', Value: 'TF' }] },
  });
  const listed = await callVpc('DescribeVSwitches', { VpcId, PageSize: 50 });
  expect(at(listed, 'VSwitches', 'VSwitch')).toMatchObject([{ VSwitchId }]);
  expect(await refusalOf('DeleteVpc', { VpcId })).toEqual({
    code: 'DependencyViolation.VSwitch',
    status: 400,
  });
  await callVpc('DeleteVSwitch', { VSwitchId });
  expect(await refusalOf('DescribeVSwitchAttributes', { VSwitchId })).toEqual({
    code: 'InvalidVSwitchId.NotFound',
    status: 404,
  });
  await callVpc('DeleteVpc', { VpcId });
});

test('what the provider tells apart: a missing pool is 404, another region 400', async () => {
  const poolId = await makePool('10.0.0.0/16');
  const given = { Ipv4CidrMask: 24 };
  expect(await refusalOf('CreateVpc', { ...given, Ipv4IpamPoolId: 'ipam-pool-none' })).toEqual({
    code: 'ResourceNotFound.IpamPool',
    status: 404,
  });
  const elsewhere = { ...given, Ipv4IpamPoolId: poolId, RegionId: 'cn-beijing' };
  expect(await refusalOf('CreateVpc', elsewhere)).toEqual({
    code: 'OperationDenied.RequestRegionInvalid',
    status: 400,
  });
  await removePool(poolId, '10.0.0.0/16');
});

describe('a race for one pool', () => {
  test('32 calls at once get 32 blocks that never overlap, and give all of them back', async () => {
    const poolId = await makePool('10.0.0.0/20');
    const made = await Promise.all(
      Array.from({ length: 32 }, (_, index) =>
        succeed(
          target,
          'CreateVpc',
          { ...HOST, Ipv4IpamPoolId: poolId, Ipv4CidrMask: index % 2 === 0 ? 25 : 26 },
          VPC,
        ),
      ),
    );
    const ids = made.map(({ VpcId }) => String(VpcId));
    const allocations = await allocationsOf(poolId);
    expect(allocations.map(({ ResourceId }) => ResourceId).sort()).toEqual(ids.sort());
    const ranges = allocations.map(({ Cidr }) => rangeOf(String(Cidr)));
    ranges.sort(([left], [right]) => left - right);
    for (const [index, [first]] of ranges.entries()) {
      expect(first).toBeGreaterThan(ranges[index - 1]?.[1] ?? -1);
    }
    const blocks = await Promise.all(
      ids.map(async (VpcId) => {
        const vpc = await succeed(target, 'DescribeVpcAttribute', { ...HOST, VpcId }, VPC);
        return vpc['CidrBlock'];
      }),
    );
    expect(blocks.sort()).toEqual(allocations.map(({ Cidr }) => Cidr).sort());

    await Promise.all(ids.map((VpcId) => succeed(target, 'DeleteVpc', { ...HOST, VpcId }, VPC)));
    const whole = { ...HOST, IpamPoolId: poolId, CidrMask: 20 };
    const next = await succeed(target, 'GetIpamPoolNextAvailableCidr', whole, {
      signing: 'V3 query GET',
    });
    expect(next['CidrBlock']).toBe('10.0.0.0/20');
    await removePool(poolId, '10.0.0.0/20');
  });

  test('of more calls than there is room for, exactly those that fit succeed', async () => {
    const poolId = await makePool('10.0.0.0/24');
    const given = { ...HOST, Ipv4IpamPoolId: poolId, Ipv4CidrMask: 28 };
    const answers = await Promise.all(
      Array.from({ length: 32 }, () => call(target, 'CreateVpc', given, VPC)),
    );
    const refused = answers.filter(({ status }) => status !== 200);
    expect(refused.map(({ body }) => body['Code'])).toEqual(
      Array(16).fill('OperationDenied.AvailableCidrInsufficient'),
    );
    expect(await allocationsOf(poolId)).toHaveLength(16);
    for (const { status, body } of answers) {
      if (status !== 200) continue;
      await succeed(target, 'DeleteVpc', { ...HOST, VpcId: String(body['VpcId']) }, VPC);
    }
    await removePool(poolId, '10.0.0.0/24');
  });
});

/** First and last address of an IPv4 block. */
function rangeOf(cidr: string): readonly [first: number, last: number] {
  const [address = '', mask = ''] = cidr.split('/');
  const first = address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
  return [first, first + 2 ** (32 - Number(mask)) - 1];
}
