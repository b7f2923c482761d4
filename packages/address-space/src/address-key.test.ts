import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeAddressKey, encodeAddressKey } from './address-key.ts';
import { anyAddress, anyIpVersion } from './cidr.test-support.ts';
import { propertyRuns } from './property-runs.test-support.ts';

test('a key has 8 digits for IPv4 and 32 for IPv6', () => {
  expect(encodeAddressKey('IPv4', 0x0a00_0001n)).toBe('0a000001');
  expect(encodeAddressKey('IPv6', 0xabn)).toBe('000000000000000000000000000000ab');
});

test('keys decode to their address and sort as their addresses do', () => {
  const anyPair = anyIpVersion.chain((ipVersion) =>
    fc.tuple(fc.constant(ipVersion), anyAddress(ipVersion), anyAddress(ipVersion)),
  );
  fc.assert(
    fc.property(anyPair, ([ipVersion, left, right]) => {
      const leftKey = encodeAddressKey(ipVersion, left);
      const rightKey = encodeAddressKey(ipVersion, right);
      expect(decodeAddressKey(ipVersion, leftKey)).toBe(left);
      expect(leftKey < rightKey).toBe(left < right);
    }),
    propertyRuns(1000),
  );
});

test('a number outside the family has no key', () => {
  expect(() => encodeAddressKey('IPv4', 1n << 32n)).toThrow(RangeError);
  expect(() => encodeAddressKey('IPv6', -1n)).toThrow(RangeError);
});

test.each(['', '0a00001', '0A000001', '0a00000g', '0a0000010', '-a000001', '0a00000\n'])(
  'the text %j is not a key',
  (key) => {
    expect(() => decodeAddressKey('IPv4', key)).toThrow(RangeError);
  },
);
