import { ACCOUNT_COUNT_MAX, type OPERATIONS, refuse } from '@cadastre/api-contract';
import { insertAccount } from '../../identity/insert-account.ts';
import type { IdSource } from '../../ids.ts';
import type { AccountReader } from '../../store/identity-store.ts';
import type { WriteHandler } from '../handler.ts';
import { checkEntityName } from '../ram/check-texts.ts';

/** The secret leaves in the answer alone: the audit event has the account and the key without it. */
export const CreateAccount: WriteHandler<typeof OPERATIONS.CreateAccount> = async (
  { input, ids, now, secretBox },
  transactor,
) => {
  const { AccountName: accountName, AccountId } = input;
  const { accounts } = transactor;
  const refusal = checkEntityName('AccountName', accountName);
  if (refusal !== undefined) return refusal;
  if (AccountId !== undefined && (await accounts.find(AccountId)) !== undefined) {
    return refuse('EntityAlreadyExists.Account#Id');
  }
  if ((await accounts.findByName(accountName)) !== undefined) {
    return refuse('EntityAlreadyExists.Account#Name');
  }
  if ((await accounts.count()) >= ACCOUNT_COUNT_MAX) {
    return refuse('LimitExceeded.Account', { Limit: String(ACCOUNT_COUNT_MAX) });
  }
  const root = { accountId: AccountId ?? (await unusedId(ids, accounts)), ...ids.accessKey() };
  const sources = { ids, secretBox, now: await timeAfterFirst(now, accounts) };
  const account = await insertAccount(accountName, root, sources, transactor);
  return {
    kind: 'answer',
    response: {
      AccountId: Number(root.accountId),
      AccessKeyId: root.accessKeyId,
      AccessKeySecret: root.accessKeySecret,
    },
    change: {
      resourceType: 'Account',
      resourceId: root.accountId,
      after: { ...account, accessKeyId: root.accessKeyId },
    },
  };
};

async function unusedId(ids: IdSource, accounts: AccountReader): Promise<string> {
  let accountId = ids.accountId();
  while ((await accounts.find(accountId)) !== undefined) accountId = ids.accountId();
  return accountId;
}

/** A clock that was set back must not make an account older than the first, whose rights go by age. */
async function timeAfterFirst(now: number, accounts: AccountReader): Promise<number> {
  const first = await accounts.findFirst();
  return Math.max(now, (first?.createdAt ?? 0) + 1);
}
