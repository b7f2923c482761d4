import type { WriteScope } from '../write-scope.ts';
import type { PoolKey } from './held-pools.ts';
import { LOCK, LOCK_SEED, LOCK_SHARED, type PostgresSession } from './postgres-session.ts';

/** Held shared by every write, and alone by one that changes more than one account. */
const EVERYTHING = 'everything';

const LOCK_ALL_SHARED = `SELECT pg_advisory_xact_lock_shared(hashtextextended(name, ${LOCK_SEED}))
  FROM unnest($1::TEXT[]) AS name`;

// The accounts whose pools the account may use: itself first.
const POOL_OWNERS = `(SELECT CAST($1 AS TEXT) COLLATE "C" AS account_id UNION ALL
  SELECT owner_account_id FROM shared_pools WHERE account_id = $1)`;
const FIND_OWNER = `SELECT p.account_id AS "ownerId", p.pool_id AS "poolId" FROM pools p
  WHERE p.pool_id = $2 AND (p.account_id = $1 OR p.account_id =
    (SELECT owner_account_id FROM shared_pools WHERE account_id = $1 AND pool_id = $2))
  ORDER BY p.account_id <> $1 LIMIT 1`;
const FIND_ALLOCATION = `SELECT a.account_id AS "ownerId", a.pool_id AS "poolId",
  a.resource_type AS "resourceType" FROM ${POOL_OWNERS} o
  JOIN allocations a ON a.account_id = o.account_id AND a.allocation_id = $2
  ORDER BY a.account_id <> $1 LIMIT 1`;

/** What a write has to hold; writes of the same key can share a transaction. */
export type Locks =
  | { readonly kind: 'everything'; readonly key: string }
  | { readonly kind: 'nothing'; readonly key: string }
  | {
      readonly kind: 'account';
      readonly key: string;
      readonly accountId: string;
      /** The scope that was looked for and not found: it must still be so under the lock. */
      readonly unknown?: NamedScope;
    }
  | PoolLocks;

/** Writes of different pools can share a transaction too. */
export interface PoolLocks extends PoolKey {
  readonly kind: 'pool';
  readonly key: string;
}

interface FoundPool {
  readonly ownerId: string;
  readonly poolId: string;
  readonly resourceType?: string;
}

/**
 * Finds out what to lock. Neither the account of a pool nor the pool of an allocation ever changes, so
 * that what was read before the transaction holds in it.
 */
export async function findLocks(scope: WriteScope, session: PostgresSession): Promise<Locks> {
  switch (scope.kind) {
    case 'everything':
    case 'nothing':
      return { kind: scope.kind, key: '' };
    case 'account':
      return { kind: 'account', key: scope.accountId, accountId: scope.accountId };
    case 'pool': {
      const found = await session.get<FoundPool>(FIND_OWNER, [scope.accountId, scope.poolId]);
      return found === undefined ? unknown(scope) : ofPool(found);
    }
    case 'allocation': {
      const values = [scope.accountId, scope.allocationId];
      const found = await session.get<FoundPool>(FIND_ALLOCATION, values);
      if (found === undefined) return unknown(scope);
      // A network is seen by the IPAMs of several accounts.
      return found.resourceType === 'VPC' ? { kind: 'everything', key: '' } : ofPool(found);
    }
  }
}

type NamedScope = Extract<WriteScope, { readonly kind: 'pool' | 'allocation' }>;

function unknown(scope: NamedScope): Locks {
  const { accountId } = scope;
  // A key for each name: what is looked for again under the lock is one of them.
  const name = scope.kind === 'pool' ? scope.poolId : scope.allocationId;
  const key = `${accountId} unknown ${scope.kind} ${name}`;
  return { kind: 'account', key, accountId, unknown: scope };
}

function ofPool({ ownerId, poolId }: FoundPool): Locks {
  return { kind: 'pool', key: `${ownerId}/${poolId}`, accountId: ownerId, poolId };
}

/**
 * Takes the locks of a transaction, always in the same order: everything, the accounts, then the pools'
 * rows, which `holdPools` reads and locks in one. Allocations need the account shared only, so that
 * pools go on side by side. The locks of a batch are the same, or are pools.
 */
export function takeLocks(batch: readonly Locks[], session: PostgresSession): void {
  const [locks] = batch;
  switch (locks?.kind) {
    case 'everything':
      void session.send(LOCK, [EVERYTHING]);
      break;
    case 'account':
      void session.send(LOCK_SHARED, [EVERYTHING]);
      void session.send(LOCK, [accountLock(locks.accountId)]);
      break;
    case 'pool':
      void session.send(LOCK_ALL_SHARED, [[EVERYTHING, ...accountLocks(batch)]]);
  }
}

/** Of the accounts of pools, in the order in which every transaction takes them. */
function accountLocks(batch: readonly Locks[]): readonly string[] {
  const accountIds = batch.flatMap((locks) => (locks.kind === 'pool' ? [locks.accountId] : []));
  return [...new Set(accountIds)].sort().map(accountLock);
}

function accountLock(accountId: string): string {
  return `account ${accountId}`;
}

/** Whether the locks are those that the scope needs now. */
export async function areLocksRight(locks: Locks, session: PostgresSession): Promise<boolean> {
  if (locks.kind !== 'account' || locks.unknown === undefined) return true;
  const found = await findLocks(locks.unknown, session);
  return found.kind === 'account';
}
