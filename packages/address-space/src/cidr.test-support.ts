import fc from 'fast-check';
import type { Cidr } from './cidr.ts';
import { cidrSize, createCidr, parseCidr } from './cidr.ts';
import type { IpVersion } from './ip-address.ts';
import { addressBits } from './ip-address.ts';

/** A CIDR literal, for tests to write. */
export function cidrOf(text: string): Cidr {
  const parsed = parseCidr(text);
  if (parsed.kind === 'invalid') {
    throw new Error(`'${text}' is not a CIDR: ${parsed.reason}`);
  }
  return parsed.cidr;
}

/** The `index`-th CIDR of a prefix length inside another. */
export function nthCidr(within: Cidr, prefixLength: number, index: number): Cidr {
  const size = 1n << BigInt(addressBits(within.ipVersion) - prefixLength);
  const count = cidrSize(within) / size;
  const address = within.address + (BigInt(index) % count) * size;
  return createCidr(within.ipVersion, address, prefixLength);
}

/** Any address, with runs of zero bytes as often as not, which the IPv6 spelling is about. */
export function anyAddress(ipVersion: IpVersion): fc.Arbitrary<bigint> {
  const byte = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 255 }));
  const byteCount = addressBits(ipVersion) / 8;
  return fc
    .array(byte, { minLength: byteCount, maxLength: byteCount })
    .map((bytes) => bytes.reduce((address, value) => address * 256n + BigInt(value), 0n));
}

export const anyIpVersion: fc.Arbitrary<IpVersion> = fc.constantFrom('IPv4', 'IPv6');

/** Any CIDR of either family. */
export const anyCidr: fc.Arbitrary<Cidr> = anyIpVersion.chain((ipVersion) => {
  const bits = addressBits(ipVersion);
  return fc
    .tuple(anyAddress(ipVersion), fc.integer({ min: 0, max: bits }))
    .map(([address, prefixLength]) => {
      const hostBits = BigInt(bits - prefixLength);
      return createCidr(ipVersion, (address >> hostBits) << hostBits, prefixLength);
    });
});
