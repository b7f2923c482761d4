import { cidrContains, type FreeBlock } from '@cadastre/address-space';
import type { EventWriter } from '../history-store.ts';
import type { Allocation, ClientToken, Pool } from '../records.ts';
import {
  ALLOCATION_COLUMNS,
  type AllocationRow,
  allocationRow,
  INSERT_ALLOCATION,
  INSERT_RELEASED,
  releasedRow,
  toAllocation,
} from '../sql/allocations.ts';
import { firstKey } from '../sql/cidr-columns.ts';
import {
  CLIENT_TOKEN_COLUMNS,
  clientTokenRow,
  INSERT_CLIENT_TOKEN,
  tokenConflict,
} from '../sql/client-tokens.ts';
import { eventRow, INSERT_EVENT } from '../sql/events.ts';
import {
  FREE_BLOCK_COLUMNS,
  type FreeBlockRow,
  findFreeBlock,
  findFreeBuddies,
  freeBlockRow,
  goneBlock,
  INSERT_FREE_BLOCK,
  lastFreeBlockUpTo,
  lowestFreeBlock,
  toFreeBlock,
} from '../sql/free-blocks.ts';
import { POOL_COLUMNS, type PoolRow, toPool } from '../sql/pools.ts';
import type { SqlSession, SqlValue } from '../sql/session.ts';
import { createTransactor } from '../sql/transactor.ts';
import type {
  AllocationWriter,
  ClientTokenKey,
  ClientTokenWriter,
  FreeSpaceWriter,
  PoolWriter,
  Transactor,
} from '../store.ts';
import { BatchRows } from './batch-rows.ts';
import { columnArrays } from './bulk-values.ts';
import { FreeWindow } from './free-window.ts';
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

interface HeldPool {
  readonly pool: Pool;
  readonly window: FreeWindow;
  /** By how much the number of allocations differs from that in `pool`. */
  change: number;
}

function keyOf(...parts: readonly string[]): string {
  return parts.join('/');
}

/**
 * The pools whose rows a batch has locked, and what its writes change in them, in memory until
 * everything is sent at once. Nothing else changes these pools meanwhile, so what was read under the
 * locks holds. Whatever is not kept here is asked of the database, after it was told of every change.
 */
export class HeldPools {
  /** Reads and writes through what is held. */
  readonly transactor: Transactor;
  readonly #session: PostgresSession;
  readonly #base: Transactor;
  readonly #rows = new BatchRows();
  readonly #pools = new Map<string, HeldPool>();
  readonly #allocations = new Map<string, Allocation | undefined>();
  readonly #tokens = new Map<string, ClientToken | undefined>();
  /** What undoes the changes of the write that runs, the first first. */
  #undo: (() => void)[] = [];
  #canUndo = true;

  private constructor(session: PostgresSession) {
    this.#session = session;
    this.#base = createTransactor(this.#sendingFirst());
    this.transactor = {
      ...this.#base,
      pools: this.#poolTable(),
      freeSpace: this.#freeBlockTable(),
      allocations: this.#allocationTable(),
      clientTokens: this.#clientTokenTable(),
      events: this.#eventTable(),
    };
  }

  /** Locks the pools' rows and reads what the writes will ask for, in one exchange of packets. */
  static async lock(
    session: PostgresSession,
    pools: readonly PoolKey[],
    reads: readonly ExpectedReads[],
  ): Promise<HeldPools> {
    const held = new HeldPools(session);
    await held.#load(pools, reads);
    return held;
  }

  /** From here on it can be told what one write changes. */
  startWrite(): void {
    this.#undo = [];
    this.#canUndo = true;
  }

