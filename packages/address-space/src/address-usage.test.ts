import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type AddressUsage, formatUsedPercent, vpcUsage, vSwitchUsage } from './address-usage.ts';
import { reservedAddressCount } from './assignable-addresses.ts';
import { type Cidr, cidrSize, createCidr, parseCidr } from './cidr.ts';
import { addressBits, type IpVersion } from './ip-address.ts';

function cidrOf(text: string): Cidr {
  const parsed = parseCidr(text);
  if (parsed.kind === 'invalid') throw new Error(text);
  return parsed.cidr;
}

const cidr: fc.Arbitrary<Cidr> = fc
  .constantFrom<IpVersion>('IPv4', 'IPv6')
  .chain((ipVersion) =>
    fc
      .integer({ min: 0, max: addressBits(ipVersion) })
      .map((prefixLength) => createCidr(ipVersion, 0n, prefixLength)),
  );

test.each([
  ['192.168.1.0/24', 0n, { total: 256n, used: 4n, free: 252n }],
  ['192.168.1.0/24', 252n, { total: 256n, used: 256n, free: 0n }],
  ['192.168.1.0/29', 1n, { total: 8n, used: 5n, free: 3n }],
  ['192.168.1.0/31', 0n, { total: 2n, used: 2n, free: 0n }],
  ['fd00::/64', 5n, { total: 1n << 64n, used: 15n, free: (1n << 64n) - 15n }],
] as const)('a VSwitch of %s with %d addresses in use', (text, inUse, expected) => {
  expect(vSwitchUsage(cidrOf(text), inUse)).toEqual(expected);
});

test('a VPC uses what its VSwitches have', () => {
  const usage = vpcUsage(cidrOf('10.0.0.0/16'), 512n);
  expect(usage).toEqual({ total: 65_536n, used: 512n, free: 65_024n });
});

test.each([
  [0n, 256n, '0'],
  [4n, 256n, '1.56'],
  [1n, 65_536n, '0'],
  [128n, 256n, '50'],
  [129n, 256n, '50.39'],
  [101n, 200n, '50.5'],
  [255n, 256n, '99.6'],
  [65_535n, 65_536n, '99.99'],
  [256n, 256n, '100'],
])('%d of %d addresses are %s percent', (used, total, expected) => {
  expect(formatUsedPercent({ total, used, free: total - used })).toBe(expected);
});

test('used and free addresses are never negative and sum to all of them', () => {
  fc.assert(
    fc.property(cidr, fc.bigInt({ min: 0n, max: 1n << 130n }), (block, count) => {
      for (const usage of [vpcUsage(block, count), vSwitchUsage(block, count)]) {
        expect(usage.total).toBe(cidrSize(block));
        expect(usage.used + usage.free).toBe(usage.total);
        expect(usage.used >= 0n && usage.free >= 0n).toBe(true);
      }
    }),
  );
});

test('a VSwitch has nothing free exactly when every address that can be assigned is in use', () => {
  fc.assert(
    fc.property(cidr, fc.bigInt({ min: 0n, max: 1n << 130n }), (block, count) => {
      const assignable = cidrSize(block) - reservedAddressCount(block);
      const inUse = count % (assignable + 1n);
      expect(vSwitchUsage(block, inUse).free).toBe(assignable - inUse);
    }),
  );
});

const usage: fc.Arbitrary<AddressUsage> = fc
  .tuple(cidr, fc.bigInt({ min: 0n, max: 1n << 128n }))
  .map(([block, count]) => vpcUsage(block, count % (cidrSize(block) + 1n)));

test('a percentage has two decimals at most and is at most a hundredth below the true one', () => {
  fc.assert(
    fc.property(usage, ({ total, used, free }) => {
      const text = formatUsedPercent({ total, used, free });
      expect(text).toMatch(/^(0|[1-9]\d{0,2})(\.\d?[1-9])?$/);
      const [whole = '', decimals = ''] = text.split('.');
      const hundredths = BigInt(whole) * 100n + BigInt(decimals.padEnd(2, '0'));
      expect(hundredths * total <= used * 10_000n).toBe(true);
      expect(used * 10_000n < (hundredths + 1n) * total).toBe(true);
      expect(text === '100').toBe(free === 0n);
    }),
  );
});
