import {
  type Cidr,
  cidrsOverlap,
  type IpVersion,
  isInRefusedRange,
  parseCidr,
} from '@cadastre/address-space';
import {
  type ErrorKey,
  type Refusal,
  refuse,
  VPC_IPV6_MASK_MAX,
  VPC_IPV6_MASK_MIN,
  VPC_MASK_MAX,
  VPC_MASK_MIN,
} from '@cadastre/api-contract';
import { describeInvalidCidr } from '../ipam-pool-allocation/cidr-parameter.ts';

const MASKS: Readonly<Record<IpVersion, { readonly min: number; readonly max: number }>> = {
  IPv4: { min: VPC_MASK_MIN, max: VPC_MASK_MAX },
  IPv6: { min: VPC_IPV6_MASK_MIN, max: VPC_IPV6_MASK_MAX },
};

/** The range that no VPC can have beside those that no pool can (published). */
const CARRIER_RANGE: Cidr = { ipVersion: 'IPv4', address: 0x6440_0000n, prefixLength: 10 };

/** Reads a block in canonical form and of the given IP version. */
export function readBlock(text: string, ipVersion: IpVersion): Cidr | Refusal {
  const parsed = parseCidr(text);
  if (parsed.kind === 'invalid') return malformed(describeInvalidCidr(parsed.reason));
  return parsed.cidr.ipVersion === ipVersion
    ? parsed.cidr
    : malformed(`It must be an ${ipVersion} block.`);
}

function malformed(detail: string): Refusal {
  return refuse('InvalidCidrBlock.Malformed', { Detail: detail });
}

/** Refuses a mask that no block of a VPC can have, with the given error. */
export function checkBlockMask(
  ipVersion: IpVersion,
  mask: number,
  error: ErrorKey,
): Refusal | undefined {
  const { min, max } = MASKS[ipVersion];
  if (mask >= min && mask <= max) return undefined;
  return refuse(error, { Mask: String(mask), Detail: `It must be ${min} to ${max}.` });
}

/** Refuses a block that lies in a reserved range, or around one (our choice). */
export function checkBlockRange(cidr: Cidr): Refusal | undefined {
  const isReserved = isInRefusedRange(cidr) !== undefined || cidrsOverlap(cidr, CARRIER_RANGE);
  return isReserved ? refuse('OperationDenied.CidrInExcludeCidrs') : undefined;
}
