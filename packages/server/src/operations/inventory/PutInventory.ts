import type { OPERATIONS } from '@cadastre/api-contract';
import type { InventorySource } from '../../store/inventory-records.ts';
import type { WriteHandler } from '../handler.ts';
import { decideBatch } from './decide-batch.ts';
import { putItems } from './put-items.ts';
import { readBatch } from './read-items.ts';
import { removeNamed, removeOlder } from './remove-items.ts';
import { SourceWork } from './source-work.ts';

/** One batch, in one transaction: its items, its removals, and those of a version that ends with it. */
export const PutInventory: WriteHandler<typeof OPERATIONS.PutInventory> = async (
  { input, accountId, caller, ids, now },
  transactor,
) => {
  const { SourceName: sourceName, SourceVersion: version, Mode: mode } = input;
  const batch = readBatch(input.Items, input.Removed);
  if (batch.kind === 'refusal') return batch;
  const before = await transactor.inventorySources.find(accountId, sourceName);
  const decision = decideBatch(
    {
      version,
      mode,
      isLast: input.IsComplete === true,
      hasRemovals: batch.removedIds.length + batch.removedAddresses.length > 0,
    },
    { source: before, sourceCount: await transactor.inventorySources.count(accountId) },
  );
  if (decision.kind === 'refusal') return decision;
  const work = new SourceWork(transactor, accountId, sourceName, { caller, ids, now });
  let after = before;
  let importedCount = 0;
  if (decision.kind === 'apply') {
    const { isComplete } = decision;
    const source: InventorySource = {
      accountId,
      sourceName,
      version,
      mode,
      isComplete,
      createdAt: before?.createdAt ?? now,
      updatedAt: now,
    };
    await transactor.inventorySources.put(source);
    await removeNamed(work, batch);
    await putItems(work, version, batch);
    if (mode === 'Full' && isComplete) await removeOlder(work, version);
    importedCount = await work.importChanged();
    after = source;
  }
  const { added, updated, unchanged, removed, skipped } = work.counts;
  const counts = {
    AddedCount: added,
    UpdatedCount: updated,
    UnchangedCount: unchanged,
    RemovedCount: removed,
    SkippedCount: skipped,
    ImportedCount: importedCount,
  };
  return {
    kind: 'answer',
    response: {
      SourceName: sourceName,
      SourceVersion: version,
      ...counts,
      SkippedResourceIds: work.skippedIds,
    },
    change: {
      resourceType: 'InventorySource',
      resourceId: sourceName,
      // The counts stand for the items, which are too many for an event.
      ...(before === undefined ? {} : { before }),
      after: { ...after, counts },
    },
  };
};
