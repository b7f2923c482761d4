import { describe, expect, test } from 'vitest';
import {
  codeOf,
  OWNER_ID,
  REGION,
  shareWith,
  startSharingServer,
} from '../resource-sharing/sharing-ground.test-support.ts';
import {
  createDiscovery,
  createIpamIn,
  type Item,
  inventoryOf,
  type Parameters,
} from './discovery-ground.test-support.ts';

/** A resource discovery of Hangzhou and Beijing, and networks there and in Shanghai. */
async function openGround() {
  const actors = await startSharingServer();
  const { server, owner } = actors;
  const inventory = inventoryOf(server, owner);
  await inventory.putVpc('vpc-1', ['10.0.0.0/16', '10.1.0.0/16', 'fd00::/56']);
  await inventory.putVSwitch('vsw-1', 'vpc-1', '10.1.2.0/24');
  await inventory.putVSwitch('vsw-2', 'vpc-1', 'fd00::/64');
  const beijing = { regionId: 'cn-beijing' };
  await inventory.putVpc('vpc-2', ['10.0.0.0/16'], beijing);
  await inventory.putVpc('vpc-3', ['10.0.0.0/16'], { regionId: 'cn-shanghai' });
  await inventory.putVSwitch('vsw-3', 'vpc-2', '10.0.0.0/24', beijing);
  await inventory.putVSwitch('vsw-4', 'vpc-3', '10.0.0.0/24', { regionId: 'cn-shanghai' });
  for (const host of [5, 6, 7]) {
    await inventory.putAddress('vpc-1', 'vsw-1', `10.1.2.${host}/32`);
  }
  await inventory.putAddress('vpc-2', 'vsw-3', '10.0.0.5/32', 'cn-beijing');
  await inventory.putAddress('vpc-3', 'vsw-4', '10.0.0.5/32', 'cn-shanghai');
  const discoveryId = await createDiscovery(owner);
  const named = { ...REGION, IpamResourceDiscoveryId: discoveryId };
  return { ...actors, inventory, discoveryId, named };
}

