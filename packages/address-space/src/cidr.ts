import type { IpVersion } from './ip-address.ts';
import { addressBits, formatIpAddress, isAddressInRange, parseIpAddress } from './ip-address.ts';

/**
 * A block of addresses. Invariant: `prefixLength` is 0 to 32 (IPv4) or 128 (IPv6), and `address` is
 * the network address: every bit after the prefix is zero. `parseCidr` and `createCidr` ensure it;
 * nothing else checks it again.
 */
export interface Cidr {
  readonly ipVersion: IpVersion;
  readonly address: bigint;
  readonly prefixLength: number;
}

/** Why a text is not a CIDR, in order of precedence: the first that applies is reported. */
export type InvalidCidrReason = 'syntax' | 'prefix-length' | 'host-bits-set' | 'not-canonical';

export type ParsedCidr =
  | { readonly kind: 'cidr'; readonly cidr: Cidr }
  | { readonly kind: 'invalid'; readonly reason: InvalidCidrReason };

const PREFIX_LENGTH_PATTERN = /^\d+$/;

/**
 * Reads a CIDR in its canonical spelling only, so that a stored CIDR reads back as it was written
 * (our choice; the vendor publishes no grammar). Reasons for refusal: `syntax` (not an address, a
 * slash and decimal digits), `prefix-length` (longer than the address), `host-bits-set` (a bit after
 * the prefix is not zero), `not-canonical` (IPv6 not as in RFC 5952, or leading zeros in the prefix
 * length). Never throws.
 */
export function parseCidr(text: string): ParsedCidr {
  const slashIndex = text.indexOf('/');
  if (slashIndex === -1) {
    return { kind: 'invalid', reason: 'syntax' };
  }
  const parsed = parseIpAddress(text.slice(0, slashIndex));
  const prefixText = text.slice(slashIndex + 1);
  if (parsed === undefined || !PREFIX_LENGTH_PATTERN.test(prefixText)) {
    return { kind: 'invalid', reason: 'syntax' };
  }
  const prefixLength = Number(prefixText);
  if (prefixLength > addressBits(parsed.ipVersion)) {
    return { kind: 'invalid', reason: 'prefix-length' };
  }
  const cidr: Cidr = { ...parsed, prefixLength };
  if (hasHostBits(cidr)) {
    return { kind: 'invalid', reason: 'host-bits-set' };
  }
  if (formatCidr(cidr) !== text) {
    return { kind: 'invalid', reason: 'not-canonical' };
  }
  return { kind: 'cidr', cidr };
}

/**
 * A CIDR from its parts, as storage returns them. Throws RangeError when the parts break the
 * invariant of `Cidr`: they come from our own rows, so that is a defect and not an input error.
 */
export function createCidr(ipVersion: IpVersion, address: bigint, prefixLength: number): Cidr {
  const cidr: Cidr = { ipVersion, address, prefixLength };
  const isPrefixLength =
    Number.isInteger(prefixLength) && prefixLength >= 0 && prefixLength <= addressBits(ipVersion);
  if (!isPrefixLength || !isAddressInRange(ipVersion, address) || hasHostBits(cidr)) {
    throw new RangeError(`${address}/${prefixLength} is not an ${ipVersion} CIDR`);
  }
  return cidr;
}

/** The canonical spelling, which `parseCidr` reads back. */
export function formatCidr(cidr: Cidr): string {
  return `${formatIpAddress(cidr.ipVersion, cidr.address)}/${cidr.prefixLength}`;
}

/** The number of addresses: 1 to 2^32 or 2^128. */
export function cidrSize(cidr: Cidr): bigint {
  return 1n << BigInt(addressBits(cidr.ipVersion) - cidr.prefixLength);
}

/** The network address. */
export function firstAddress(cidr: Cidr): bigint {
  return cidr.address;
}

/** The highest address in the CIDR, inclusive. */
export function lastAddress(cidr: Cidr): bigint {
  return cidr.address + cidrSize(cidr) - 1n;
}

