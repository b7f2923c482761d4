import {
  buddyOf,
  type Cidr,
  cidrContains,
  cidrsOverlap,
  isSameCidr,
  parentOf,
  parseCidr,
} from '@cadastre/address-space';
import { type Refusal, refuse, VPC_SECONDARY_CIDR_COUNT_MAX } from '@cadastre/api-contract';
import type { Vpc, VpcIpv6Cidr } from '../../store/vpc-store.ts';
import { isRefusal } from '../answers.ts';
import { checkBlockMask, checkBlockRange, readBlock } from './block-rules.ts';

/** Refuses one more secondary block than a VPC may have. The first IPv6 block counts as its primary. */
export function checkBlockQuota(
  { secondaryCidrs, ipv6Cidrs }: Vpc,
  ipVersion: Cidr['ipVersion'],
): Refusal | undefined {
  if (ipVersion === 'IPv4') {
    return secondaryCidrs.length >= VPC_SECONDARY_CIDR_COUNT_MAX
      ? refuse('QuotaExceeded.SecondaryCidrBlock')
      : undefined;
  }
  return ipv6Cidrs.length > VPC_SECONDARY_CIDR_COUNT_MAX
    ? refuse('QuotaExceeded.IPv6CidrBlock')
    : undefined;
}

/** The VPC with one more block; no two blocks of a VPC have an address in common. */
export function addBlock(vpc: Vpc, added: Cidr, isp: VpcIpv6Cidr['isp']): Vpc | Refusal {
  if (added.ipVersion === 'IPv6') {
    return vpc.ipv6Cidrs.some(({ cidr }) => cidrsOverlap(cidr, added))
      ? refuse('OperationFailed.Ipv6CidrBlockOverLapped')
      : { ...vpc, ipv6Cidrs: [...vpc.ipv6Cidrs, { cidr: added, isp }] };
  }
  return [vpc.cidr, ...vpc.secondaryCidrs].some((cidr) => cidrsOverlap(cidr, added))
    ? refuse('InvalidCidrBlock.Overlapped')
    : { ...vpc, secondaryCidrs: [...vpc.secondaryCidrs, added] };
}

/** The VPC without the secondary block of the given text, and that block. */
export function removeBlock(
  vpc: Vpc,
  text: string,
  ipVersion: Cidr['ipVersion'],
): { readonly kind: 'removed'; readonly vpc: Vpc; readonly cidr: Cidr } | Refusal {
  const parsed = parseCidr(text);
  const present = ipVersion === 'IPv4' ? vpc.secondaryCidrs : vpc.ipv6Cidrs.map(({ cidr }) => cidr);
  const cidr =
    parsed.kind === 'invalid' ? undefined : present.find((one) => isSameCidr(one, parsed.cidr));
  if (cidr === undefined) return refuse('ResourceNotFound.VpcCidrBlock');
  return {
    kind: 'removed',
    cidr,
    vpc: {
      ...vpc,
      secondaryCidrs: vpc.secondaryCidrs.filter((one) => !isSameCidr(one, cidr)),
      ipv6Cidrs: vpc.ipv6Cidrs.filter((one) => !isSameCidr(one.cidr, cidr)),
    },
  };
}

/** What a new primary block comes to, and what of the present one it leaves out. */
export interface PrimaryChange {
  readonly kind: 'change';
  readonly cidr: Cidr;
  /** The blocks that VSwitches must not use. */
  readonly leftOut: readonly Cidr[];
}

/** Decides on a new primary block: one around the present one, or a part of it. */
export function decidePrimaryChange(vpc: Vpc, text: string): PrimaryChange | Refusal {
  const cidr = readBlock(text, 'IPv4');
  if (isRefusal(cidr)) return cidr;
  const illegal =
    checkBlockMask('IPv4', cidr.prefixLength, 'IllegalParam.CidrMask') ?? checkBlockRange(cidr);
  if (illegal !== undefined) return illegal;
  if (!cidrsOverlap(cidr, vpc.cidr)) {
    return refuse('IllegalParam.{ParameterName}', {
      ParameterName: 'CidrBlock',
      Detail: 'It must be around the present block or inside it.',
    });
  }
  if (vpc.secondaryCidrs.some((secondary) => cidrsOverlap(secondary, cidr))) {
    return refuse('InvalidCidrBlock.Overlapped');
  }
  return { kind: 'change', cidr, leftOut: leftOutOf(vpc.cidr, cidr) };
}

/** The blocks that tile what a part leaves of a block; none where it is around the block. */
function leftOutOf(block: Cidr, part: Cidr): readonly Cidr[] {
  if (!cidrContains(block, part)) return [];
  const leftOut: Cidr[] = [];
  for (let inner = part; inner.prefixLength > block.prefixLength; inner = parentOf(inner)) {
    leftOut.push(buddyOf(inner));
  }
  return leftOut;
}
