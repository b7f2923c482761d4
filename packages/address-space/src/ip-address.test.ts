import { isIP } from 'node:net';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anyAddress, anyIpVersion } from './cidr.test-support.ts';
import { addressBits, formatIpAddress, isAddressInRange, parseIpAddress } from './ip-address.ts';
import { propertyRuns } from './property-runs.test-support.ts';

/** The canonical spelling according to the WHATWG URL parser, which follows RFC 5952. */
function canonicalByUrl(text: string): string {
  return new URL(`http://[${text}]/`).hostname.slice(1, -1);
}

function canonical(text: string): string | undefined {
  const parsed = parseIpAddress(text);
  return parsed === undefined ? undefined : formatIpAddress(parsed.ipVersion, parsed.address);
}

describe('parseIpAddress', () => {
  test.each([
    ['0.0.0.0', 0n],
    ['10.0.0.1', 0x0a00_0001n],
    ['255.255.255.255', 0xffff_ffffn],
  ])('reads the IPv4 address %s', (text, address) => {
    expect(parseIpAddress(text)).toEqual({ ipVersion: 'IPv4', address });
  });

  test.each([
    ['::', 0n],
    ['::1', 1n],
    ['1::', 1n << 112n],
    ['1:2:3:4:5:6:7:8', 0x0001_0002_0003_0004_0005_0006_0007_0008n],
    ['1:2:3:4:5:6:7::', 0x0001_0002_0003_0004_0005_0006_0007_0000n],
    ['::2:3:4:5:6:7:8', 0x0000_0002_0003_0004_0005_0006_0007_0008n],
    ['::255.255.255.255', 0xffff_ffffn],
    ['1:2:3:4:5:6:10.0.0.1', 0x0001_0002_0003_0004_0005_0006_0a00_0001n],
    ['FFFF:ffff:FFFF:ffff:FFFF:ffff:255.255.255.255', (1n << 128n) - 1n],
  ])('reads the IPv6 address %s', (text, address) => {
    expect(parseIpAddress(text)).toEqual({ ipVersion: 'IPv6', address });
  });

  test.each([
    '',
    '1.2.3',
    '1.2.3.4.5',
    '01.2.3.4',
    '1.2.3.256',
    '1.2.3.4 ',
    '1.2.3.4\n',
    '0x1.2.3.4',
    '1e1.2.3.4',
    ':',
    ':::',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '1:2:3:4:5:6:7:8::',
    '1:2:3:4:5:6:7:10.0.0.1',
    '::1.2.3.4:5',
    '1.2.3.4::',
    '::01.2.3.4',
    '::1::',
    ':1::2',
    '::1:',
    '::12345',
    '::g',
    '::1%1',
    '[::1]',
  ])('refuses %j', (text) => {
    expect(parseIpAddress(text)).toBeUndefined();
  });

  test('agrees with the runtime on what an address is', () => {
    const versions = ['', undefined, '', '', 'IPv4', '', 'IPv6'];
    const piece = fc.constantFrom(
      ':',
      '::',
      '.',
      '0',
      '00',
      '1',
      'ab',
      'FFFF',
      '12345',
      '255',
      '256',
    );
    const anyText = fc.oneof(
      fc.array(piece, { maxLength: 16 }).map((pieces) => pieces.join('')),
      fc.ipV4(),
      fc.ipV6(),
      fc.string(),
    );
    fc.assert(
      fc.property(anyText, (text) => {
        expect(parseIpAddress(text)?.ipVersion ?? '').toBe(versions[isIP(text)] ?? '');
      }),
      propertyRuns(2000),
    );
  });

  test('never throws, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        parseIpAddress(text);
      }),
      propertyRuns(1000),
    );
  });
});

describe('formatIpAddress', () => {
  test.each([
    ['0:0:0:0:0:0:0:0', '::'],
    ['2001:DB8:0:0:0:0:0:1', '2001:db8::1'],
    ['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
    ['2001:0:0:1:0:0:0:1', '2001:0:0:1::1'],
    ['2001:db8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
    ['1:0:0:0:0:0:0:0', '1::'],
    ['::ffff:10.0.0.1', '::ffff:a00:1'],
  ])('writes %s as %s', (text, expected) => {
    expect(canonical(text)).toBe(expected);
  });

  test('writes what parsing reads back', () => {
    const any = anyIpVersion.chain((ipVersion) =>
      fc.tuple(fc.constant(ipVersion), anyAddress(ipVersion)),
    );
    fc.assert(
      fc.property(any, ([ipVersion, address]) => {
        expect(parseIpAddress(formatIpAddress(ipVersion, address))).toEqual({ ipVersion, address });
      }),
      propertyRuns(2000),
    );
  });

  test('spells IPv6 as the URL parser of the runtime does', () => {
    const any = fc.oneof(
      fc.ipV6(),
      anyAddress('IPv6').map((address) => formatIpAddress('IPv6', address)),
    );
    fc.assert(
      fc.property(any, (text) => {
        expect(canonical(text)).toBe(canonicalByUrl(text));
      }),
      propertyRuns(1000),
    );
  });

  test('refuses a number outside the family', () => {
    expect(() => formatIpAddress('IPv4', 1n << 32n)).toThrow(RangeError);
    expect(() => formatIpAddress('IPv6', 1n << 128n)).toThrow(RangeError);
    expect(() => formatIpAddress('IPv6', -1n)).toThrow(RangeError);
  });
});

test('a family has 32 or 128 bits and no address beyond them', () => {
  expect([addressBits('IPv4'), addressBits('IPv6')]).toEqual([32, 128]);
  expect(isAddressInRange('IPv4', 0xffff_ffffn)).toBe(true);
  expect(isAddressInRange('IPv4', 0x1_0000_0000n)).toBe(false);
});
