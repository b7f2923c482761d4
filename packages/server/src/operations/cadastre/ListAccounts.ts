import type { OPERATIONS } from '@cadastre/api-contract';
import { formatTime, pageAnswer } from '../answers.ts';
import type { ListHandler } from '../handler.ts';

export const ListAccounts: ListHandler<typeof OPERATIONS.ListAccounts> = async (
  { page },
  { accounts },
) =>
  pageAnswer(
    await accounts.list(page),
    ({ accountId }) => accountId,
    ({ accountId, accountName, status, createdAt }) => ({
      AccountId: Number(accountId),
      AccountName: accountName,
      Status: status,
      CreateTime: formatTime(createdAt),
    }),
  );
