import { join } from 'node:path';
import { DATABASE_FILE } from './data-folder.ts';
import { createIdSource } from './ids.ts';
import { rulesOf, takeSpace } from './operations/ipam-pool-allocation/take-space.ts';
import { SqliteStore } from './store/sqlite/sqlite-store.ts';
import type { Transactor } from './store/store.ts';

/** Allocations of one transaction; large enough that the commits do not count. */
const ALLOCATIONS_PER_COMMIT = 2_000;

export interface LoadOptions {
  /** The data folder of a server that is not running. */
  readonly dataFolder: string;
  readonly accountId: string;
  readonly poolId: string;
  /** How many allocations to add, each of this prefix length, from the lowest free space up. */
  readonly count: number;
  readonly prefixLength: number;
  readonly onProgress: (loadedCount: number) => void;
}

/**
 * Adds many custom allocations straight to the store, many to a commit, without calls, client tokens
 * and events. The same plans and the same constraints decide as for a call.
 */
export async function loadAllocations(options: LoadOptions): Promise<void> {
  const store = new SqliteStore({ file: join(options.dataFolder, DATABASE_FILE), now: Date.now });
  try {
    for (let loaded = 0; loaded < options.count; ) {
      const count = Math.min(ALLOCATIONS_PER_COMMIT, options.count - loaded);
      await store.write({
        run: async (transactor) => {
          await loadSome(options, count, transactor);
          return { kind: 'commit', value: undefined };
        },
      });
      loaded += count;
      options.onProgress(loaded);
    }
  } finally {
    await store.close();
  }
}

async function loadSome(
  { accountId, poolId, prefixLength }: LoadOptions,
  count: number,
  transactor: Transactor,
): Promise<void> {
  const ids = createIdSource(Date.now);
  const pool = await transactor.pools.find(accountId, poolId);
  if (pool === undefined) throw new Error(`There is no pool ${poolId}.`);
  for (let index = 0; index < count; index += 1) {
    const request = { kind: 'allocate-mask', prefixLength } as const;
    const space = await takeSpace(transactor, pool, rulesOf(pool), request);
    if (space.kind !== 'allocated') throw new Error(`The pool ${poolId} is full.`);
    await transactor.allocations.insert({
      accountId,
      poolId,
      allocationId: ids.resourceId('ipam-pool-alloc'),
      cidr: space.cidr,
      within: space.within,
      name: '',
      description: '',
      resourceType: 'Custom',
      resourceId: '',
      resourceRegionId: pool.poolRegionId ?? pool.regionId,
      resourceOwnerId: accountId,
      createdBy: `acs:ram::${accountId}:root`,
      createdAt: Date.now(),
    });
  }
}
