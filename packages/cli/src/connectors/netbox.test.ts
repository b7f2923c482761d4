import { beforeEach, describe, expect, test, vi } from 'vitest';
import {
  type GivenAnswer,
  type ReceivedRequest,
  startLocalServer,
} from '../local-server.test-support.ts';
import { discoverAll } from './discover-all.test-support.ts';
import { netboxConnector } from './netbox.ts';
import { type NetboxPrefix, NetboxTree } from './netbox-tree.ts';

/** Hand-made answers of the shape of NetBox 4; of its fields only those that are read. */

const HOST = 'netbox.test';

function prefixAt(id: number, prefix: string, status = 'active', vrf?: number): NetboxPrefix {
  return { id, prefix, status: { value: status }, vrf: vrf === undefined ? null : { id: vrf } };
}

/** Type, id and network of each item, in short. */
function outline(prefixes: readonly NetboxPrefix[]): readonly string[] {
  return new NetboxTree(HOST, 'dc', prefixes).items.map((item) => {
    const id = item.ResourceId.replace(`${HOST}/prefix/`, '');
    return item.Type === 'VSwitch'
      ? `VSwitch ${id} in ${item.VpcId.replace(`${HOST}/prefix/`, '')}`
      : `${item.Type} ${id}`;
  });
}

describe('the tree of prefixes', () => {
  test('a top-level prefix is a network, a prefix in it a subnet', () => {
    const prefixes = [
      prefixAt(2, '10.0.1.0/24'),
      prefixAt(1, '10.0.0.0/16'),
      prefixAt(3, '10.1.0.0/16'),
    ];
    expect(outline(prefixes)).toEqual(['VPC 1', 'VSwitch 2 in 1', 'VPC 3']);
  });

  test('a container inside is a network, and what only groups networks is left out', () => {
    const prefixes = [
      prefixAt(1, '10.0.0.0/8', 'container'),
      prefixAt(2, '10.0.0.0/16', 'container'),
      prefixAt(3, '10.0.1.0/24'),
      prefixAt(4, '10.1.0.0/16', 'container'),
    ];
    expect(outline(prefixes)).toEqual(['VPC 2', 'VSwitch 3 in 2', 'VPC 4']);
  });

  test('a prefix with children is a network, also where it is no container', () => {
    const prefixes = [
      prefixAt(1, '10.0.0.0/8', 'container'),
      prefixAt(2, '10.0.0.0/16'),
      prefixAt(3, '10.0.1.0/24'),
      prefixAt(4, '10.9.0.0/24'),
    ];
    expect(outline(prefixes)).toEqual(['VPC 1', 'VPC 2', 'VSwitch 3 in 2', 'VSwitch 4 in 1']);
  });

  test('VRFs and address families are spaces of their own', () => {
    const prefixes = [
      prefixAt(1, '10.0.0.0/16'),
      prefixAt(2, '10.0.1.0/24', 'active', 7),
      prefixAt(3, '10.0.0.0/16', 'active', 8),
      prefixAt(4, '10.0.1.0/24', 'active', 8),
      prefixAt(5, 'FD00::/48'),
      prefixAt(6, 'fd00:0:0:1::/64'),
    ];
    expect(outline(prefixes)).toEqual([
      'VPC 1',
      'VPC 5',
      'VSwitch 6 in 5',
      'VPC 2',
      'VPC 3',
      'VSwitch 4 in 3',
    ]);
  });

  test('a prefix that is there twice has its children once', () => {
    const prefixes = [
      prefixAt(1, '10.0.0.0/16'),
      prefixAt(2, '10.0.0.0/16'),
      prefixAt(3, '10.0.1.0/24'),
      prefixAt(4, '10.0.1.0/24'),
    ];
    expect(outline(prefixes)).toEqual(['VPC 1', 'VPC 2', 'VSwitch 3 in 1', 'VSwitch 4 in 1']);
  });

  test('an address is in the longest prefix around it that is not a mere group', () => {
    const tree = new NetboxTree(HOST, 'dc', [
      prefixAt(1, '10.0.0.0/8', 'container'),
      prefixAt(2, '10.0.0.0/16', 'container'),
      prefixAt(3, '10.0.1.0/24'),
    ]);
    const place = (address: string, vrf: { id: number } | null = null) => {
      const placed = tree.placeAddress({ id: 9, address, vrf, assigned_object_type: null });
      return placed && [placed.Address, placed.VpcId, placed.VSwitchId];
    };
    expect(place('10.0.1.5/24')).toEqual(['10.0.1.5', `${HOST}/prefix/2`, `${HOST}/prefix/3`]);
    expect(place('10.0.2.5/32')).toEqual(['10.0.2.5', `${HOST}/prefix/2`, undefined]);
    expect(place('10.200.0.1/24')).toBeUndefined();
    expect(place('10.0.1.5/24', { id: 1 })).toBeUndefined();
    expect(place('fd00::1/64')).toBeUndefined();
  });
});