  /** Takes back what the write has changed; false where the database knows of it already. */
  undoWrite(): boolean {
    if (!this.#canUndo) return false;
    for (const undo of this.#undo.reverse()) undo();
    this.startWrite();
    return true;
  }

  /** Sends all changes, without waiting. */
  send(): void {
    if (this.#undo.length > 0) this.#canUndo = false;
    for (const { pool, window } of this.#pools.values()) {
      const { accountId, poolId } = pool;
      const { removed, added } = window.takeChanges();
      for (const block of removed) {
        const key = freeBlockRow(accountId, poolId, block).slice(0, -1);
        this.#rows.remove('free_blocks', key, () => goneBlock(poolId));
      }
      for (const block of added) {
        this.#rows.add(INSERT_FREE_BLOCK, freeBlockRow(accountId, poolId, block));
      }
    }
    this.#rows.send(this.#session);
  }

  async #load(pools: readonly PoolKey[], reads: readonly ExpectedReads[]): Promise<void> {
    const keys = pools.map(({ accountId, poolId }) => [accountId, poolId]);
    const counts = new Map<string, number>();
    for (const { accountId, poolId } of reads) {
      const key = keyOf(accountId, poolId);
      counts.set(key, (counts.get(key) ?? BLOCKS_PER_POOL) + BLOCKS_PER_WRITE);
    }
    const wanted = pools.map(({ accountId, poolId }): SqlValue[] => [
      accountId,
      poolId,
      counts.get(keyOf(accountId, poolId)) ?? BLOCKS_PER_POOL,
    ]);
    const session = this.#session;
    const [poolRows, blockRows] = await Promise.all([
      session.all<PoolRow>(LOCK_POOLS, columnArrays(keys, 2)),
      session.all<FreeBlockRow & PoolKey>(FREE_BLOCKS, columnArrays(wanted, 3)),
      this.#loadAllocations(reads),
      this.#loadTokens(reads),
    ]);
    const blocks = new Map<string, FreeBlock[]>(
      pools.map((pool) => [keyOf(pool.accountId, pool.poolId), []]),
    );
    for (const { accountId, poolId, ...row } of blockRows) {
      blocks.get(keyOf(accountId, poolId))?.push(toFreeBlock(row));
    }
    for (const row of poolRows) {
      const pool = toPool(row);
      const key = keyOf(pool.accountId, pool.poolId);
      const known = blocks.get(key) ?? [];
      const isWhole = known.length < (counts.get(key) ?? BLOCKS_PER_POOL);
      this.#pools.set(key, { pool, window: new FreeWindow(known, isWhole), change: 0 });
    }
  }

  async #loadAllocations(reads: readonly ExpectedReads[]): Promise<void> {
    const keys = reads.flatMap(({ accountId, allocationId }) =>
      allocationId === undefined ? [] : [[accountId, allocationId]],
    );
    if (keys.length === 0) return;
    for (const row of await this.#session.all<AllocationRow>(ALLOCATIONS, columnArrays(keys, 2))) {
      this.#allocations.set(keyOf(row.accountId, row.allocationId), toAllocation(row));
    }
  }

  async #loadTokens(reads: readonly ExpectedReads[]): Promise<void> {
    const keys = reads.flatMap(({ clientToken }) =>
      clientToken === undefined
        ? []
        : [[clientToken.accountId, clientToken.operation, clientToken.token]],
    );
    if (keys.length === 0) return;
    for (const key of keys) this.#tokens.set(keyOf(...key), undefined);
    const rows = await this.#session.all<ClientToken>(CLIENT_TOKENS, columnArrays(keys, 3));
    for (const row of rows) {
      this.#tokens.set(keyOf(row.accountId, row.operation, row.token), row);
    }
  }

