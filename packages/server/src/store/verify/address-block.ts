import {
  addressBits,
  createCidr,
  decodeAddressKey,
  formatCidr,
  formatIpAddress,
  type IpVersion,
} from '@cadastre/address-space';

/** A CIDR as the columns of a row give it, with its last address worked out. */
export interface AddressBlock {
  readonly ipVersion: IpVersion;
  readonly first: bigint;
  readonly last: bigint;
  readonly prefixLength: number;
}

const ADDRESS_KEY = /^(?:[0-9a-f]{8}|[0-9a-f]{32})$/;
const IPV4_KEY_LENGTH = 8;

/** Sizes by the number of host bits: a table, because a million rows ask for them. */
const SIZES: readonly bigint[] = Array.from({ length: 129 }, (_, bits) => 1n << BigInt(bits));

/** Undefined when the columns are no CIDR: no address key, or bits set after the prefix. */
export function readBlock(firstKey: unknown, prefixLength: unknown): AddressBlock | undefined {
  if (typeof firstKey !== 'string' || !ADDRESS_KEY.test(firstKey)) return undefined;
  if (typeof prefixLength !== 'number') return undefined;
  const ipVersion = firstKey.length === IPV4_KEY_LENGTH ? 'IPv4' : 'IPv6';
  const size = SIZES[addressBits(ipVersion) - prefixLength];
  if (size === undefined) return undefined;
  const first = decodeAddressKey(ipVersion, firstKey);
  if ((first & (size - 1n)) !== 0n) return undefined;
  return { ipVersion, first, last: first + size - 1n, prefixLength };
}

/** Whether the two are the halves of one CIDR, `lower` the lower one. */
export function areBuddies(lower: AddressBlock, upper: AddressBlock): boolean {
  return (
    lower.prefixLength === upper.prefixLength &&
    lower.last + 1n === upper.first &&
    (lower.first & (lower.last - lower.first + 1n)) === 0n
  );
}

export function describeBlock({ ipVersion, first, prefixLength }: AddressBlock): string {
  return formatCidr(createCidr(ipVersion, first, prefixLength));
}

/** `10.0.0.0 to 10.0.0.255`, both inclusive. */
export function describeRange(ipVersion: IpVersion, first: bigint, last: bigint): string {
  return `${formatIpAddress(ipVersion, first)} to ${formatIpAddress(ipVersion, last)}`;
}
