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
import { isRowMissing, type PostgresSession } from './postgres-session.ts';
import {
  OutdatedMemoryError,
  type RememberedPool,
  type RememberedPools,
} from './remembered-pools.ts';

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

// The version of a row is the transaction that wrote it. Whoever changes a pool's free space changes its
// row too. What this transaction writes has this version:
const OWN_VERSION = 'pg_current_xact_id()::XID::TEXT AS "ownVersion"';

// Row after row in the order of the keys, as every transaction locks them.
const LOCK_POOLS = `SELECT ${POOL_COLUMNS}, xmin::TEXT AS version, ${OWN_VERSION} FROM pools
  WHERE (account_id, pool_id) IN (SELECT * FROM unnest($1::TEXT[], $2::TEXT[]))
  ORDER BY account_id, pool_id FOR UPDATE`;
const LOCK_UNCHANGED = `WITH locked AS (SELECT account_id, pool_id, xmin::TEXT AS version FROM pools
    WHERE (account_id, pool_id) IN (SELECT * FROM unnest($1::TEXT[], $2::TEXT[]))
    ORDER BY account_id, pool_id FOR UPDATE),
  unchanged AS (SELECT count(*) AS count FROM locked
    JOIN unnest($1::TEXT[], $2::TEXT[], $3::TEXT[]) AS known (account_id, pool_id, version)
    USING (account_id, pool_id, version))
  SELECT require_rows((SELECT count FROM unchanged), $4::BIGINT), ${OWN_VERSION}`;
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

interface OwnVersionRow {
  readonly ownVersion: string;
}

type LockedRow = PoolRow & OwnVersionRow & { readonly version: string };

export function keyOf({ accountId, poolId }: PoolKey): string {
  return `${accountId}/${poolId}`;
}

/** The pools of a batch, locked until its transaction ends. */
export class HeldPools {
  readonly changes: GatheredChanges;
  /** Settles once the locks are had; never where they are not. */
  readonly locked: Promise<void>;
  readonly #sender: BulkSender;
  readonly #found = new Map<string, Pick<RememberedPool, 'version' | 'isQuiet'>>();
  #ownVersion = '';
  #onLocked: () => void = () => undefined;

  constructor(session: PostgresSession, keys: ReadonlySet<string>) {
    this.#sender = new BulkSender(session);
    this.changes = new GatheredChanges({
      session,
      sender: this.#sender,
      isHeld: (accountId, poolId) => keys.has(keyOf({ accountId, poolId })),
    });
    this.locked = new Promise((resolve) => {
      this.#onLocked = resolve;
    });
  }

  /** Tells how a pool is found. */
  know({ pool, window, version, isQuiet }: RememberedPool): void {
    this.changes.knowPool(pool, window);
    this.#found.set(keyOf(pool), { version, isQuiet });
  }

  /** Tells that the locks are had, and the version that rows have which this transaction changes. */
  lock(ownVersion: string): void {
    this.#ownVersion = ownVersion;
    this.#onLocked();
  }

  /** Keeps how this transaction leaves the pools, once it is committed; until then they are locked. */
  rememberIn(memory: RememberedPools): void {
    for (const { pool, window } of this.changes.knownPools()) {
      const key = keyOf(pool);
      const found = this.#found.get(key);
      if (found === undefined) continue;
      const isChanged = this.#sender.hasCounted(pool.accountId, pool.poolId);
      const version = isChanged ? this.#ownVersion : found.version;
      memory.put(key, { pool, window, version, isQuiet: found.isQuiet });
    }
  }
}

/**
 * Locks the rows of the pools that the writes of a batch are about, and reads for all of them what they
 * will ask for, in one exchange of packets. `remembered` tells which were left alone by other servers.
 */
export async function holdPools(
  session: PostgresSession,
  reads: readonly ExpectedReads[],
  remembered: ReadonlyMap<string, RememberedPool>,
): Promise<HeldPools> {
  const blockCounts = new Map<string, number>();
  for (const read of reads) {
    const key = keyOf(read);
    blockCounts.set(key, (blockCounts.get(key) ?? BLOCKS_PER_POOL) + BLOCKS_PER_WRITE);
  }
  const pools = [...new Map(reads.map((read) => [keyOf(read), read])).values()].map(
    ({ accountId, poolId }) => [accountId, poolId, blockCounts.get(`${accountId}/${poolId}`) ?? 0],
  );
  const held = new HeldPools(session, new Set(blockCounts.keys()));
  const [poolRows, blockRows] = await Promise.all([
    session.all<LockedRow>(LOCK_POOLS, columnLists(pools, 2)),
    session.all<FreeBlockRow & PoolKey>(FREE_BLOCKS, columnLists(pools, 3)),
    readAllocations(session, reads, held.changes),
    readTokens(session, reads, held.changes),
  ]);
  const blocks = new Map<string, FreeBlock[]>();
  for (const { accountId, poolId, ...row } of blockRows) {
    const key = keyOf({ accountId, poolId });
    const known = blocks.get(key);
    if (known === undefined) blocks.set(key, [toFreeBlock(row)]);
    else known.push(toFreeBlock(row));
  }
  for (const { version, ownVersion, ...row } of poolRows) {
    const pool = toPool(row);
    const key = keyOf(pool);
    const known = blocks.get(key) ?? [];
    const isWhole = known.length < (blockCounts.get(key) ?? 0);
    const window = new FreeWindow(known, isWhole);
    held.know({ pool, window, version, isQuiet: remembered.get(key)?.version === version });
    held.lock(ownVersion);
  }
  return held;
}

/**
 * The same for pools that are remembered: none of them is read, and nothing is waited for but allocations.
 * Where one is not as it was, the transaction fails with an OutdatedMemoryError. Client tokens are taken
 * for new; that one is not shows when it is to be remembered.
 */
export async function holdRemembered(
  session: PostgresSession,
  reads: readonly ExpectedReads[],
  remembered: ReadonlyMap<string, RememberedPool>,
): Promise<HeldPools> {
  const held = new HeldPools(session, new Set(remembered.keys()));
  for (const pool of remembered.values()) held.know(pool);
  for (const { clientToken } of reads) {
    if (clientToken !== undefined) held.changes.knowToken(clientToken);
  }
  const rows = [...remembered.values()].map(({ pool, version }) => [
    pool.accountId,
    pool.poolId,
    version,
  ]);
  session.sendAhead<OwnVersionRow>(
    LOCK_UNCHANGED,
    [...columnLists(rows, 3), rows.length],
    (error) => (isRowMissing(error) ? new OutdatedMemoryError('A pool has changed.') : error),
    ([row]) => held.lock(row?.ownVersion ?? ''),
  );
  await readAllocations(session, reads, held.changes);
  return held;
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
