import { expect, test } from 'vitest';
import { assignableRange, reservedAddressCount } from './assignable-addresses.ts';
import { cidrSize, parseCidr } from './cidr.ts';

function cidrOf(text: string) {
  const parsed = parseCidr(text);
  if (parsed.kind === 'invalid') throw new Error(text);
  return parsed.cidr;
}

test.each([
  ['10.0.0.0/24', 4n],
  ['10.0.0.0/29', 4n],
  ['10.0.0.0/30', 4n],
  ['10.0.0.0/31', 2n],
  ['10.0.0.0/32', 1n],
  ['fd00::/64', 10n],
  ['fd00::/125', 8n],
])('%s has %d reserved addresses, and all others can be assigned', (text, reserved) => {
  const cidr = cidrOf(text);
  expect(reservedAddressCount(cidr)).toBe(reserved);
  const range = assignableRange(cidr);
  const assignable = range === undefined ? 0n : range.last - range.first + 1n;
  expect(assignable).toBe(cidrSize(cidr) - reserved);
});

test('the first and the last three addresses of IPv4 are reserved', () => {
  const { first, last } = assignableRange(cidrOf('10.0.0.0/24')) ?? {};
  expect(first).toBe(0x0a000001n);
  expect(last).toBe(0x0a0000fcn);
});