describe('ListIpamDiscoveredResource', () => {
  async function open() {
    const ground = await openGround();
    const { owner, named } = ground;
    const call = (given: Parameters = {}) =>
      owner.call('ListIpamDiscoveredResource', {
        ...named,
        ResourceRegionId: 'cn-hangzhou',
        ...given,
      });
    const list = async (given: Parameters = {}) =>
      (await call(given)).body['IpamDiscoveredResources'] as readonly Item[];
    return { ...ground, call, list };
  }

  test('fills every field, with the network around a subnet', async () => {
    const { discoveryId, list } = await open();
    const every = {
      IpamResourceDiscoveryId: discoveryId,
      AliUid: Number(OWNER_ID),
      ResourceOwnerId: Number(OWNER_ID),
      ResourceRegionId: 'cn-hangzhou',
      VpcId: 'vpc-1',
      DiscoveryTime: '2026-08-20 08:00:00',
    };
    const vpc = {
      ...every,
      ResourceType: 'VPC',
      ResourceId: 'vpc-1',
      ResourceName: 'name of vpc-1',
    };
    const vSwitch = { ...every, ResourceType: 'VSwitch' };
    expect(await list()).toEqual([
      {
        ...vpc,
        Cidr: '10.0.0.0/16',
        SourceCidr: '',
        IpCountDetail: { TotalIpCount: '65536', UsedIpCount: '0', FreeIpCount: '65536' },
        IpUsage: '0',
      },
      {
        ...vpc,
        Cidr: '10.1.0.0/16',
        SourceCidr: '',
        IpCountDetail: { TotalIpCount: '65536', UsedIpCount: '256', FreeIpCount: '65280' },
        IpUsage: '0.39',
      },
      {
        ...vpc,
        Cidr: 'fd00::/56',
        SourceCidr: '',
        IpCountDetail: {
          TotalIpCount: String(1n << 72n),
          UsedIpCount: String(1n << 64n),
          FreeIpCount: String((1n << 72n) - (1n << 64n)),
        },
        IpUsage: '0.39',
      },
      {
        ...vSwitch,
        ResourceId: 'vsw-1',
        ResourceName: 'name of vsw-1',
        Cidr: '10.1.2.0/24',
        SourceCidr: '10.1.0.0/16',
        IpCountDetail: { TotalIpCount: '256', UsedIpCount: '7', FreeIpCount: '249' },
        IpUsage: '2.73',
      },
      {
        ...vSwitch,
        ResourceId: 'vsw-2',
        ResourceName: 'name of vsw-2',
        Cidr: 'fd00::/64',
        SourceCidr: 'fd00::/56',
        IpCountDetail: {
          TotalIpCount: String(1n << 64n),
          UsedIpCount: '10',
          FreeIpCount: String((1n << 64n) - 10n),
        },
        IpUsage: '0',
      },
    ]);
  });

  test.each<[Parameters, readonly string[]]>([
    [{ ResourceType: 'VPC' }, ['vpc-1', 'vpc-1', 'vpc-1']],
    [{ ResourceType: 'VSwitch' }, ['vsw-1', 'vsw-2']],
    [{ ResourceType: 'ENI' }, []],
    [{ ResourceRegionId: 'cn-beijing' }, ['vpc-2', 'vsw-3']],
  ])('lists by %j', async (filter, expected) => {
    const { call, list } = await open();
    expect((await list(filter)).map((item) => item['ResourceId'])).toEqual(expected);
    expect((await call(filter)).body['TotalCount']).toBe(expected.length);
  });

  test('goes page by page', async () => {
    const { call } = await open();
    const listed: unknown[] = [];
    let token: Parameters = {};
    for (let index = 0; index < 3; index += 1) {
      const { body } = await call({ MaxResults: '2', ...token });
      expect(body).toMatchObject({ TotalCount: 5, MaxResults: 2 });
      listed.push(...(body['IpamDiscoveredResources'] as Item[]).map((item) => item['Cidr']));
      token = { NextToken: String(body['NextToken']) };
    }
    expect(token).toEqual({ NextToken: 'undefined' });
    const cidrs = ['10.0.0.0/16', '10.1.0.0/16', 'fd00::/56', '10.1.2.0/24', 'fd00::/64'];
    expect(listed).toEqual(cidrs);
  });

  test('keeps the time at which a resource was found as it is now', async () => {
    const { server, inventory, list } = await open();
    server.clock.now += 90_000;
    await inventory.putVpc('vpc-4', ['10.9.0.0/16']);
    await inventory.putVSwitch('vsw-1', 'vpc-1', '10.1.2.0/24');
    const times = new Map(
      (await list()).map((item) => [item['ResourceId'], item['DiscoveryTime']]),
    );
    expect(times.get('vpc-4')).toBe('2026-08-20 08:01:30');
    expect(times.get('vsw-1')).toBe('2026-08-20 08:00:00');
  });

  test.each<[string, Parameters, string]>([
    ['no region of the resources', { ResourceRegionId: '' }, 'MissingResourceRegionId'],
    [
      'a region that the discovery does not look in',
      { ResourceRegionId: 'cn-shanghai' },
      'IllegalParam.ResourceRegionId',
    ],
    [
      'an unknown discovery',
      { IpamResourceDiscoveryId: 'ipam-res-disco-1' },
      'ResourceNotFound.IpamResourceDiscovery',
    ],
    ['another region', { RegionId: 'cn-beijing' }, 'ResourceNotFound.IpamResourceDiscovery'],
    [
      'both, the discovery first',
      { RegionId: 'cn-beijing', ResourceRegionId: 'cn-shanghai' },
      'ResourceNotFound.IpamResourceDiscovery',
    ],
  ])('answers %s with its error', async (_, given, code) => {
    const { call } = await open();
    expect(codeOf(await call(given))).toBe(code);
  });

  test("shows a principal the owner's resources, not its own", async () => {
    const { server, owner, principal, discoveryId, named, list } = await open();
    await inventoryOf(server, principal).putVpc('vpc-principal', ['10.0.0.0/16']);
    await shareWith(owner, principal, discoveryId, 'IpamResourceDiscovery');
    const body = await principal.succeed('ListIpamDiscoveredResource', {
      ...named,
      ResourceRegionId: 'cn-hangzhou',
    });
    expect(body['IpamDiscoveredResources']).toEqual(await list());
  });
});

