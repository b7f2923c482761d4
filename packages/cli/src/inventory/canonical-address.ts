import {
  addressBits,
  type Cidr,
  cidrSize,
  createCidr,
  formatCidr,
  formatIpAddress,
  parseCidr,
  parseIpAddress,
} from '@cadastre/address-space';
import { DiscoveryError } from './discovery-error.ts';

/** A CIDR in its one canonical spelling. Host bits are refused: they hide what was meant. */
export function canonicalCidr(text: string): string {
  return formatCidr(readCidr(text));
}

/** Those of the texts that are there, canonical, none twice: sources leave out and repeat some. */
export function canonicalCidrs(texts: readonly (string | undefined)[]): readonly string[] {
  const cidrs = new Set<string>();
  for (const text of texts) {
    if (text !== undefined && text !== '') cidrs.add(canonicalCidr(text));
  }
  return [...cidrs];
}

/** As `canonicalCidr`, parsed. */
export function readCidr(text: string): Cidr {
  const parsed = parseCidr(text);
  if (parsed.kind === 'cidr') return parsed.cidr;
  const [addressText = '', lengthText = ''] = text.split('/');
  const address = parseIpAddress(addressText);
  if (parsed.reason === 'not-canonical' && address !== undefined) {
    return createCidr(address.ipVersion, address.address, Number(lengthText));
  }
  if (parsed.reason === 'host-bits-set') {
    const network = formatCidr(networkOf(addressText, Number(lengthText)));
    throw new DiscoveryError(`${text} has bits set after its prefix; its network is ${network}`);
  }
  throw new DiscoveryError(`${JSON.stringify(text)} is not a CIDR such as 10.0.0.0/16`);
}

/** An address in its one canonical spelling. */
export function canonicalAddress(text: string): string {
  const parsed = parseIpAddress(text);
  if (parsed !== undefined) return formatIpAddress(parsed.ipVersion, parsed.address);
  throw new DiscoveryError(`${JSON.stringify(text)} is not an IP address`);
}

/** The network of the given prefix length that an address is in. */
export function networkOf(addressText: string, prefixLength: number): Cidr {
  const parsed = parseIpAddress(addressText);
  const isLength = parsed !== undefined && prefixLength <= addressBits(parsed.ipVersion);
  if (!isLength) throw new DiscoveryError(`${addressText}/${prefixLength} is not an address`);
  const { ipVersion, address } = parsed;
  const size = cidrSize({ ipVersion, address, prefixLength });
  return createCidr(ipVersion, address - (address % size), prefixLength);
}
