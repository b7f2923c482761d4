import { formatCidr, isSameCidr, parseCidr } from '@cadastre/address-space';
import { type OPERATIONS, refuse } from '@cadastre/api-contract';
import type { PoolCidr } from '../../store/records.ts';
import type { Transactor } from '../../store/store.ts';
import type { WriteHandler } from '../handler.ts';
import { findOwnPool } from '../ipam-pool/find-pool.ts';
import { releaseAllocation } from '../ipam-pool-allocation/take-space.ts';

/** Takes a CIDR without allocations from its pool; a sub-pool's goes back to its source pool. */
export const DeleteIpamPoolCidr: WriteHandler<typeof OPERATIONS.DeleteIpamPoolCidr> = async (
  { input, caller, accountId, now },
  transactor,
) => {
  const found = await findOwnPool(transactor, accountId, input.IpamPoolId);
  if (found.kind === 'refusal') return found;
  const { pool } = found;
  if (pool.regionId !== input.RegionId) {
    return refuse('OperationDenied.PoolRegionNotSupportDeletePoolCidr');
  }
  const parsed = parseCidr(input.Cidr);
  const poolCidr =
    parsed.kind === 'cidr' && parsed.cidr.ipVersion === pool.ipVersion
      ? await transactor.poolCidrs.find(accountId, pool.poolId, parsed.cidr)
      : undefined;
  if (poolCidr === undefined) return refuse('ResourceNotFound.IpamPoolCidr');
  const { cidr } = poolCidr;
  const block = await transactor.freeSpace.blockContaining(accountId, pool.poolId, cidr);
  if (block === undefined || !isSameCidr(block.cidr, cidr)) {
    return refuse('OperationDenied.IpamPoolAllocationExist');
  }
  await transactor.freeSpace.apply(accountId, pool.poolId, { removed: [block], added: [] });
  await transactor.poolCidrs.remove(poolCidr);
  await giveBack(poolCidr, caller.arn, now, transactor);
  const text = formatCidr(cidr);
  return {
    kind: 'answer',
    response: {},
    change: {
      resourceType: 'IpamPoolCidr',
      resourceId: `${pool.poolId}/${text}`,
      before: { ...poolCidr, cidr: text },
    },
  };
};

async function giveBack(
  { accountId, poolId, sourcePoolId, cidr }: PoolCidr,
  releasedBy: string,
  now: number,
  transactor: Transactor,
): Promise<void> {
  if (sourcePoolId === undefined) return;
  const allocation = await transactor.allocations.findByCidr(accountId, sourcePoolId, cidr);
  if (allocation?.resourceId !== poolId) {
    throw new Error(`The source pool has no allocation for ${formatCidr(cidr)} of ${poolId}.`);
  }
  await releaseAllocation(transactor, allocation, releasedBy, now);
}
