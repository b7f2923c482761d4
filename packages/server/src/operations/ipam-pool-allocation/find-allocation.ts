import { type Refusal, refuse } from '@cadastre/api-contract';
import type { Allocation, Pool } from '../../store/records.ts';
import type { Reader } from '../../store/store.ts';
import { findPool, type PoolRole } from '../ipam-pool/find-pool.ts';
import { allocationRegion } from './decide-request.ts';

/** An allocation of an own pool, or of one shared with the account. */
export interface FoundAllocation {
  readonly kind: 'found';
  readonly allocation: Allocation;
  readonly pool: Pool;
  readonly role: PoolRole;
}

/** An allocation with its pool, when the call names the region that allocation calls must. */
export async function findAllocation(
  reader: Reader,
  accountId: string,
  allocationId: string,
  regionId: string,
): Promise<FoundAllocation | Refusal> {
  const allocation =
    (await reader.allocations.find(accountId, allocationId)) ??
    (await reader.allocations.findSharedWith(accountId, allocationId));
  if (allocation === undefined) return refuse('ResourceNotFound.IpamPoolAllocation');
  const found = await findPool(reader, accountId, allocation.poolId);
  if (found === undefined) throw new Error(`The pool of the allocation ${allocationId} is gone.`);
  const { pool, role } = found;
  if (regionId !== allocationRegion(pool)) return refuse('OperationDenied.RequestRegionInvalid');
  return { kind: 'found', allocation, pool, role };
}

/** An allocation to change: the owner of the pool may change any, a principal its own ones. */
export async function findChangeableAllocation(
  reader: Reader,
  accountId: string,
  allocationId: string,
  regionId: string,
): Promise<FoundAllocation | Refusal> {
  const found = await findAllocation(reader, accountId, allocationId, regionId);
  if (found.kind === 'refusal' || found.role === 'owner') return found;
  return found.allocation.resourceOwnerId === accountId
    ? found
    : refuse('OperationDenied.OperateShareResource');
}