  #heldPool(accountId: string, poolId: string): HeldPool | undefined {
    return this.#pools.get(keyOf(accountId, poolId));
  }

  /** The database, told of every change before it is asked. */
  #sendingFirst(): SqlSession {
    const session = this.#session;
    const changing = () => {
      this.send();
      this.#canUndo = false;
    };
    return {
      get: (sql, values) => {
        this.send();
        return session.get(sql, values);
      },
      all: (sql, values) => {
        this.send();
        return session.all(sql, values);
      },
      run: (sql, values) => {
        changing();
        return session.run(sql, values);
      },
      send: (sql, values, ifNone) => {
        changing();
        return session.send(sql, values, ifNone);
      },
      lock: (name) => session.lock(name),
    };
  }

  #poolTable(): PoolWriter {
    const base = this.#base.pools;
    return {
      ...base,
      find: async (accountId, poolId) => {
        const held = this.#heldPool(accountId, poolId);
        if (held === undefined) return base.find(accountId, poolId);
        const { pool, change } = held;
        return { ...pool, allocationCount: pool.allocationCount + change };
      },
    };
  }

  #count(accountId: string, poolId: string, change: number): void {
    this.#undo.push(this.#rows.count(accountId, poolId, change));
    const held = this.#heldPool(accountId, poolId);
    if (held === undefined) return;
    held.change += change;
    this.#undo.push(() => {
      held.change -= change;
    });
  }

  #freeBlockTable(): FreeSpaceWriter {
    const base = this.#base.freeSpace;
    const session = this.#session;
    return {
      lowestThatFits: async (accountId, poolId, prefixLength) => {
        const window = this.#heldPool(accountId, poolId)?.window;
        if (window === undefined) return base.lowestThatFits(accountId, poolId, prefixLength);
        return (
          window.lowestThatFits(prefixLength) ??
          (await lowestFreeBlock(session, accountId, poolId, prefixLength, window.end))
        );
      },
      blockContaining: async (accountId, poolId, cidr) => {
        const window = this.#heldPool(accountId, poolId)?.window;
        if (window === undefined) return base.blockContaining(accountId, poolId, cidr);
        const key = firstKey(cidr);
        const after =
          key > window.end &&
          (await lastFreeBlockUpTo(session, accountId, poolId, key, window.end));
        const block = after || window.lastUpTo(key);
        return block !== undefined && cidrContains(block.cidr, cidr) ? block : undefined;
      },
      freeBuddies: async (accountId, poolId, cidr, within) => {
        const window = this.#heldPool(accountId, poolId)?.window;
        if (window === undefined) return base.freeBuddies(accountId, poolId, cidr, within);
        return findFreeBuddies(cidr, within, async (buddy) =>
          firstKey(buddy) <= window.end
            ? window.find(buddy)
            : findFreeBlock(session, accountId, poolId, buddy),
        );
      },
      apply: async (accountId, poolId, changes) => {
        const window = this.#heldPool(accountId, poolId)?.window;
        if (window === undefined) return base.apply(accountId, poolId, changes);
        const isAfter = ({ cidr }: FreeBlock) => firstKey(cidr) > window.end;
        for (const { cidr } of changes.removed.filter((block) => !isAfter(block))) {
          const undo = window.remove(cidr);
          if (undo === undefined) throw goneBlock(poolId);
          this.#undo.push(undo);
        }
        for (const block of changes.added.filter((block) => !isAfter(block))) {
          this.#undo.push(window.add(block));
        }
        const after = {
          removed: changes.removed.filter(isAfter),
          added: changes.added.filter(isAfter),
        };
        if (after.removed.length + after.added.length > 0) {
          await base.apply(accountId, poolId, after);
        }
      },
    };
  }

  #allocationTable(): AllocationWriter {
    const base = this.#base.allocations;
    return {
      ...base,
      find: async (accountId, allocationId) =>
        this.#allocations.get(keyOf(accountId, allocationId)) ??
        (await base.find(accountId, allocationId)),
      insert: async (allocation) => {
        this.#undo.push(this.#rows.add(INSERT_ALLOCATION, allocationRow(allocation)));
        this.#count(allocation.accountId, allocation.poolId, 1);
      },
      setNameAndDescription: async (allocation, name, description) => {
        this.#allocations.delete(keyOf(allocation.accountId, allocation.allocationId));
        await base.setNameAndDescription(allocation, name, description);
      },
      release: async (allocation, releasedBy, releasedAt) => {
        const { accountId, poolId, allocationId, cidr } = allocation;
        const key = keyOf(accountId, allocationId);
        const known = this.#allocations.get(key);
        this.#allocations.delete(key);
        this.#undo.push(
          () => void this.#allocations.set(key, known),
          this.#rows.remove(
            'allocations',
            [accountId, poolId, firstKey(cidr)],
            () => new Error(`The allocation ${allocationId} is gone already.`),
          ),
          this.#rows.add(INSERT_RELEASED, releasedRow(allocation, releasedBy, releasedAt)),
        );
        this.#count(accountId, poolId, -1);
      },
    };
  }

  #clientTokenTable(): ClientTokenWriter {
    const base = this.#base.clientTokens;
    return {
      ...base,
      find: async (accountId, operation, token, now) => {
        const key = keyOf(accountId, operation, token);
        if (!this.#tokens.has(key)) return base.find(accountId, operation, token, now);
        const known = this.#tokens.get(key);
        return known !== undefined && known.expiresAt > now ? known : undefined;
      },
      remember: async (token, now) => {
        const key = keyOf(token.accountId, token.operation, token.token);
        const isKnown = this.#tokens.has(key);
        const before = this.#tokens.get(key);
        this.#tokens.set(key, token);
        this.#undo.push(
          () => void (isKnown ? this.#tokens.set(key, before) : this.#tokens.delete(key)),
          this.#rows.add(INSERT_CLIENT_TOKEN, clientTokenRow(token), [now], () =>
            tokenConflict(token),
          ),
        );
      },
    };
  }

  #eventTable(): EventWriter {
    return {
      ...this.#base.events,
      append: async (event) => {
        this.#undo.push(this.#rows.add(INSERT_EVENT, eventRow(event)));
      },
    };
  }
}
