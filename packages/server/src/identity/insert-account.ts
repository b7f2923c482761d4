import type { IdSource } from '../ids.ts';
import type { Account } from '../store/records.ts';
import type { Transactor } from '../store/store.ts';
import type { SecretBox } from './secret-box.ts';

/** An account and the access key of its root. */
export interface RootAccessKey {
  readonly accountId: string;
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
}

/** What making an account takes from outside. */
export interface AccountSources {
  readonly ids: IdSource;
  readonly secretBox: SecretBox;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** Makes an account with its default resource group and an access key of its root. */
export async function insertAccount(
  accountName: string,
  { accountId, accessKeyId, accessKeySecret }: RootAccessKey,
  { ids, secretBox, now }: AccountSources,
  transactor: Transactor,
): Promise<Account> {
  const account: Account = {
    accountId,
    accountName,
    status: 'Active',
    serviceOpenedAt: undefined,
    defaultResourceGroupId: ids.resourceId('rg'),
    createdAt: now,
  };
  await transactor.accounts.insert(account);
  await transactor.accessKeys.insert({
    accountId,
    accessKeyId,
    userId: undefined,
    encryptedSecret: secretBox.seal(accessKeySecret, `access-key:${accessKeyId}`),
    status: 'Active',
    createdAt: now,
  });
  return account;
}
