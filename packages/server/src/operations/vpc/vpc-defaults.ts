import { type Cidr, formatCidr, parseCidr } from '@cadastre/address-space';
import { type Refusal, VPC_USER_CIDR_COUNT_MAX } from '@cadastre/api-contract';
import { refuseParameter } from '../answers.ts';

/** The primary block of a VPC that names none (published): 172.16.0.0/12. */
export const DEFAULT_BLOCK: Cidr = { ipVersion: 'IPv4', address: 0xac10_0000n, prefixLength: 12 };

/** The user CIDR blocks, which are given with commas between them. */
export function readUserCidrs(text: string | undefined): readonly string[] | Refusal {
  if (text === undefined) return [];
  const texts = text.split(',').map((part) => part.trim());
  if (texts.length > VPC_USER_CIDR_COUNT_MAX) {
    return illegal(`There can be at most ${VPC_USER_CIDR_COUNT_MAX} of them.`);
  }
  const userCidrs: string[] = [];
  for (const part of texts) {
    const parsed = parseCidr(part);
    if (parsed.kind === 'invalid' || parsed.cidr.ipVersion !== 'IPv4') {
      return illegal('It must be IPv4 blocks with commas between them.');
    }
    userCidrs.push(formatCidr(parsed.cidr));
  }
  return userCidrs;
}

function illegal(detail: string): Refusal {
  return refuseParameter('UserCidr', detail);
}
