import type { AccessKeyWriter } from '../identity-store.ts';
import type { AccessKey } from '../records.ts';
import { defined, optional, type SqlSession } from './session.ts';

const COLUMNS = `account_id AS "accountId", access_key_id AS "accessKeyId", user_id AS "userId",
  encrypted_secret AS "encryptedSecret", status, created_at AS "createdAt"`;

const FIND = `SELECT ${COLUMNS} FROM access_keys WHERE access_key_id = $1`;
const LIST_OF_USER = `SELECT ${COLUMNS} FROM access_keys
  WHERE account_id = $1 AND user_id = $2 ORDER BY created_at, access_key_id`;
const LIST_OF_ROOT = `SELECT ${COLUMNS} FROM access_keys
  WHERE account_id = $1 AND user_id IS NULL ORDER BY created_at, access_key_id`;
const INSERT = `INSERT INTO access_keys (account_id, access_key_id, user_id,
  encrypted_secret, status, created_at) VALUES ($1, $2, $3, $4, $5, $6)`;
const SET_STATUS =
  'UPDATE access_keys SET status = $3 WHERE account_id = $1 AND access_key_id = $2';
const REMOVE = 'DELETE FROM access_keys WHERE account_id = $1 AND access_key_id = $2';

type AccessKeyRow = Omit<AccessKey, 'userId'> & { readonly userId: string | null };

function toAccessKey(row: AccessKeyRow): AccessKey {
  return { ...row, userId: defined(row.userId) };
}

export function accessKeyTable(session: SqlSession): AccessKeyWriter {
  return {
    async find(accessKeyId) {
      const row = await session.get<AccessKeyRow>(FIND, [accessKeyId]);
      return row === undefined ? undefined : toAccessKey(row);
    },
    async listOf(accountId, userId) {
      const rows =
        userId === undefined
          ? await session.all<AccessKeyRow>(LIST_OF_ROOT, [accountId])
          : await session.all<AccessKeyRow>(LIST_OF_USER, [accountId, userId]);
      return rows.map(toAccessKey);
    },
    async insert(accessKey) {
      await session.run(INSERT, [
        accessKey.accountId,
        accessKey.accessKeyId,
        optional(accessKey.userId),
        accessKey.encryptedSecret,
        accessKey.status,
        accessKey.createdAt,
      ]);
    },
    async setStatus(accountId, accessKeyId, status) {
      await session.run(SET_STATUS, [accountId, accessKeyId, status]);
    },
    async remove(accountId, accessKeyId) {
      await session.run(REMOVE, [accountId, accessKeyId]);
    },
  };
}
