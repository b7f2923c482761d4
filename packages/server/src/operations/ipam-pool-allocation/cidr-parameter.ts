import {
  type Cidr,
  type InvalidCidrReason,
  type IpVersion,
  parseCidr,
} from '@cadastre/address-space';
import { type Refusal, refuse } from '@cadastre/api-contract';

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
  const detail =
    parsed.kind === 'invalid'
      ? describeInvalidCidr(parsed.reason)
      : parsed.cidr.ipVersion === ipVersion
        ? undefined
        : `The pool is an ${ipVersion} pool.`;
  if (parsed.kind === 'cidr' && detail === undefined) return parsed.cidr;
  return refuse('IllegalParam.{ParameterName}', {
    ParameterName: parameterName,
    Detail: detail ?? '',
  });
}

/** Why a text is no CIDR block, as a sentence of the error message. */
export function describeInvalidCidr(reason: InvalidCidrReason): string {
  return REASONS[reason];
}
