import { type OPERATIONS, refuse } from '@cadastre/api-contract';
import type { WriteHandler } from '../handler.ts';
import { removeOlder } from './remove-items.ts';
import { SourceWork } from './source-work.ts';

export const DeleteInventorySource: WriteHandler<typeof OPERATIONS.DeleteInventorySource> = async (
  { input, accountId, caller, ids, now },
  transactor,
) => {
  const { SourceName: sourceName } = input;
  const before = await transactor.inventorySources.find(accountId, sourceName);
  if (before === undefined) return refuse('ResourceNotFound.InventorySource');
  const work = new SourceWork(transactor, accountId, sourceName, { caller, ids, now });
  await removeOlder(work, before.version + 1);
  await work.importChanged();
  await transactor.inventorySources.remove(accountId, sourceName);
  const { removed: removedCount } = work.counts;
  return {
    kind: 'answer',
    response: { RemovedCount: removedCount },
    change: {
      resourceType: 'InventorySource',
      resourceId: sourceName,
      before: { ...before, removedCount },
    },
  };
};
