import {
  type Cidr,
  cidrContains,
  type FreeBlock,
  type FreeSpaceChanges,
} from '@cadastre/address-space';
import type { EventWriter } from '../history-store.ts';
import type { Allocation, ClientToken, Pool } from '../records.ts';
import type {
  AllocationWriter,
  ClientTokenKey,
  ClientTokenWriter,
  FreeSpaceWriter,
  PoolWriter,
  Transactor,
} from '../store.ts';
import { allocationRow, INSERT_ALLOCATION, INSERT_RELEASED, releasedRow } from './allocations.ts';
import { firstKey } from './cidr-columns.ts';
import {
  clientTokenRow,
  clientTokenTable,
  INSERT_CLIENT_TOKEN,
  tokenConflict,
} from './client-tokens.ts';
import { eventRow, INSERT_EVENT } from './events.ts';
import {
  findFreeBlock,
  findFreeBuddies,
  freeBlockRow,
  goneBlock,
  INSERT_FREE_BLOCK,
  lastFreeBlockUpTo,
  lowestFreeBlock,
  nextFreeBlocks,
} from './free-blocks.ts';
import { FreeWindow } from './free-window.ts';
import { GatheredRows, type RowSender } from './gathered-rows.ts';
import type { BatchChanges } from './run-together.ts';
import { isRead, type SqlSession, type SqlValue } from './session.ts';
import { createTransactor } from './transactor.ts';

/** Free blocks that are read ahead at a time. */
const BLOCKS_AHEAD = 16;

export interface ChangeTarget {
  /** Straight to the database. */
  readonly session: SqlSession;
  /** Carries out what was gathered. */
  readonly sender: RowSender;
  /** Whether nothing else changes the pool until the transaction ends, so that it can be kept. */
  readonly isHeld: (accountId: string, poolId: string) => boolean;
}

interface KnownPool {
  readonly pool: Pool;
  /** By how much the number of allocations differs from that in `pool`. */
  change: number;
}

function keyOf(first: string, second: string, third = ''): string {
  return `${first}/${second}/${third}`;
}

/**
 * What the writes of one transaction change, in memory until it is sent, with the pools that they take
 * space from. The writes run one after another and each sees what the earlier ones did. Of the most
 * frequent changes only the sum reaches the database, in few statements, and a write that is taken back
 * is undone in memory. Whatever is not kept here is asked of the database, after it was told of every
 * change; and what changes there at once makes everything kept here be read anew.
 */
export class GatheredChanges implements BatchChanges {
  /** Reads and writes through what is kept. */
  readonly transactor: Transactor;
  readonly #target: ChangeTarget;
  readonly #base: Transactor;
  readonly #rows = new GatheredRows();
  readonly #pools = new Map<string, KnownPool>();
  readonly #windows = new Map<
    string,
    { readonly pool: Pick<Pool, 'accountId' | 'poolId'>; readonly window: FreeWindow }
  >();
  readonly #allocations = new Map<string, Allocation>();
  readonly #tokens = new Map<string, ClientToken | undefined>();
  #isSent = true;
  #hasForgotten = false;
  /** What undoes the changes of the write that runs, the first first. */
  #undo: (() => void)[] = [];
  #canUndo = true;

