import type { OPERATIONS } from '@cadastre/api-contract';
import { formatTime, pageAnswer } from '../answers.ts';
import type { ListHandler } from '../handler.ts';

export const ListInventorySources: ListHandler<typeof OPERATIONS.ListInventorySources> = async (
  { accountId, page },
  { inventorySources },
) =>
  pageAnswer(
    await inventorySources.list(accountId, page),
    ({ sourceName }) => sourceName,
    (source) => ({
      SourceName: source.sourceName,
      SourceVersion: source.version,
      Mode: source.mode,
      IsComplete: source.isComplete,
      ResourceCount: source.resourceCount,
      AddressCount: source.addressCount,
      CreateTime: formatTime(source.createdAt),
      UpdateTime: formatTime(source.updatedAt),
    }),
  );
