import { type Refusal, refuse } from '@cadastre/api-contract';
import type { Allocation, Pool } from '../../store/records.ts';
import type { Reader } from '../../store/store.ts';
import { allocationRegion } from './decide-request.ts';

/** An allocation with its pool, when the call names the region that allocation calls must. */
export async function findAllocation(
  reader: Reader,
  accountId: string,
  allocationId: string,
  regionId: string,
): Promise<
  { readonly kind: 'found'; readonly allocation: Allocation; readonly pool: Pool } | Refusal
> {
  const allocation = await reader.allocations.find(accountId, allocationId);
  if (allocation === undefined) return refuse('ResourceNotFound.IpamPoolAllocation');
  const pool = await reader.pools.find(accountId, allocation.poolId);
  if (pool === undefined) throw new Error(`The pool of the allocation ${allocationId} is gone.`);
  if (regionId !== allocationRegion(pool)) return refuse('OperationDenied.RequestRegionInvalid');
  return { kind: 'found', allocation, pool };
}
