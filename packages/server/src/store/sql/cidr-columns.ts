import {
  type Cidr,
  createCidr,
  decodeAddressKey,
  encodeAddressKey,
  firstAddress,
  type IpVersion,
  lastAddress,
} from '@cadastre/address-space';

const IPV4_KEY_LENGTH = 8;

/** The address column of a CIDR's first address. */
export function firstKey(cidr: Cidr): string {
  return encodeAddressKey(cidr.ipVersion, firstAddress(cidr));
}

/** The address column of a CIDR's last address. */
export function lastKey(cidr: Cidr): string {
  return encodeAddressKey(cidr.ipVersion, lastAddress(cidr));
}

/** The CIDR of an address column and a prefix length; the width of the key tells the family. */
export function toCidr(key: string, prefixLength: number): Cidr {
  const ipVersion: IpVersion = key.length === IPV4_KEY_LENGTH ? 'IPv4' : 'IPv6';
  return createCidr(ipVersion, decodeAddressKey(ipVersion, key), prefixLength);
}

/** The CIDR of a shorter prefix that contains the given one. */
export function enclosing(cidr: Cidr, prefixLength: number): Cidr {
  const hostBits = BigInt((cidr.ipVersion === 'IPv4' ? 32 : 128) - prefixLength);
  return createCidr(cidr.ipVersion, (cidr.address >> hostBits) << hostBits, prefixLength);
}
