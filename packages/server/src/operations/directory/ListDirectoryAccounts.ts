import type { OPERATIONS } from '@cadastre/api-contract';
import { formatTime, pageAnswer } from '../answers.ts';
import type { ListHandler } from '../handler.ts';

export const ListDirectoryAccounts: ListHandler<typeof OPERATIONS.ListDirectoryAccounts> = async (
  { input, accountId: directoryId, page },
  { directoryAccounts },
) => {
  const accounts = await directoryAccounts.list(input.FolderId, page);
  return pageAnswer(
    accounts,
    ({ accountId }) => accountId,
    (account) => ({
      AccountId: Number(account.accountId),
      AccountName: account.accountName,
      FolderId: account.folderId,
      IsManagementAccount: account.accountId === directoryId,
      JoinTime: formatTime(account.placedAt),
    }),
  );
};
