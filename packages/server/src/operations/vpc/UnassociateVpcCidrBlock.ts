import type { Cidr } from '@cadastre/address-space';
import { type OPERATIONS, refuse } from '@cadastre/api-contract';
import type { WriteHandler } from '../handler.ts';
import { checkBlocksUnused } from './blocks-in-use.ts';
import { removeBlock } from './decide-vpc-blocks.ts';
import { findVpc } from './find-network.ts';
import { updateVpc } from './put-network.ts';

/** Takes secondary blocks from a VPC. Their allocations go back to their pools at once. */
export const UnassociateVpcCidrBlock: WriteHandler<
  typeof OPERATIONS.UnassociateVpcCidrBlock
> = async (call, transactor) => {
  const { input, accountId } = call;
  const found = await findVpc(transactor, accountId, input.VpcId, input.RegionId);
  if (found.kind === 'refusal') return found;
  const { vpc: before } = found;
  const named = [
    { text: input.SecondaryCidrBlock, ipVersion: 'IPv4' },
    { text: input.IPv6CidrBlock, ipVersion: 'IPv6' },
  ] as const;
  let after = before;
  const removed: Cidr[] = [];
  for (const { text, ipVersion } of named) {
    if (text === undefined) continue;
    const removal = removeBlock(after, text, ipVersion);
    if (removal.kind === 'refusal') return removal;
    after = removal.vpc;
    removed.push(removal.cidr);
  }
  if (removed.length === 0) {
    return refuse('Missing{ParameterName}', { ParameterName: 'SecondaryCidrBlock' });
  }
  const inUse = await checkBlocksUnused(transactor, before, removed);
  if (inUse !== undefined) return inUse;
  const change = await updateVpc(transactor, before, after, call);
  return { kind: 'answer', response: {}, change };
};
