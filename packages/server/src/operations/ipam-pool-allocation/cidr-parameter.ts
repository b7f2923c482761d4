import {
  addressBits,
  type Cidr,
  createCidr,
  type InvalidCidrReason,
  type IpVersion,
  parseCidr,
  parseIpAddress,
} from '@cadastre/address-space';
import type { Refusal } from '@cadastre/api-contract';
import { refuseParameter } from '../answers.ts';

const REASONS: Readonly<Record<InvalidCidrReason, string>> = {
  syntax: 'It is not a CIDR block such as 192.168.0.0/16 or 2001:db8::/32.',
  'prefix-length': 'Its prefix length is out of range.',
  'host-bits-set': 'Its host bits are not zero.',
  'not-canonical': 'It is not written in its canonical form.',
};

/**
 * Reads a CIDR block in canonical form and of the given IP version. Other spellings are refused, not
 * rewritten: clients look a CIDR up by the text they gave.
 */
export function readCidrParameter(
  parameterName: string,
  text: string,
  ipVersion: IpVersion,
): Cidr | Refusal {
  const parsed = parseCidr(text);
  if (parsed.kind === 'invalid')
    return refuseParameter(parameterName, describeInvalidCidr(parsed.reason));
  return parsed.cidr.ipVersion === ipVersion
    ? parsed.cidr
    : refuseParameter(parameterName, `The pool is an ${ipVersion} pool.`);
}

/** Reads an address in any spelling, as the block of it alone, or a CIDR block in canonical form. */
export function readBlockParameter(parameterName: string, text: string): Cidr | Refusal {
  const address = parseIpAddress(text);
  if (address !== undefined) {
    const { ipVersion, address: number } = address;
    return createCidr(ipVersion, number, addressBits(ipVersion));
  }
  const parsed = parseCidr(text);
  return parsed.kind === 'cidr'
    ? parsed.cidr
    : refuseParameter(parameterName, describeInvalidCidr(parsed.reason));
}

/** Why a text is no CIDR block, as a sentence of the error message. */
export function describeInvalidCidr(reason: InvalidCidrReason): string {
  return REASONS[reason];
}