  constructor(target: ChangeTarget) {
    this.#target = target;
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

  /** Tells what was read of a held pool. */
  knowPool(pool: Pool, window: FreeWindow): void {
    const key = keyOf(pool.accountId, pool.poolId);
    this.#pools.set(key, { pool, change: 0 });
    this.#windows.set(key, { pool, window });
  }

  /** Tells of an allocation of a held pool. */
  knowAllocation(allocation: Allocation): void {
    this.#allocations.set(keyOf(allocation.accountId, allocation.allocationId), allocation);
  }

  /** Tells what was answered to a token; undefined where nothing was. */
  knowToken({ accountId, operation, token }: ClientTokenKey, answered?: ClientToken): void {
    this.#tokens.set(keyOf(accountId, operation, token), answered);
  }

  /** Whether an answer to the token is known, or is to be remembered. */
  hasAnswer({ accountId, operation, token }: ClientTokenKey): boolean {
    return this.#tokens.get(keyOf(accountId, operation, token)) !== undefined;
  }

  /**
   * The held pools as the transaction leaves them, once everything is sent: those of which the free
   * blocks are known too. None where it has changed more than what is kept here.
   */
  *knownPools(): Iterable<{ readonly pool: Pool; readonly window: FreeWindow }> {
    if (this.#hasForgotten) return;
    for (const [key, { window }] of this.#windows) {
      const known = this.#pools.get(key);
      if (known === undefined) continue;
      const { pool, change } = known;
      yield { pool: { ...pool, allocationCount: pool.allocationCount + change }, window };
    }
  }

  /** Forgets everything, as at the start of another transaction. */
  reset(): void {
    this.#rows.clear();
    this.#isSent = true;
    this.#hasForgotten = false;
    this.#forgetWhatWasRead();
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

  /** Sends all changes. */
  async send(): Promise<void> {
    if (this.#isSent) return;
    this.#isSent = true;
    if (this.#undo.length > 0) this.#canUndo = false;
    for (const { pool, window } of this.#windows.values()) {
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
    await this.#rows.send(this.#target.sender);
  }

  #forgetWhatWasRead(): void {
    this.#pools.clear();
    this.#windows.clear();
    this.#allocations.clear();
    this.#tokens.clear();
  }

  #changed(...undo: readonly (() => void)[]): void {
    this.#isSent = false;
    this.#undo.push(...undo);
  }

  /** The database, told of every change before it is asked. */
  #sendingFirst(): SqlSession {
    const { session } = this.#target;
    const change = async <Value>(work: () => Promise<Value>): Promise<Value> => {
      await this.send();
      this.#canUndo = false;
      const value = await work();
      // Nobody knows what it has changed.
      this.#hasForgotten = true;
      this.#forgetWhatWasRead();
      return value;
    };
    const ask = async <Value>(sql: string, work: () => Promise<Value>): Promise<Value> => {
      if (!isRead(sql)) return change(work);
      await this.send();
      return work();
    };
    return {
      get: <Found>(sql: string, values: readonly SqlValue[]) =>
        ask(sql, () => session.get<Found>(sql, values)),
      all: <Found>(sql: string, values: readonly SqlValue[]) =>
        ask(sql, () => session.all<Found>(sql, values)),
      run: (sql, values) => change(() => session.run(sql, values)),
      send: (sql, values, ifNone) => change(() => session.send(sql, values, ifNone)),
      lock: (name) => session.lock(name),
    };
  }

  async #pool(accountId: string, poolId: string): Promise<KnownPool | undefined> {
    const key = keyOf(accountId, poolId);
    const known = this.#pools.get(key);
    if (known !== undefined || !this.#target.isHeld(accountId, poolId)) return known;
    const pool = await this.#base.pools.find(accountId, poolId);
    if (pool === undefined) return undefined;
    const read = { pool, change: 0 };
    this.#pools.set(key, read);
    return read;
  }

  async #window(accountId: string, poolId: string): Promise<FreeWindow | undefined> {
    const key = keyOf(accountId, poolId);
    const known = this.#windows.get(key);
    if (known !== undefined) return known.window;
    if (!this.#target.isHeld(accountId, poolId)) return undefined;
    const blocks = await nextFreeBlocks(this.#target.session, accountId, poolId, BLOCKS_AHEAD);
    const window = new FreeWindow(blocks, blocks.length < BLOCKS_AHEAD);
    this.#windows.set(key, { pool: { accountId, poolId }, window });
    return window;
  }

  #poolTable(): PoolWriter {
    const base = this.#base.pools;
    return {
      ...base,
      find: async (accountId, poolId) => {
        const known = await this.#pool(accountId, poolId);
        if (known === undefined) return base.find(accountId, poolId);
        const { pool, change } = known;
        return { ...pool, allocationCount: pool.allocationCount + change };
      },
    };
  }

  #count(accountId: string, poolId: string, change: number): void {
    this.#changed(this.#rows.count(accountId, poolId, change));
    const known = this.#pools.get(keyOf(accountId, poolId));
    if (known === undefined) return;
    known.change += change;
    this.#changed(() => {
      known.change -= change;
    });
  }

