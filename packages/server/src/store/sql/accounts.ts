import type { AccountWriter } from '../identity-store.ts';
import type { Account } from '../records.ts';
import { defined, optional, type SqlSession, type SqlValue } from './session.ts';

const COLUMNS = `account_id AS "accountId", account_name AS "accountName", status,
  service_opened_at AS "serviceOpenedAt", default_resource_group_id AS "defaultResourceGroupId",
  created_at AS "createdAt"`;

const FIND = `SELECT ${COLUMNS} FROM accounts WHERE account_id = $1`;
const FIND_BY_NAME = `SELECT ${COLUMNS} FROM accounts WHERE account_name = $1`;
const FIND_FIRST = `SELECT ${COLUMNS} FROM accounts ORDER BY created_at, account_id LIMIT 1`;
const LIST = `SELECT ${COLUMNS} FROM accounts ORDER BY created_at, account_id LIMIT $1`;
const LIST_AFTER = `SELECT ${COLUMNS} FROM accounts WHERE (created_at, account_id) >
  (SELECT created_at, account_id FROM accounts WHERE account_id = $1)
  ORDER BY created_at, account_id LIMIT $2`;
const COUNT = 'SELECT count(*) AS count FROM accounts';
const INSERT = `INSERT INTO accounts (account_id, account_name, status, service_opened_at,
  default_resource_group_id, created_at) VALUES ($1, $2, $3, $4, $5, $6)`;
const INSERT_DEFAULT_GROUP = `INSERT INTO resource_groups (account_id, resource_group_id, name,
  display_name, created_at) VALUES ($1, $2, 'default', 'default resource group', $3)`;
const UPDATE = 'UPDATE accounts SET account_name = $2, status = $3 WHERE account_id = $1';
const SET_SERVICE_OPENED_AT = 'UPDATE accounts SET service_opened_at = $2 WHERE account_id = $1';

type AccountRow = Omit<Account, 'serviceOpenedAt'> & { readonly serviceOpenedAt: number | null };

function toAccount(row: AccountRow): Account {
  return { ...row, serviceOpenedAt: defined(row.serviceOpenedAt) };
}

export function accountTable(session: SqlSession): AccountWriter {
  const find = async (sql: string, values: readonly SqlValue[]) => {
    const row = await session.get<AccountRow>(sql, values);
    return row === undefined ? undefined : toAccount(row);
  };
  const count = async () => {
    const row = await session.get<{ count: number }>(COUNT, []);
    return Number(row?.count ?? 0);
  };
  return {
    find: (accountId) => find(FIND, [accountId]),
    findByName: (accountName) => find(FIND_BY_NAME, [accountName]),
    findFirst: () => find(FIND_FIRST, []),
    count,
    async list({ after, limit }) {
      const rows =
        after === undefined
          ? await session.all<AccountRow>(LIST, [limit + 1])
          : await session.all<AccountRow>(LIST_AFTER, [after, limit + 1]);
      return {
        items: rows.slice(0, limit).map(toAccount),
        totalCount: await count(),
        hasMore: rows.length > limit,
      };
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
    async update({ accountId, accountName, status }) {
      await session.run(UPDATE, [accountId, accountName, status]);
    },
    async setServiceOpenedAt(accountId, serviceOpenedAt) {
      await session.run(SET_SERVICE_OPENED_AT, [accountId, serviceOpenedAt]);
    },
  };
}
