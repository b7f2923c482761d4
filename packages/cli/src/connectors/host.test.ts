import type { NetworkInterfaceInfo } from 'node:os';
import { expect, test } from 'vitest';
import { discoverAll } from './discover-all.test-support.ts';
import { hostConnector } from './host.ts';
import { mapHost } from './map-host.ts';

function entry(cidr: string | null, internal = false): NetworkInterfaceInfo {
  const address = cidr?.split('/')[0] ?? '';
  const rest = { address, netmask: '', mac: '00:00:00:00:00:00', internal, cidr };
  return address.includes(':')
    ? { ...rest, family: 'IPv6', scopeid: 0 }
    : { ...rest, family: 'IPv4' };
}

test('networks with addresses and routes become one network with subnets', () => {
  const items = mapHost({
    hostName: 'gateway-1',
    regionId: 'dc',
    interfaces: {
      lo: [entry('127.0.0.1/8', true), entry('::1/128', true)],
      eth0: [entry('10.0.1.5/24'), entry('fd00:1::5/64'), entry('fe80::1/64')],
      eth1: [entry('10.0.1.6/24'), entry('192.168.7.1/32')],
    },
    routes: [
      { dst: 'default' },
      { dst: '10.0.1.0/24' },
      { dst: '10.0.0.0/16' },
      { dst: '172.16.9.9' },
      { dst: '172.31.0.0/16', type: 'blackhole' },
      { dst: 'fe80::/64' },
      { dst: 'fd00:2::/48' },
    ],
  });
  const RegionId = 'dc';
  const VpcId = 'host/gateway-1';
  const shared = { Type: 'Address', ServiceType: 'Host', VpcId, RegionId };
  const ipv4 = `${VpcId}/10.0.1.0/24`;
  const ipv6 = `${VpcId}/fd00:1::/64`;
  expect(items).toEqual([
    {
      Type: 'VPC',
      ResourceId: VpcId,
      RegionId,
      Name: 'gateway-1',
      Cidrs: ['10.0.0.0/16', '172.16.9.9/32', '192.168.7.1/32', 'fd00:1::/64', 'fd00:2::/48'],
    },
    { Type: 'VSwitch', ResourceId: ipv4, VpcId, RegionId, Name: 'eth0', Cidrs: ['10.0.1.0/24'] },
    { Type: 'VSwitch', ResourceId: ipv6, VpcId, RegionId, Name: 'eth0', Cidrs: ['fd00:1::/64'] },
    { ...shared, Address: '10.0.1.5', ResourceId: `${VpcId}/eth0`, VSwitchId: ipv4 },
    { ...shared, Address: 'fd00:1::5', ResourceId: `${VpcId}/eth0`, VSwitchId: ipv6 },
    { ...shared, Address: '10.0.1.6', ResourceId: `${VpcId}/eth1`, VSwitchId: ipv4 },
    { ...shared, Address: '192.168.7.1', ResourceId: `${VpcId}/eth1` },
  ]);
});

test('a machine with nothing but itself is no network', () => {
  const facts = { hostName: 'h', regionId: 'dc', routes: [{ dst: 'default' }] };
  expect(mapHost({ ...facts, interfaces: { lo: [entry('127.0.0.1/8', true)] } })).toEqual([]);
});

test('this machine is read', async () => {
  const { items } = await discoverAll(hostConnector, { region: 'dc' });
  for (const item of items) expect(item.RegionId).toBe('dc');
  expect(items.filter(({ Type }) => Type === 'VPC').length).toBeLessThanOrEqual(1);
});
