import {
  addressBits,
  type Cidr,
  cidrContains,
  createCidr,
  type IpAddress,
  parseCidr,
  parseIpAddress,
} from '@cadastre/address-space';

/** The upper 96 bits of an IPv6 address that carries an IPv4 address. */
const MAPPED_PREFIX = 0xffffn;
const IPV4_BITS = 32n;
const IPV4_MASK = 0xffff_ffffn;

/**
 * Reads an address for comparing. An IPv4-mapped IPv6 address is the IPv4 address it carries: a
 * dual-stack listener reports IPv4 callers that way.
 */
function readAddress(text: string): IpAddress | undefined {
  const parsed = parseIpAddress(text);
  if (parsed?.ipVersion !== 'IPv6' || parsed.address >> IPV4_BITS !== MAPPED_PREFIX) return parsed;
  return { ipVersion: 'IPv4', address: parsed.address & IPV4_MASK };
}

/** Reads an address or a CIDR in canonical form. Undefined for anything else. */
export function parseTrustedProxy(text: string): Cidr | undefined {
  if (text.includes('/')) {
    const parsed = parseCidr(text);
    return parsed.kind === 'cidr' ? parsed.cidr : undefined;
  }
  const parsed = readAddress(text);
  return parsed && toCidr(parsed);
}

function toCidr({ ipVersion, address }: IpAddress): Cidr {
  return createCidr(ipVersion, address, addressBits(ipVersion));
}

/** Whether an address is that of a trusted proxy; undefined for what is no address. */
export function isTrustedProxy(
  trustedProxies: readonly Cidr[],
  address: string,
): boolean | undefined {
  const parsed = readAddress(address);
  if (parsed === undefined) return undefined;
  const cidr = toCidr(parsed);
  return trustedProxies.some((trusted) => cidrContains(trusted, cidr));
}
