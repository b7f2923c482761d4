import { type Refusal, refuse } from '@cadastre/api-contract';
import type { Reader } from '../../store/store.ts';
import type { Vpc, VSwitch } from '../../store/vpc-store.ts';

/** The account's VPC; in the region where the call names one. */
export async function findVpc(
  { vpcs }: Reader,
  accountId: string,
  vpcId: string,
  regionId: string | undefined,
): Promise<{ readonly kind: 'found'; readonly vpc: Vpc } | Refusal> {
  const vpc = await vpcs.find(accountId, vpcId);
  const isThere = vpc !== undefined && vpc.regionId === (regionId ?? vpc.regionId);
  return isThere ? { kind: 'found', vpc } : refuse('InvalidVpcId.NotFound');
}

/** The account's VSwitch; in the region where the call names one. */
export async function findVSwitch(
  { vSwitches }: Reader,
  accountId: string,
  vSwitchId: string,
  regionId: string | undefined,
): Promise<{ readonly kind: 'found'; readonly vSwitch: VSwitch } | Refusal> {
  const vSwitch = await vSwitches.find(accountId, vSwitchId);
  const isThere = vSwitch !== undefined && vSwitch.regionId === (regionId ?? vSwitch.regionId);
  return isThere ? { kind: 'found', vSwitch } : refuse('InvalidVSwitchId.NotFound');
}

/** The VPC that a VSwitch is in. */
export async function vpcOf({ vpcs }: Reader, { accountId, vpcId }: VSwitch): Promise<Vpc> {
  const vpc = await vpcs.find(accountId, vpcId);
  if (vpc === undefined) throw new Error(`The VPC ${vpcId} of a VSwitch is gone.`);
  return vpc;
}
