/** The two address families, spelled as the API spells them in `IpVersion`. */
export type IpVersion = 'IPv4' | 'IPv6';

/** One address: an unsigned integer of 32 (IPv4) or 128 (IPv6) bits. */
export interface IpAddress {
  readonly ipVersion: IpVersion;
  readonly address: bigint;
}

/** The longest spelling of an address: six hexadecimal groups and a dotted quad, 45 characters. */
const TEXT_LENGTH_MAX = 45;
const IPV6_GROUP_COUNT = 8;
const IPV4_PATTERN = /^(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})$/;
const IPV6_GROUP_PATTERN = /^[0-9a-fA-F]{1,4}$/;

/** The width of an address in bits, which is also the longest prefix length: 32 or 128. */
export function addressBits(ipVersion: IpVersion): 32 | 128 {
  return ipVersion === 'IPv4' ? 32 : 128;
}

/** Whether `address` fits the family: 0 to 2^32 - 1 or 2^128 - 1. */
export function isAddressInRange(ipVersion: IpVersion, address: bigint): boolean {
  return address >= 0n && address >> BigInt(addressBits(ipVersion)) === 0n;
}

/**
 * Reads an address. IPv4 is four decimal numbers without leading zeros, because a leading zero
 * means octal to some readers. IPv6 is any form of RFC 4291 section 2.2 (full, compressed, with an
 * embedded IPv4 address), in either case. White space, zone identifiers and brackets are refused.
 * Never throws; returns `undefined` for anything that is not an address.
 */
export function parseIpAddress(text: string): IpAddress | undefined {
  if (text.length > TEXT_LENGTH_MAX) {
    return undefined;
  }
  if (text.includes(':')) {
    const address = parseIpv6(text);
    return address === undefined ? undefined : { ipVersion: 'IPv6', address };
  }
  const address = parseIpv4(text);
  return address === undefined ? undefined : { ipVersion: 'IPv4', address: BigInt(address) };
}

/**
 * Writes an address in its one canonical spelling: dotted decimal, or RFC 5952 (lower case, no
 * leading zeros, the first longest run of at least two zero groups compressed). IPv4-mapped
 * addresses are written in hexadecimal as well (`::ffff:a00:1`): RFC 5952 leaves that open, and one
 * rule for every address is our choice. Throws RangeError for a number outside the family.
 */
export function formatIpAddress(ipVersion: IpVersion, address: bigint): string {
  if (!isAddressInRange(ipVersion, address)) {
    throw new RangeError(`${address} is not an ${ipVersion} address`);
  }
  return ipVersion === 'IPv4' ? formatIpv4(Number(address)) : formatIpv6(address);
}

function parseIpv4(text: string): number | undefined {
  const match = IPV4_PATTERN.exec(text);
  if (match === null) {
    return undefined;
  }
  let address = 0;
  for (let index = 1; index <= 4; index++) {
    const octet = Number(match[index]);
    if (octet > 255) {
      return undefined;
    }
    address = address * 256 + octet;
  }
  return address;
}

function parseIpv6(text: string): bigint | undefined {
  const gapIndex = text.indexOf('::');
  if (gapIndex === -1) {
    const groups = parseIpv6Groups(text, true);
    return groups?.length === IPV6_GROUP_COUNT ? joinIpv6Groups(groups) : undefined;
  }
  const head = parseIpv6Groups(text.slice(0, gapIndex), false);
  const tail = parseIpv6Groups(text.slice(gapIndex + 2), true);
  if (head === undefined || tail === undefined) {
    return undefined;
  }
  const gapCount = IPV6_GROUP_COUNT - head.length - tail.length;
  if (gapCount < 1) {
    return undefined;
  }
  return joinIpv6Groups([...head, ...Array<string>(gapCount).fill('0000'), ...tail]);
}

/** Reads the groups on one side of `::`, each as four digits; only the last may be an IPv4 address. */
function parseIpv6Groups(text: string, isEndOfAddress: boolean): string[] | undefined {
  if (text === '') {
    return [];
  }
  const parts = text.split(':');
  const groups: string[] = [];
  for (const [index, part] of parts.entries()) {
    if (IPV6_GROUP_PATTERN.test(part)) {
      groups.push(part.padStart(4, '0'));
      continue;
    }
    const embedded = isEndOfAddress && index === parts.length - 1 ? parseIpv4(part) : undefined;
    if (embedded === undefined) {
      return undefined;
    }
    const digits = embedded.toString(16).padStart(8, '0');
    groups.push(digits.slice(0, 4), digits.slice(4));
  }
  return groups;
}

function joinIpv6Groups(groups: readonly string[]): bigint {
  return BigInt(`0x${groups.join('')}`);
}

function formatIpv4(address: number): string {
  return `${address >>> 24}.${(address >>> 16) & 255}.${(address >>> 8) & 255}.${address & 255}`;
}

function formatIpv6(address: bigint): string {
  const digits = address.toString(16).padStart(32, '0');
  const groups: string[] = [];
  let runStart = 0;
  let gapStart = 0;
  let gapCount = 0;
  for (let index = 0; index < IPV6_GROUP_COUNT; index++) {
    const group = Number.parseInt(digits.slice(index * 4, index * 4 + 4), 16);
    groups.push(group.toString(16));
    if (group !== 0) {
      runStart = index + 1;
    } else if (index + 1 - runStart > gapCount) {
      gapStart = runStart;
      gapCount = index + 1 - runStart;
    }
  }
  if (gapCount < 2) {
    return groups.join(':');
  }
  return `${groups.slice(0, gapStart).join(':')}::${groups.slice(gapStart + gapCount).join(':')}`;
}
