import { type Block, findFree, firstFit, insertSorted } from './blocks.ts';
import {
  type Allocation,
  allocationRegion,
  type Holder,
  type Pool,
  takenBlocks,
} from './entities.ts';
import { type Failure, fail, type ModelCall } from './outcome.ts';

/** Allocations: where there is space for them, and how they come and go. */

/** The CIDR that a call wants, or the length of one. */
export type Wanted =
  | { readonly kind: 'block'; readonly block: Block }
  | { readonly kind: 'length'; readonly length: number };

/** Where the wanted space is. */
export interface Place {
  readonly kind: 'place';
  readonly block: Block;
  readonly within: Block;
}

export function findPlace(pool: Pool, wanted: Wanted): Place | Failure {
  const taken = takenBlocks(pool);
  if (wanted.kind === 'block') {
    const within = findFree(pool.cidrs, taken, wanted.block);
    return within === undefined
      ? fail('OperationDenied.CidrUnavailableInPool')
      : { kind: 'place', block: wanted.block, within };
  }
  const found = firstFit(pool.cidrs, taken, wanted.length);
  return found === undefined ? fail('ResourceNotEnough.IpamPoolCidr') : { kind: 'place', ...found };
}

/** Takes space for a sub-pool, for a VPC, or for the call itself. */
export function addAllocation(
  call: ModelCall,
  pool: Pool,
  { block, within }: Place,
  holder: Holder | undefined,
): Allocation {
  const { account, input } = call;
  const allocation: Allocation = {
    id: call.newId('ipam-pool-alloc', (id) => {
      // The id of what a call took besides its own may be told first when it is released already.
      if (allocation.releasedAt === undefined) account.allocationsById.set(id, allocation);
    }),
    pool,
    block,
    within,
    sequence: call.nextSequence(),
    createdAt: call.now,
    releasedAt: undefined,
    holder,
    name: holder?.kind === 'vpc' ? holder.vpc.name : (input.text('IpamPoolAllocationName') ?? ''),
    description: input.text('IpamPoolAllocationDescription') ?? '',
  };
  insertSorted(pool.allocations, allocation, (other) => other.block.first);
  account.allocationHistory.push(allocation);
  return allocation;
}

export function removeAllocation({ account, now }: ModelCall, allocation: Allocation): void {
  allocation.releasedAt = now;
  const { allocations } = allocation.pool;
  allocations.splice(allocations.indexOf(allocation), 1);
  account.allocationsById.delete(allocation.id.value ?? '');
}

/** What an allocation says of what has it. */
export function describeHolder({ pool, holder }: Allocation) {
  switch (holder?.kind) {
    case 'sub-pool':
      return {
        ResourceType: 'IpamPool',
        ResourceId: holder.pool.id,
        ResourceRegionId: allocationRegion(holder.pool),
      };
    case 'vpc':
      return {
        ResourceType: 'VPC',
        ResourceId: holder.vpc.id,
        ResourceRegionId: holder.vpc.regionId,
      };
    default:
      return { ResourceType: 'Custom', ResourceId: '', ResourceRegionId: allocationRegion(pool) };
  }
}