describe('the connector', () => {
  beforeEach(() => {
    vi.stubEnv('NETBOX_TOKEN', 'a-token');
    return () => vi.unstubAllEnvs();
  });

  const ADDRESSES = [
    { id: 1, address: '10.0.1.5/24', vrf: null, assigned_object_type: 'dcim.interface' },
    { id: 2, address: '192.0.2.1/24', vrf: null, assigned_object_type: null },
  ];

  function answerAsNetbox({ path, query }: ReceivedRequest): GivenAnswer {
    if (path === '/netbox/api/ipam/ip-addresses/') {
      return { body: { count: 2, next: null, previous: null, results: ADDRESSES } };
    }
    const isSecond = query.get('offset') === '1';
    const results = isSecond
      ? [{ ...prefixAt(2, '10.0.1.0/24'), description: '' }]
      : [{ ...prefixAt(1, '10.0.0.0/16'), description: 'Frankfurt' }];
    const next = isSecond ? null : 'http://inside.test/netbox/api/ipam/prefixes/?limit=1&offset=1';
    return { body: { count: 2, next, previous: null, results } };
  }

  test('reads all pages from the given place, also where NetBox names another host', async () => {
    const server = await startLocalServer(answerAsNetbox);
    const { host } = new URL(server.url);
    const { items, notes } = await discoverAll(netboxConnector, {
      url: `${server.url}/netbox/`,
      region: 'dc',
    });
    expect(items).toEqual([
      {
        Type: 'VPC',
        ResourceId: `${host}/prefix/1`,
        RegionId: 'dc',
        Name: 'Frankfurt',
        Cidrs: ['10.0.0.0/16'],
      },
      {
        Type: 'VSwitch',
        ResourceId: `${host}/prefix/2`,
        VpcId: `${host}/prefix/1`,
        RegionId: 'dc',
        Cidrs: ['10.0.1.0/24'],
      },
      {
        Type: 'Address',
        Address: '10.0.1.5',
        ResourceId: `${host}/ip-address/1`,
        ServiceType: 'dcim.interface',
        VpcId: `${host}/prefix/1`,
        VSwitchId: `${host}/prefix/2`,
        RegionId: 'dc',
      },
    ]);
    expect(notes).toEqual(['addresses left out, for they are in no prefix: 1']);
    const tokens = server.requests.map(({ headers }) => headers.authorization);
    expect(tokens).toEqual(['Token a-token', 'Token a-token', 'Token a-token']);
  });

  test('a token of the second version is a bearer token', async () => {
    vi.stubEnv('NETBOX_TOKEN', 'nbt_key.secret');
    const server = await startLocalServer(answerAsNetbox);
    await discoverAll(netboxConnector, { url: `${server.url}/netbox`, region: 'dc' });
    expect(server.requests[0]?.headers.authorization).toBe('Bearer nbt_key.secret');
  });

  test('a refusal is told with its status', async () => {
    const server = await startLocalServer(() => ({
      status: 403,
      body: { detail: 'Invalid token' },
    }));
    await expect(discoverAll(netboxConnector, { url: server.url, region: 'dc' })).rejects.toThrow(
      'NetBox answers /api/ipam/prefixes/ with 403: {"detail":"Invalid token"}',
    );
  });

  test('without a token it asks for one', async () => {
    vi.stubEnv('NETBOX_TOKEN', '');
    await expect(
      discoverAll(netboxConnector, { url: 'http://127.0.0.1:1', region: 'dc' }),
    ).rejects.toThrow('set NETBOX_TOKEN');
  });
});