describe('ListIpamDiscoveredIpAddresses', () => {
  async function open() {
    const ground = await openGround();
    const { owner, named } = ground;
    const call = (given: Parameters) =>
      owner.call('ListIpamDiscoveredIpAddresses', { ...named, ...given });
    return { ...ground, call };
  }

  test('fills every field', async () => {
    const { call } = await open();
    const { body } = await call({ VpcId: 'vpc-1', Cidr: '10.1.2.5/32' });
    expect(body).toEqual({
      RequestId: expect.any(String),
      Count: 1,
      TotalCount: 1,
      MaxResults: 100,
      IpamDiscoveredIpAddresses: [
        {
          IpAddress: '10.1.2.5/32',
          IpVersion: 'IPv4',
          ResourceId: 'eni-10.1.2.5/32',
          ResourceServiceType: 'ENI',
          ResourceRegionId: 'cn-hangzhou',
          VpcId: 'vpc-1',
          VSwitchId: 'vsw-1',
        },
      ],
    });
  });

  test.each<[Parameters, number]>([
    [{ VpcId: 'vpc-1' }, 3],
    [{ VSwitchId: 'vsw-1' }, 3],
    [{ VpcId: 'vpc-1', VSwitchId: 'vsw-1' }, 3],
    [{ VpcId: 'vpc-1', VSwitchId: 'vsw-3' }, 0],
    [{ VpcId: 'vpc-1', Cidr: '10.1.2.4/31' }, 1],
    [{ VSwitchId: 'vsw-1', Cidr: '10.1.2.6/31' }, 2],
    [{ VpcId: 'vpc-1', VSwitchId: 'vsw-1', Cidr: '0.0.0.0/0' }, 3],
    [{ VpcId: 'vpc-1', Cidr: '10.9.0.0/16' }, 0],
    [{ VpcId: 'vpc-1', Cidr: '10.1.2.5/24' }, 0],
    [{ VpcId: 'vpc-1', Cidr: 'fd00::/56' }, 0],
    [{ VpcId: 'vpc-1', IpVersion: 'IPv4' }, 3],
    [{ VpcId: 'vpc-1', IpVersion: 'IPv6' }, 0],
    [{ VpcId: 'vpc-2' }, 1],
    [{ VpcId: 'vpc-3' }, 0],
    [{ VpcId: 'vpc-9' }, 0],
  ])('finds by %j %i addresses', async (filter, count) => {
    const { body } = await (await open()).call(filter);
    expect(body['IpamDiscoveredIpAddresses']).toHaveLength(count);
    expect(body['TotalCount']).toBe(count);
  });

  test('has pages of 1 to 200 entries', async () => {
    const { call } = await open();
    const first = await call({ VpcId: 'vpc-1', MaxResults: '2' });
    expect(first.body).toMatchObject({ Count: 2, TotalCount: 3, MaxResults: 2 });
    const last = await call({
      VpcId: 'vpc-1',
      MaxResults: '200',
      NextToken: String(first.body['NextToken']),
    });
    expect(last.body).toMatchObject({
      Count: 1,
      IpamDiscoveredIpAddresses: [{ IpAddress: '10.1.2.7/32' }],
    });
    for (const size of ['0', '201']) {
      const refused = await call({ VpcId: 'vpc-1', MaxResults: size });
      expect(codeOf(refused)).toBe('InvalidMaxResults');
    }
  });

  test.each<[string, Parameters, string]>([
    ['neither network nor subnet', {}, 'MissingParam.VpcIdOrVSwitchId'],
    ['a CIDR alone', { Cidr: '10.1.2.0/24' }, 'MissingParam.VpcIdOrVSwitchId'],
    [
      'an unknown discovery',
      { VpcId: 'vpc-1', IpamResourceDiscoveryId: 'ipam-res-disco-1' },
      'Forbidden.IpResourceAccess',
    ],
    ['another region, and no network', { RegionId: 'cn-beijing' }, 'Forbidden.IpResourceAccess'],
  ])('answers %s with its error', async (_, given, code) => {
    const { call } = await open();
    expect(codeOf(await call(given))).toBe(code);
  });

  test('follows the regions of the discovery', async () => {
    const { owner, discoveryId, call } = await open();
    await owner.succeed('UpdateIpamResourceDiscovery', {
      ...REGION,
      IpamResourceDiscoveryId: discoveryId,
      'RemoveOperatingRegion.1': 'cn-beijing',
    });
    expect((await call({ VpcId: 'vpc-2' })).body['TotalCount']).toBe(0);
  });

  test('works with the default discovery of an IPAM', async () => {
    const { owner, discoveryId, call } = await open();
    expect((await createIpamIn(owner, ['cn-hangzhou'])).discoveryId).toBe(discoveryId);
    expect((await call({ VpcId: 'vpc-1' })).body['TotalCount']).toBe(3);
  });
});
