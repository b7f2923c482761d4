import { type Refusal, refuse } from '@cadastre/api-contract';
import type { Pool } from '../../store/records.ts';
import type { Reader } from '../../store/store.ts';

/** What an account is to a pool that it can see: its owner, or one it is shared with. */
export type PoolRole = 'owner' | 'principal';

export interface VisiblePool {
  readonly pool: Pool;
  readonly role: PoolRole;
}

/** The pool as the account sees it; undefined for a pool that is neither its own nor shared with it. */
export async function findPool(
  reader: Reader,
  accountId: string,
  poolId: string,
): Promise<VisiblePool | undefined> {
  const own = await reader.pools.find(accountId, poolId);
  if (own !== undefined) return { pool: own, role: 'owner' };
  const shared = await reader.pools.findSharedWith(accountId, poolId);
  return shared && { pool: shared, role: 'principal' };
}

/** The pool for an operation that only its owner may call. */
export async function findOwnPool(
  reader: Reader,
  accountId: string,
  poolId: string,
): Promise<{ readonly kind: 'own'; readonly pool: Pool } | Refusal> {
  const found = await findPool(reader, accountId, poolId);
  if (found === undefined) return refuse('ResourceNotFound.IpamPool');
  if (found.role === 'principal') return refuse('OperationDenied.OperateShareResource');
  return { kind: 'own', pool: found.pool };
}
