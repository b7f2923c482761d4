import { describe, expect, test } from 'vitest';
import { ipRangeContains, parseIpAddress, parseIpRange } from './ip-condition.ts';

function contains(range: string, address: string): boolean | undefined {
  const [parsedRange, parsedAddress] = [parseIpRange(range), parseIpAddress(address)];
  return parsedRange && parsedAddress && ipRangeContains(parsedRange, parsedAddress);
}

describe('an IP range', () => {
  test.each([
    ['42.120.88.10', '42.120.88.10', true],
    ['42.120.88.10', '42.120.88.11', false],
    ['42.120.66.0/24', '42.120.66.255', true],
    ['42.120.66.0/24', '42.120.67.0', false],
    ['42.120.66.77/24', '42.120.66.1', true],
    ['128.0.0.0/1', '255.1.1.1', true],
    ['128.0.0.0/1', '127.1.1.1', false],
    ['10.0.0.0/15', '10.1.255.255', true],
    ['10.0.0.0/15', '10.2.0.0', false],
    ['0.0.0.0/0', '1.2.3.4', true],
    ['0.0.0.0/0', '::1', false],
    ['::/0', '2001:db8::1', true],
    ['::/0', '1.2.3.4', false],
    ['2001:db8::/33', '2001:db8:7fff::1', true],
    ['2001:db8::/33', '2001:db8:8000::1', false],
    ['2001:DB8::1', '2001:db8:0:0:0:0:0:1', true],
    ['10.0.0.0/8', '::ffff:10.1.2.3', true],
    ['10.0.0.0/8', '::ffff:a01:203', true],
    ['::ffff:10.0.0.0/104', '10.1.2.3', true],
    ['::ffff:0:0/95', '10.1.2.3', false],
    ['::10.1.2.3', '::a01:203', true],
  ])('%s with %s: %s', (range, address, expected) => {
    expect(contains(range, address)).toBe(expected);
  });
});

test.each([
  '',
  '1.2.3',
  '1.2.3.4.5',
  '01.2.3.4',
  '256.1.1.1',
  '1.2.3.4 ',
  ':',
  ':::',
  '1::2::3',
  '1:2:3:4:5:6:7',
  '1:2:3:4:5:6:7:8:9',
  '1:2:3:4:5:6:7::8:9',
  '1:2:3:4:5:6:7:1.2.3.4',
  '1.2.3.4::',
  '12345::',
  'fe80::1%eth0',
  '::1.2.3.4:1',
])('"%s" is not an address', (text) => {
  expect(parseIpAddress(text)).toBeUndefined();
  expect(parseIpRange(text)).toBeUndefined();
});

test.each(['1.2.3.4/33', '1.2.3.4/', '1.2.3.4/-1', '1.2.3.4/08', '::/129', '1.2.3.4/8/8'])(
  '"%s" is not a range',
  (text) => {
    expect(parseIpRange(text)).toBeUndefined();
  },
);
