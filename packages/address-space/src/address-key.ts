import type { IpVersion } from './ip-address.ts';
import { addressBits, isAddressInRange } from './ip-address.ts';

const KEY_PATTERN = /^[0-9a-f]+$/;

/**
 * The address as storage keeps it: lower-case hexadecimal of fixed width, 8 digits for IPv4 and 32
 * for IPv6, so that within a family the order of the texts (by byte) is the order of the addresses.
 * Throws RangeError for a number outside the family.
 */
export function encodeAddressKey(ipVersion: IpVersion, address: bigint): string {
  if (!isAddressInRange(ipVersion, address)) {
    throw new RangeError(`${address} is not an ${ipVersion} address`);
  }
  return address.toString(16).padStart(addressBits(ipVersion) / 4, '0');
}

/** The inverse of `encodeAddressKey`. Throws RangeError for a text which that does not write. */
export function decodeAddressKey(ipVersion: IpVersion, key: string): bigint {
  if (key.length !== addressBits(ipVersion) / 4 || !KEY_PATTERN.test(key)) {
    throw new RangeError(`'${key}' is not the key of an ${ipVersion} address`);
  }
  return BigInt(`0x${key}`);
}
