import type { AccessKey, Policy, User } from '../records.ts';
import type { IdentityWriter } from '../store.ts';
import { defined, optional, type SqlSession } from './session.ts';

const FIND_ACCESS_KEY = `SELECT account_id AS "accountId", access_key_id AS "accessKeyId",
  user_id AS "userId", encrypted_secret AS "encryptedSecret", status, created_at AS "createdAt"
  FROM access_keys WHERE access_key_id = $1`;
const INSERT_ACCESS_KEY = `INSERT INTO access_keys (account_id, access_key_id, user_id,
  encrypted_secret, status, created_at) VALUES ($1, $2, $3, $4, $5, $6)`;
const SET_ACCESS_KEY_STATUS =
  'UPDATE access_keys SET status = $3 WHERE account_id = $1 AND access_key_id = $2';

const FIND_USER = `SELECT account_id AS "accountId", user_id AS "userId", user_name AS "userName",
  created_at AS "createdAt" FROM users WHERE account_id = $1 AND user_id = $2`;
const INSERT_USER =
  'INSERT INTO users (account_id, user_id, user_name, created_at) VALUES ($1, $2, $3, $4)';

const LIST_USER_POLICIES = `SELECT p.account_id AS "accountId", p.policy_name AS "policyName",
  p.document, p.created_at AS "createdAt"
  FROM policy_attachments a
  JOIN policies p ON p.account_id = a.account_id AND p.policy_name = a.policy_name
  WHERE a.account_id = $1 AND a.user_id = $2 ORDER BY p.policy_name`;
const INSERT_POLICY =
  'INSERT INTO policies (account_id, policy_name, document, created_at) VALUES ($1, $2, $3, $4)';
const ATTACH_POLICY =
  'INSERT INTO policy_attachments (account_id, user_id, policy_name) VALUES ($1, $2, $3)';

type AccessKeyRow = Omit<AccessKey, 'userId'> & { readonly userId: string | null };

export function identityTables(session: SqlSession): IdentityWriter {
  return {
    async findAccessKey(accessKeyId) {
      const row = await session.get<AccessKeyRow>(FIND_ACCESS_KEY, [accessKeyId]);
      return row === undefined ? undefined : { ...row, userId: defined(row.userId) };
    },
    findUser: (accountId, userId) => session.get<User>(FIND_USER, [accountId, userId]),
    listUserPolicies: (accountId, userId) =>
      session.all<Policy>(LIST_USER_POLICIES, [accountId, userId]),
    async insertAccessKey(accessKey) {
      await session.run(INSERT_ACCESS_KEY, [
        accessKey.accountId,
        accessKey.accessKeyId,
        optional(accessKey.userId),
        accessKey.encryptedSecret,
        accessKey.status,
        accessKey.createdAt,
      ]);
    },
    async setAccessKeyStatus(accountId, accessKeyId, status) {
      await session.run(SET_ACCESS_KEY_STATUS, [accountId, accessKeyId, status]);
    },
    async insertUser(user) {
      await session.run(INSERT_USER, [user.accountId, user.userId, user.userName, user.createdAt]);
    },
    async insertPolicy(policy) {
      await session.run(INSERT_POLICY, [
        policy.accountId,
        policy.policyName,
        policy.document,
        policy.createdAt,
      ]);
    },
    async attachPolicyToUser(accountId, policyName, userId) {
      await session.run(ATTACH_POLICY, [accountId, userId, policyName]);
    },
  };
}
