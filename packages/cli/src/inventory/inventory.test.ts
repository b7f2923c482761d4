import { InvalidArgumentError } from 'commander';
import { describe, expect, test } from 'vitest';
import { canonicalCidr, networkOf } from './canonical-address.ts';
import { collectItems } from './collect-items.ts';
import { compareItems } from './compare-items.ts';
import { describeDifferences } from './describe-differences.ts';
import { describePut } from './describe-round.ts';
import type { AddressItem, NetworkItem, SubnetItem } from './inventory-item.ts';
import { parseInterval } from './parse-interval.ts';

const NETWORK: NetworkItem = {
  Type: 'VPC',
  ResourceId: 'vpc-1',
  RegionId: 'r',
  Cidrs: ['10.0.0.0/16'],
};
const SUBNET: SubnetItem = {
  Type: 'VSwitch',
  ResourceId: 'vsw-1',
  VpcId: 'vpc-1',
  RegionId: 'r',
  Cidrs: ['10.0.0.0/24'],
};
const ADDRESS: AddressItem = {
  Type: 'Address',
  Address: '10.0.0.5',
  ResourceId: 'eni-1',
  ServiceType: 'ENI',
  VpcId: 'vpc-1',
  VSwitchId: 'vsw-1',
  RegionId: 'r',
};

test('CIDRs are spelled in one way, and host bits are refused', () => {
  expect(canonicalCidr('FD00:0:0::/048')).toBe('fd00::/48');
  expect(() => canonicalCidr('fd00::1/48')).toThrow('its network is fd00::/48');
  expect(() => canonicalCidr('')).toThrow('"" is not a CIDR');
  expect(networkOf('10.1.2.3', 20)).toEqual({
    ipVersion: 'IPv4',
    address: 0x0a01_0000n,
    prefixLength: 20,
  });
});

test('items are gathered with networks first; one that is named twice counts once, one without CIDR not', async () => {
  async function* batches() {
    yield [ADDRESS, SUBNET];
    yield [{ ...SUBNET, Name: 'again' }, NETWORK];
    yield [
      { ...ADDRESS, VpcId: 'vpc-2' },
      { ...NETWORK, ResourceId: 'vpc-3', Cidrs: [] },
    ];
  }
  const counts: number[] = [];
  const collected = await collectItems(batches(), (count) => counts.push(count));
  expect(collected).toEqual({
    items: [NETWORK, SUBNET, ADDRESS, { ...ADDRESS, VpcId: 'vpc-2' }],
    repeatedCount: 1,
    emptyCount: 1,
  });
  expect(counts).toEqual([2, 3, 4]);
});

describe('the differences of two snapshots', () => {
  test('are none between equal ones, whatever their order and empty fields', () => {
    const named = [{ ...SUBNET, Name: '' }, NETWORK, ADDRESS];
    expect(compareItems(named, [ADDRESS, NETWORK, SUBNET])).toEqual({
      added: [],
      changed: [],
      removed: [],
    });
  });

  test('are told in one line each', () => {
    const wider = { ...SUBNET, Name: 'a', Cidrs: ['10.0.0.0/23'] };
    const moved = { ...ADDRESS, ResourceId: 'eni-2' };
    const other = { ...NETWORK, ResourceId: 'vpc-2', Cidrs: ['10.2.0.0/16', 'fd00::/56'] };
    expect(
      describeDifferences(compareItems([NETWORK, SUBNET, ADDRESS], [other, wider, moved])),
    ).toEqual([
      '+ VPC vpc-2 10.2.0.0/16 fd00::/56',
      '~ VSwitch vsw-1 10.0.0.0/23: Name "" -> a, Cidrs 10.0.0.0/24 -> 10.0.0.0/23',
      '~ Address 10.0.0.5 of eni-2 in vpc-1: ResourceId eni-1 -> eni-2',
      '- VPC vpc-1 10.0.0.0/16',
    ]);
  });
});

test('the summary counts what was found and names what was skipped', () => {
  const totals = {
    addedCount: 1_204,
    updatedCount: 3,
    removedCount: 1,
    skippedCount: 0,
    importedCount: 0,
    skippedResourceIds: [],
  };
  const items = [NETWORK, SUBNET, ADDRESS];
  expect(describePut('a', items, totals)).toBe(
    'a: 2 networks and subnets, 1 addresses: 1,204 added, 3 changed, 1 removed',
  );
  const skipped = { ...totals, importedCount: 2, skippedCount: 1, skippedResourceIds: ['vpc-1'] };
  expect(describePut('a', items, skipped)).toMatch(/, 2 imported, 1 skipped \(vpc-1\)$/);
});

test('an interval is a number with its unit', () => {
  expect(['30s', '5m', '2h'].map(parseInterval)).toEqual([30_000, 300_000, 7_200_000]);
  for (const text of ['', '5', '0s', '-5m', '1.5h', '5 m', '600h']) {
    expect(() => parseInterval(text)).toThrow(InvalidArgumentError);
  }
});