  #freeBlockTable(): FreeSpaceWriter {
    const base = this.#base.freeSpace;
    const { session } = this.#target;
    return {
      lowestThatFits: async (accountId, poolId, prefixLength) => {
        const window = await this.#window(accountId, poolId);
        if (window === undefined) return base.lowestThatFits(accountId, poolId, prefixLength);
        const block = window.lowestThatFits(prefixLength);
        if (block !== undefined || window.isWhole) return block;
        if (window.isUsedUp) {
          const next = await nextFreeBlocks(session, accountId, poolId, BLOCKS_AHEAD, window.end);
          window.extend(next, next.length < BLOCKS_AHEAD);
          const found = window.lowestThatFits(prefixLength);
          if (found !== undefined || window.isWhole) return found;
        }
        return lowestFreeBlock(session, accountId, poolId, prefixLength, window.end);
      },
      blockContaining: async (accountId, poolId, cidr) => {
        const window = await this.#window(accountId, poolId);
        if (window === undefined) return base.blockContaining(accountId, poolId, cidr);
        const key = firstKey(cidr);
        const later =
          key > window.end
            ? await lastFreeBlockUpTo(session, accountId, poolId, key, window.end)
            : undefined;
        const block = later ?? window.lastUpTo(key);
        return block !== undefined && cidrContains(block.cidr, cidr) ? block : undefined;
      },
      freeBuddies: async (accountId, poolId, cidr, within) => {
        const window = await this.#window(accountId, poolId);
        if (window === undefined) return base.freeBuddies(accountId, poolId, cidr, within);
        return findFreeBuddies(cidr, within, async (buddy: Cidr) =>
          firstKey(buddy) <= window.end
            ? window.find(buddy)
            : findFreeBlock(session, accountId, poolId, buddy),
        );
      },
      apply: async (accountId, poolId, changes) => {
        const window = await this.#window(accountId, poolId);
        if (window === undefined) await base.apply(accountId, poolId, changes);
        else await this.#applyTo(window, accountId, poolId, changes);
      },
    };
  }

  /** Blocks after the end of the window are the database's, at once. */
  async #applyTo(
    window: FreeWindow,
    accountId: string,
    poolId: string,
    { removed, added }: FreeSpaceChanges,
  ): Promise<void> {
    const later: { removed: FreeBlock[]; added: FreeBlock[] } = { removed: [], added: [] };
    for (const block of removed) {
      if (firstKey(block.cidr) > window.end) {
        later.removed.push(block);
        continue;
      }
      const undo = window.remove(block.cidr);
      if (undo === undefined) throw goneBlock(poolId);
      this.#changed(undo);
    }
    for (const block of added) {
      if (firstKey(block.cidr) > window.end) later.added.push(block);
      else this.#changed(window.add(block));
    }
    if (later.removed.length + later.added.length > 0) {
      await this.#base.freeSpace.apply(accountId, poolId, later);
    }
  }

  #allocationTable(): AllocationWriter {
    const base = this.#base.allocations;
    return {
      ...base,
      find: async (accountId, allocationId) =>
        this.#allocations.get(keyOf(accountId, allocationId)) ??
        (await base.find(accountId, allocationId)),
      insert: async (allocation) => {
        this.#changed(this.#rows.add(INSERT_ALLOCATION, allocationRow(allocation)));
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
        this.#changed(
          () => {
            if (known !== undefined) this.#allocations.set(key, known);
          },
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
    const stored = clientTokenTable(this.#target.session);
    return {
      ...base,
      find: async (accountId, operation, token, now) => {
        const key = keyOf(accountId, operation, token);
        if (!this.#tokens.has(key)) {
          // What was gathered holds no answer to it, and need not be sent first.
          this.#tokens.set(key, await stored.find(accountId, operation, token, now));
        }
        const known = this.#tokens.get(key);
        return known !== undefined && known.expiresAt > now ? known : undefined;
      },
      remember: async (token, now) => {
        const key = keyOf(token.accountId, token.operation, token.token);
        const isKnown = this.#tokens.has(key);
        const before = this.#tokens.get(key);
        this.#tokens.set(key, token);
        this.#changed(
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
        this.#changed(this.#rows.add(INSERT_EVENT, eventRow(event)));
      },
    };
  }
}
