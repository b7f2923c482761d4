import type { AttachedTo, UserWriter } from '../identity-store.ts';
import type { User } from '../records.ts';
import { listOfPolicy } from './list-of-policy.ts';
import type { SqlSession } from './session.ts';

/** The columns of a user, of the table under the name `t`. */
export const USER_COLUMNS = `t.account_id AS "accountId", t.user_id AS "userId",
  t.user_name AS "userName", t.display_name AS "displayName", t.mobile_phone AS "mobilePhone",
  t.email, t.comments, t.created_at AS "createdAt", t.updated_at AS "updatedAt"`;

const FIND = `SELECT ${USER_COLUMNS} FROM users t WHERE t.account_id = $1 AND t.user_id = $2`;
const FIND_BY_NAME = `SELECT ${USER_COLUMNS} FROM users t
  WHERE t.account_id = $1 AND t.user_name = $2`;
const LIST = `SELECT ${USER_COLUMNS} FROM users t
  WHERE t.account_id = $1 AND t.user_id > $2 ORDER BY t.user_id LIMIT $3`;
const COUNT = 'SELECT count(*) AS count FROM users WHERE account_id = $1';
const LIST_OF_POLICY = listOfPolicy(USER_COLUMNS, 'users', 'user_id', 'user');
const INSERT = `INSERT INTO users (account_id, user_id, user_name, display_name, mobile_phone, email,
  comments, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`;
const UPDATE = `UPDATE users SET user_name = $3, display_name = $4, mobile_phone = $5, email = $6,
  comments = $7, updated_at = $8 WHERE account_id = $1 AND user_id = $2`;
const REMOVE = 'DELETE FROM users WHERE account_id = $1 AND user_id = $2';

export function userTable(session: SqlSession): UserWriter {
  return {
    find: (accountId, userId) => session.get<User>(FIND, [accountId, userId]),
    findByName: (accountId, userName) => session.get<User>(FIND_BY_NAME, [accountId, userName]),
    list: (accountId, page) => session.all<User>(LIST, [accountId, page.after ?? '', page.limit]),
    async count(accountId) {
      const row = await session.get<{ count: number }>(COUNT, [accountId]);
      return Number(row?.count ?? 0);
    },
    listOfPolicy: (accountId, { policyType, policyName }) =>
      session.all<User & AttachedTo>(LIST_OF_POLICY, [accountId, policyType, policyName]),
    async insert(user) {
      await session.run(INSERT, [
        user.accountId,
        user.userId,
        user.userName,
        user.displayName,
        user.mobilePhone,
        user.email,
        user.comments,
        user.createdAt,
        user.updatedAt,
      ]);
    },
    async update(user) {
      await session.run(UPDATE, [
        user.accountId,
        user.userId,
        user.userName,
        user.displayName,
        user.mobilePhone,
        user.email,
        user.comments,
        user.updatedAt,
      ]);
    },
    async remove(accountId, userId) {
      await session.run(REMOVE, [accountId, userId]);
    },
  };
}
