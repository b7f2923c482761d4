import { type Cidr, isSameCidr } from '@cadastre/address-space';
import { type Refusal, refuse } from '@cadastre/api-contract';
import type { Reader } from '../../store/store.ts';
import type { Vpc } from '../../store/vpc-store.ts';

/** Refuses to take blocks from a VPC that its VSwitches use. */
export async function checkBlocksUnused(
  { vSwitches }: Reader,
  { accountId, vpcId }: Vpc,
  blocks: readonly Cidr[],
): Promise<Refusal | undefined> {
  for (const block of blocks) {
    const vSwitchId = await vSwitches.findOverlapping(accountId, vpcId, block);
    if (vSwitchId !== undefined) return refuse('OperationFailed.CidrInUse');
  }
  return undefined;
}

/** Refuses to change blocks that are allocations of pools. */
export async function checkBlocksUnallocated(
  { resourceCidrs }: Reader,
  { accountId, vpcId }: Vpc,
  blocks: readonly Cidr[],
): Promise<Refusal | undefined> {
  const allocations = await resourceCidrs.allocationsOf(accountId, vpcId);
  const isAllocated = allocations.some(({ cidr }) =>
    blocks.some((block) => isSameCidr(block, cidr)),
  );
  return isAllocated ? refuse('OperationDenied.IpamPoolAllocationExist') : undefined;
}
