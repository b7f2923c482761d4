import type { AttachedTo, RoleWriter } from '../identity-store.ts';
import type { Role } from '../records.ts';
import { listOfPolicy } from './list-of-policy.ts';
import type { SqlSession } from './session.ts';

const COLUMNS = `t.account_id AS "accountId", t.role_id AS "roleId", t.role_name AS "roleName",
  t.description, t.trust_policy AS "trustPolicy", t.max_session_seconds AS "maxSessionSeconds",
  t.created_at AS "createdAt", t.updated_at AS "updatedAt"`;

const FIND = `SELECT ${COLUMNS} FROM roles t WHERE t.account_id = $1 AND t.role_id = $2`;
const FIND_BY_NAME = `SELECT ${COLUMNS} FROM roles t WHERE t.account_id = $1 AND t.role_name = $2`;
const LIST = `SELECT ${COLUMNS} FROM roles t
  WHERE t.account_id = $1 AND t.role_id > $2 ORDER BY t.role_id LIMIT $3`;
const COUNT = 'SELECT count(*) AS count FROM roles WHERE account_id = $1';
const LIST_OF_POLICY = listOfPolicy(COLUMNS, 'roles', 'role_id', 'role');
const INSERT = `INSERT INTO roles (account_id, role_id, role_name, description, trust_policy,
  max_session_seconds, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`;
const UPDATE = `UPDATE roles SET description = $3, trust_policy = $4, max_session_seconds = $5,
  updated_at = $6 WHERE account_id = $1 AND role_id = $2`;
const REMOVE = 'DELETE FROM roles WHERE account_id = $1 AND role_id = $2';

export function roleTable(session: SqlSession): RoleWriter {
  return {
    find: (accountId, roleId) => session.get<Role>(FIND, [accountId, roleId]),
    findByName: (accountId, roleName) => session.get<Role>(FIND_BY_NAME, [accountId, roleName]),
    list: (accountId, page) => session.all<Role>(LIST, [accountId, page.after ?? '', page.limit]),
    async count(accountId) {
      const row = await session.get<{ count: number }>(COUNT, [accountId]);
      return Number(row?.count ?? 0);
    },
    listOfPolicy: (accountId, { policyType, policyName }) =>
      session.all<Role & AttachedTo>(LIST_OF_POLICY, [accountId, policyType, policyName]),
    async insert(role) {
      await session.run(INSERT, [
        role.accountId,
        role.roleId,
        role.roleName,
        role.description,
        role.trustPolicy,
        role.maxSessionSeconds,
        role.createdAt,
        role.updatedAt,
      ]);
    },
    async update(role) {
      await session.run(UPDATE, [
        role.accountId,
        role.roleId,
        role.description,
        role.trustPolicy,
        role.maxSessionSeconds,
        role.updatedAt,
      ]);
    },
    async remove(accountId, roleId) {
      await session.run(REMOVE, [accountId, roleId]);
    },
  };
}
