import { INVENTORY_SKIPPED_ID_COUNT_MAX } from '@cadastre/api-contract';
import type { Transactor } from '../../store/store.ts';
import { importIntoPool, importResources } from '../resource-cidr/auto-import.ts';
import { Sight } from '../resource-cidr/sight.ts';
import type { Trigger } from '../resource-cidr/trigger.ts';

/** One call's work on what a source tells of, and what came of it so far. */
export class SourceWork {
  readonly transactor: Transactor;
  readonly accountId: string;
  readonly sourceName: string;
  readonly trigger: Trigger;
  readonly sight: Sight;
  readonly counts = { added: 0, updated: 0, unchanged: 0, removed: 0, skipped: 0 };
  /** Of what was skipped, because another source tells of it; not all of many. */
  readonly skippedIds: string[] = [];
  readonly #changedNetworkIds: string[] = [];
  readonly #freedPools = new Map<string, { readonly accountId: string; readonly poolId: string }>();

  constructor(transactor: Transactor, accountId: string, sourceName: string, trigger: Trigger) {
    this.transactor = transactor;
    this.accountId = accountId;
    this.sourceName = sourceName;
    this.trigger = trigger;
    this.sight = new Sight(transactor, accountId);
  }

  count(outcome: 'added' | 'updated' | 'unchanged' | 'removed'): void {
    this.counts[outcome] += 1;
  }

  skip(resourceId: string): void {
    this.counts.skipped += 1;
    if (this.skippedIds.length < INVENTORY_SKIPPED_ID_COUNT_MAX) this.skippedIds.push(resourceId);
  }

  /** Notes that a network is new or not as it was. */
  noteChangedNetwork(resourceId: string): void {
    this.#changedNetworkIds.push(resourceId);
  }

  /** Notes the pools that a network, which is about to change, may give space back to. */
  async noteAllocations(resourceId: string): Promise<void> {
    const { resourceCidrs } = this.transactor;
    for (const { accountId, poolId } of await resourceCidrs.allocationsOf(
      this.accountId,
      resourceId,
    )) {
      this.#freedPools.set(`${accountId}/${poolId}`, { accountId, poolId });
    }
  }

  /**
   * Lets pools with auto import take in what they can: the networks that changed, and in pools that
   * got space back whatever waits for it, so that the order in which things came and went does not
   * matter. Answers how many CIDRs were taken in.
   */
  async importChanged(): Promise<number> {
    const { transactor, accountId, trigger } = this;
    let importedCount = await importResources(
      transactor,
      accountId,
      this.#changedNetworkIds,
      trigger,
    );
    for (const { accountId: poolOwnerId, poolId } of this.#freedPools.values()) {
      const pool = await transactor.pools.find(poolOwnerId, poolId);
      if (pool !== undefined) importedCount += await importIntoPool(transactor, pool, trigger);
    }
    return importedCount;
  }
}
