import type { Cidr } from '@cadastre/address-space';
import { type Refusal, refuse } from '@cadastre/api-contract';
import type { Reader } from '../../store/store.ts';
import type { Vpc } from '../../store/vpc-store.ts';
import { isRefusal } from '../answers.ts';
import { decideIpv6Around, decideIpv6Inside } from './decide-vswitch-blocks.ts';

/** The /64 that a VSwitch is to have, by its number in an IPv6 block of its VPC. */
export async function chooseIpv6(
  { vSwitches }: Reader,
  vpc: Vpc,
  vSwitchId: string,
  number: number | undefined,
  aroundText: string | undefined,
): Promise<Cidr | Refusal> {
  const around = decideIpv6Around(vpc, aroundText);
  if (isRefusal(around)) return around;
  const taken = await vSwitches.listIpv6Inside(vpc.accountId, vpc.vpcId, around);
  const cidr = decideIpv6Inside(around, number, taken);
  if (isRefusal(cidr)) return cidr;
  const holderId = await vSwitches.findOverlapping(vpc.accountId, vpc.vpcId, cidr);
  return holderId === undefined || holderId === vSwitchId
    ? cidr
    : refuse('InvalidCidrBlock.Overlapped');
}
