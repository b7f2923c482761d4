import type { Allocation, Pool } from '../../store/records.ts';
import type { Transactor } from '../../store/store.ts';
import type { Trigger } from './trigger.ts';

/** The network that an allocation is for. */
export interface AllocatedNetwork {
  readonly ownerId: string;
  readonly resourceId: string;
  readonly regionId: string;
  readonly name: string;
}

/** Writes the allocation of a network for space that was taken out of a pool. */
export async function allocateNetwork(
  transactor: Transactor,
  pool: Pool,
  { cidr, within }: Pick<Allocation, 'cidr' | 'within'>,
  { ownerId, resourceId, regionId, name }: AllocatedNetwork,
  { caller, ids, now }: Trigger,
): Promise<void> {
  await transactor.allocations.insert({
    accountId: pool.accountId,
    poolId: pool.poolId,
    allocationId: ids.resourceId('ipam-pool-alloc'),
    cidr,
    within,
    name,
    description: '',
    resourceType: 'VPC',
    resourceId,
    resourceRegionId: regionId,
    resourceOwnerId: ownerId,
    createdBy: caller.arn,
    createdAt: now,
  });
}
