import { type Cidr, cidrSize, firstAddress, lastAddress } from './cidr.ts';
import type { IpVersion } from './ip-address.ts';

/** Addresses of a VSwitch that nothing can have: the first, and so many at the end (published). */
const RESERVED_AT_END: Readonly<Record<IpVersion, bigint>> = { IPv4: 3n, IPv6: 9n };

/** How many addresses of a VSwitch are reserved: 4 of IPv4, 10 of IPv6, or all of a smaller one. */
export function reservedAddressCount(cidr: Cidr): bigint {
  const reserved = 1n + RESERVED_AT_END[cidr.ipVersion];
  const size = cidrSize(cidr);
  return size < reserved ? size : reserved;
}

/** The addresses of a VSwitch that something can have, both ends included; undefined for none. */
export function assignableRange(
  cidr: Cidr,
): { readonly first: bigint; readonly last: bigint } | undefined {
  const first = firstAddress(cidr) + 1n;
  const last = lastAddress(cidr) - RESERVED_AT_END[cidr.ipVersion];
  return first <= last ? { first, last } : undefined;
}
