import type { Pool } from '../records.ts';
import type { FreeWindow } from '../sql/free-window.ts';

/** How long a pool is remembered that nothing is allocated from, in milliseconds. */
const MEMORY_TIME_MS = 60_000;

/** Pools that are remembered, and free blocks of each; what has more is read. */
const POOLS_MAX = 10_000;
const BLOCKS_MAX = 256;

/** A pool as a transaction of this server left it. */
export interface RememberedPool {
  readonly pool: Pool;
  readonly window: FreeWindow;
  /** Of the pool's row: it becomes another one when the pool or its free space is changed. */
  readonly version: string;
  /** Whether nobody had changed the pool between this server's last transactions on it. */
  readonly isQuiet: boolean;
}

/** What was taken for known is not so, or may not be: it must be read. */
export class OutdatedMemoryError extends Error {}

/** Pools by how this server's last transaction left them, so that the next need not read them. */
export class RememberedPools {
  readonly #now: () => number;
  readonly #entries = new Map<string, { readonly pool: RememberedPool; readonly at: number }>();

  /** `now` is a clock that is never set back, in milliseconds. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** Takes out what is known of a pool, for a transaction that may change it. */
  take(key: string): RememberedPool | undefined {
    const entry = this.#entries.get(key);
    this.#entries.delete(key);
    return entry !== undefined && this.#now() - entry.at < MEMORY_TIME_MS ? entry.pool : undefined;
  }

  put(key: string, pool: RememberedPool): void {
    if (pool.window.size > BLOCKS_MAX) return;
    if (this.#entries.size >= POOLS_MAX) this.#entries.clear();
    this.#entries.set(key, { pool, at: this.#now() });
  }

  clear(): void {
    this.#entries.clear();
  }
}
