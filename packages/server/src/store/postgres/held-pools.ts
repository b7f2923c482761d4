import type { FreeBlock } from '@cadastre/address-space';
import type { ClientToken } from '../records.ts';
import { ALLOCATION_COLUMNS, type AllocationRow, toAllocation } from '../sql/allocations.ts';
import { CLIENT_TOKEN_COLUMNS } from '../sql/client-tokens.ts';
import { FREE_BLOCK_COLUMNS, type FreeBlockRow, toFreeBlock } from '../sql/free-blocks.ts';
import { FreeWindow } from '../sql/free-window.ts';
import { GatheredChanges } from '../sql/gathered-changes.ts';
import { POOL_COLUMNS, type PoolRow, toPool } from '../sql/pools.ts';
import type { ClientTokenKey } from '../store.ts';
import { BulkSender } from './bulk-sender.ts';
import { columnLists } from './column-lists.ts';
import type { PostgresSession } from './postgres-session.ts';

export interface PoolKey {
  readonly accountId: string;
  readonly poolId: string;
}

/** What a write of a batch is about, as far as it can be read for all of them at once. */
export interface ExpectedReads extends PoolKey {
  readonly allocationId: string | undefined;
  readonly clientToken: ClientTokenKey | undefined;
}

/** Free blocks that are read for each write, and for each pool. */
const BLOCKS_PER_WRITE = 2;
const BLOCKS_PER_POOL = 8;

// Row after row in the order of the keys, as every transaction locks them.
const LOCK_POOLS = `SELECT ${POOL_COLUMNS} FROM pools
  WHERE (account_id, pool_id) IN (SELECT * FROM unnest($1::TEXT[], $2::TEXT[]))
  ORDER BY account_id, pool_id FOR UPDATE`;
const FREE_BLOCKS = `SELECT wanted.account_id AS "accountId", wanted.pool_id AS "poolId", lowest.*
  FROM unnest($1::TEXT[], $2::TEXT[], $3::INTEGER[]) AS wanted (account_id, pool_id, block_count)
  CROSS JOIN LATERAL (SELECT ${FREE_BLOCK_COLUMNS} FROM free_blocks
    WHERE account_id = wanted.account_id AND pool_id = wanted.pool_id
    ORDER BY first_key LIMIT wanted.block_count) AS lowest
  ORDER BY wanted.account_id, wanted.pool_id, lowest."firstKey"`;
const ALLOCATIONS = `SELECT ${ALLOCATION_COLUMNS} FROM allocations
  WHERE (account_id, allocation_id) IN (SELECT * FROM unnest($1::TEXT[], $2::TEXT[]))`;
const CLIENT_TOKENS = `SELECT ${CLIENT_TOKEN_COLUMNS} FROM client_tokens
  WHERE (account_id, operation, token) IN (SELECT * FROM unnest($1::TEXT[], $2::TEXT[], $3::TEXT[]))`;

function keyOf({ accountId, poolId }: PoolKey): string {
  return `${accountId}/${poolId}`;
}

/**
 * Locks the rows of the pools that the writes of a batch are about, and reads for all of them what they
 * will ask for, in one exchange of packets.
 */
export async function holdPools(
  session: PostgresSession,
  reads: readonly ExpectedReads[],
): Promise<GatheredChanges> {
  const blockCounts = new Map<string, number>();
  for (const read of reads) {
    const key = keyOf(read);
    blockCounts.set(key, (blockCounts.get(key) ?? BLOCKS_PER_POOL) + BLOCKS_PER_WRITE);
  }
  const pools = [...new Map(reads.map((read) => [keyOf(read), read])).values()].map(
    ({ accountId, poolId }) => [accountId, poolId, blockCounts.get(`${accountId}/${poolId}`) ?? 0],
  );
  const changes = new GatheredChanges({
    session,
    sender: new BulkSender(session),
    isHeld: (accountId, poolId) => blockCounts.has(keyOf({ accountId, poolId })),
  });
  const [poolRows, blockRows] = await Promise.all([
    session.all<PoolRow>(LOCK_POOLS, columnLists(pools, 2)),
    session.all<FreeBlockRow & PoolKey>(FREE_BLOCKS, columnLists(pools, 3)),
    readAllocations(session, reads, changes),
    readTokens(session, reads, changes),
  ]);
  const blocks = new Map<string, FreeBlock[]>();
  for (const { accountId, poolId, ...row } of blockRows) {
    const key = keyOf({ accountId, poolId });
    const known = blocks.get(key);
    if (known === undefined) blocks.set(key, [toFreeBlock(row)]);
    else known.push(toFreeBlock(row));
  }
  for (const row of poolRows) {
    const pool = toPool(row);
    const known = blocks.get(keyOf(pool)) ?? [];
    const isWhole = known.length < (blockCounts.get(keyOf(pool)) ?? 0);
    changes.knowPool(pool, new FreeWindow(known, isWhole));
  }
  return changes;
}

async function readAllocations(
  session: PostgresSession,
  reads: readonly ExpectedReads[],
  changes: GatheredChanges,
): Promise<void> {
  const keys = reads.flatMap(({ accountId, allocationId }) =>
    allocationId === undefined ? [] : [[accountId, allocationId]],
  );
  if (keys.length === 0) return;
  const rows = await session.all<AllocationRow>(ALLOCATIONS, columnLists(keys, 2));
  for (const row of rows) changes.knowAllocation(toAllocation(row));
}

async function readTokens(
  session: PostgresSession,
  reads: readonly ExpectedReads[],
  changes: GatheredChanges,
): Promise<void> {
  const tokens = reads.flatMap(({ clientToken }) => clientToken ?? []);
  if (tokens.length === 0) return;
  for (const token of tokens) changes.knowToken(token);
  const keys = tokens.map(({ accountId, operation, token }) => [accountId, operation, token]);
  const rows = await session.all<ClientToken>(CLIENT_TOKENS, columnLists(keys, 3));
  for (const row of rows) changes.knowToken(row, row);
}
