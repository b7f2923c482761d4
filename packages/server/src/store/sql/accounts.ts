import type { Account } from '../records.ts';
import type { AccountWriter } from '../store.ts';
import { defined, optional, type SqlSession } from './session.ts';

const COLUMNS = `account_id AS "accountId", account_name AS "accountName", status,
  service_opened_at AS "serviceOpenedAt", default_resource_group_id AS "defaultResourceGroupId",
  created_at AS "createdAt"`;

const FIND = `SELECT ${COLUMNS} FROM accounts WHERE account_id = $1`;
const LIST = `SELECT ${COLUMNS} FROM accounts ORDER BY created_at, account_id`;
const INSERT = `INSERT INTO accounts (account_id, account_name, status, service_opened_at,
  default_resource_group_id, created_at) VALUES ($1, $2, $3, $4, $5, $6)`;
const INSERT_DEFAULT_GROUP = `INSERT INTO resource_groups (account_id, resource_group_id, name,
  display_name, created_at) VALUES ($1, $2, 'default', 'default resource group', $3)`;
const SET_SERVICE_OPENED_AT = 'UPDATE accounts SET service_opened_at = $2 WHERE account_id = $1';

type AccountRow = Omit<Account, 'serviceOpenedAt'> & { readonly serviceOpenedAt: number | null };

function toAccount(row: AccountRow): Account {
  return { ...row, serviceOpenedAt: defined(row.serviceOpenedAt) };
}

export function accountTable(session: SqlSession): AccountWriter {
  return {
    async find(accountId) {
      const row = await session.get<AccountRow>(FIND, [accountId]);
      return row === undefined ? undefined : toAccount(row);
    },
    async list() {
      return (await session.all<AccountRow>(LIST, [])).map(toAccount);
    },
    async insert(account) {
      await session.run(INSERT, [
        account.accountId,
        account.accountName,
        account.status,
        optional(account.serviceOpenedAt),
        account.defaultResourceGroupId,
        account.createdAt,
      ]);
      await session.run(INSERT_DEFAULT_GROUP, [
        account.accountId,
        account.defaultResourceGroupId,
        account.createdAt,
      ]);
    },
    async setServiceOpenedAt(accountId, serviceOpenedAt) {
      await session.run(SET_SERVICE_OPENED_AT, [accountId, serviceOpenedAt]);
    },
  };
}
