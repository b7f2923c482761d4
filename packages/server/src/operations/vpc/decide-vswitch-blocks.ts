import {
  type Cidr,
  cidrContains,
  createCidr,
  formatCidr,
  isSameCidr,
} from '@cadastre/address-space';
import {
  type Refusal,
  refuse,
  VSWITCH_IPV6_MASK,
  VSWITCH_IPV6_NUMBER_MAX,
  VSWITCH_MASK_MAX,
  VSWITCH_MASK_MIN,
} from '@cadastre/api-contract';
import type { Vpc } from '../../store/vpc-store.ts';
import { isRefusal, refuseParameter } from '../answers.ts';
import { readBlock } from './block-rules.ts';

/** The IPv4 block of a VSwitch: inside one block of its VPC. */
export function decideVSwitchBlock(
  { cidr: primary, secondaryCidrs }: Vpc,
  text: string,
): Cidr | Refusal {
  const cidr = readBlock(text, 'IPv4');
  if (isRefusal(cidr)) return cidr;
  if (cidr.prefixLength < VSWITCH_MASK_MIN || cidr.prefixLength > VSWITCH_MASK_MAX) {
    return refuse('InvalidCidrBlock.Malformed', {
      Detail: `Its mask must be ${VSWITCH_MASK_MIN} to ${VSWITCH_MASK_MAX}.`,
    });
  }
  const isInside = [primary, ...secondaryCidrs].some((block) => cidrContains(block, cidr));
  return isInside ? cidr : refuse('InvalidParameter#CidrBlock');
}

/** The IPv6 block of a VPC that a VSwitch is to be in: the one named, or the first. */
export function decideIpv6Around({ ipv6Cidrs }: Vpc, text: string | undefined): Cidr | Refusal {
  const blocks = ipv6Cidrs.map(({ cidr }) => cidr);
  const around =
    text === undefined ? blocks[0] : blocks.find((block) => formatCidr(block) === text);
  return around ?? refuseParameter('VpcIpv6CidrBlock', 'It must be an IPv6 block of the VPC.');
}

/** The /64 of that number in an IPv6 block; the lowest one that is not taken where none is given. */
export function decideIpv6Inside(
  around: Cidr,
  number: number | undefined,
  taken: readonly Cidr[],
): Cidr | Refusal {
  const numberMax = Math.min(
    2 ** (VSWITCH_IPV6_MASK - around.prefixLength) - 1,
    VSWITCH_IPV6_NUMBER_MAX,
  );
  if (number !== undefined) {
    return number <= numberMax
      ? blockOf(around, number)
      : refuseParameter('Ipv6CidrBlock', `It must be 0 to ${numberMax}.`);
  }
  for (let candidate = 0; candidate <= numberMax; candidate += 1) {
    const block = blockOf(around, candidate);
    if (!taken.some((one) => isSameCidr(one, block))) return block;
  }
  return refuse('OperationDenied.AvailableCidrInsufficient');
}

function blockOf(around: Cidr, number: number): Cidr {
  const hostBits = BigInt(128 - VSWITCH_IPV6_MASK);
  return createCidr('IPv6', around.address | (BigInt(number) << hostBits), VSWITCH_IPV6_MASK);
}
