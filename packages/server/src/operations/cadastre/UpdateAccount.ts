import { type OPERATIONS, refuse } from '@cadastre/api-contract';
import type { Account } from '../../store/records.ts';
import type { WriteHandler } from '../handler.ts';
import { checkEntityName } from '../ram/check-texts.ts';

export const UpdateAccount: WriteHandler<typeof OPERATIONS.UpdateAccount> = async (
  { input },
  { accounts },
) => {
  const { AccountId: accountId, AccountName: newName, Status: newStatus } = input;
  const refusal = newName === undefined ? undefined : checkEntityName('AccountName', newName);
  if (refusal !== undefined) return refusal;
  const before = await accounts.find(accountId);
  if (before === undefined) return refuse('EntityNotExist.Account');
  const first = await accounts.findFirst();
  // Nobody could switch it on again.
  if (newStatus === 'Inactive' && first?.accountId === accountId) {
    return refuse('OperationDenied.FirstAccount');
  }
  const after: Account = {
    ...before,
    accountName: newName ?? before.accountName,
    status: newStatus ?? before.status,
  };
  const isRenamed = after.accountName !== before.accountName;
  if (isRenamed && (await accounts.findByName(after.accountName)) !== undefined) {
    return refuse('EntityAlreadyExists.Account#Name');
  }
  await accounts.update(after);
  return {
    kind: 'answer',
    response: {},
    change: { resourceType: 'Account', resourceId: accountId, before, after },
  };
};