/** Whether every address of `inner` is in `outer`. A CIDR contains itself; families never mix. */
export function cidrContains(outer: Cidr, inner: Cidr): boolean {
  return (
    outer.ipVersion === inner.ipVersion &&
    outer.prefixLength <= inner.prefixLength &&
    outer.address <= inner.address &&
    inner.address < outer.address + cidrSize(outer)
  );
}

/** Whether the two share an address. Of two CIDRs that do, one contains the other. */
export function cidrsOverlap(left: Cidr, right: Cidr): boolean {
  return cidrContains(left, right) || cidrContains(right, left);
}

/** Whether the two are the same CIDR. */
export function isSameCidr(left: Cidr, right: Cidr): boolean {
  return (
    left.ipVersion === right.ipVersion &&
    left.prefixLength === right.prefixLength &&
    left.address === right.address
  );
}

/** The other half of `parentOf(cidr)`. Throws RangeError for prefix length 0, which has none. */
export function buddyOf(cidr: Cidr): Cidr {
  refuseWholeSpace(cidr);
  return {
    ipVersion: cidr.ipVersion,
    address: cidr.address ^ cidrSize(cidr),
    prefixLength: cidr.prefixLength,
  };
}

/** The CIDR of twice the size around this one. Throws RangeError for prefix length 0. */
export function parentOf(cidr: Cidr): Cidr {
  refuseWholeSpace(cidr);
  const size = cidrSize(cidr);
  return {
    ipVersion: cidr.ipVersion,
    address: (cidr.address & size) === 0n ? cidr.address : cidr.address - size,
    prefixLength: cidr.prefixLength - 1,
  };
}

/**
 * Orders by address, then by prefix length (a CIDR comes before those it contains). IPv4 comes
 * before IPv6. Negative, zero or positive, as `Array.prototype.sort` wants it.
 */
export function compareCidrs(left: Cidr, right: Cidr): number {
  if (left.ipVersion !== right.ipVersion) {
    return left.ipVersion === 'IPv4' ? -1 : 1;
  }
  if (left.address !== right.address) {
    return left.address < right.address ? -1 : 1;
  }
  return left.prefixLength - right.prefixLength;
}

/** The kinds of address space that cannot be provisioned. */
export type RefusedRangeName = 'unspecified' | 'loopback' | 'link-local' | 'multicast' | 'class-e';

export interface RefusedRange {
  readonly name: RefusedRangeName;
  readonly cidr: Cidr;
}

/**
 * The ranges no pool can provision, in address order: those in which the standards allow no
 * assignable unicast address. Our choice: the vendor publishes reserved ranges for VPC blocks only.
 */
export const REFUSED_RANGES: readonly RefusedRange[] = [
  { name: 'unspecified', cidr: createCidr('IPv4', 0n, 8) },
  { name: 'loopback', cidr: createCidr('IPv4', 0x7f00_0000n, 8) },
  { name: 'link-local', cidr: createCidr('IPv4', 0xa9fe_0000n, 16) },
  { name: 'multicast', cidr: createCidr('IPv4', 0xe000_0000n, 4) },
  { name: 'class-e', cidr: createCidr('IPv4', 0xf000_0000n, 4) },
  { name: 'unspecified', cidr: createCidr('IPv6', 0n, 128) },
  { name: 'loopback', cidr: createCidr('IPv6', 1n, 128) },
  { name: 'link-local', cidr: createCidr('IPv6', 0xfe80n << 112n, 10) },
  { name: 'multicast', cidr: createCidr('IPv6', 0xff00n << 112n, 8) },
];

/**
 * The name of the first of `REFUSED_RANGES` that the CIDR lies in, covers or touches, or `undefined`
 * when it may be provisioned. A block wide enough to cover one, as 0.0.0.0/0, is refused with it.
 */
export function isInRefusedRange(cidr: Cidr): RefusedRangeName | undefined {
  return REFUSED_RANGES.find((range) => cidrsOverlap(range.cidr, cidr))?.name;
}

function hasHostBits(cidr: Cidr): boolean {
  return (cidr.address & (cidrSize(cidr) - 1n)) !== 0n;
}

function refuseWholeSpace(cidr: Cidr): void {
  if (cidr.prefixLength === 0) {
    throw new RangeError(`${formatCidr(cidr)} has no parent and no buddy`);
  }
}
