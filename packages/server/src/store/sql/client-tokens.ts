import type { ClientToken } from '../records.ts';
import type { ClientTokenWriter } from '../store.ts';
import { StoreConflictError } from '../store-error.ts';
import { rowInsert } from './row-insert.ts';
import type { SqlSession, SqlValue } from './session.ts';

export const CLIENT_TOKEN_COLUMNS = `account_id AS "accountId", operation, token,
  request_hash AS "requestHash", response, expires_at AS "expiresAt"`;
const FIND = `SELECT ${CLIENT_TOKEN_COLUMNS} FROM client_tokens
  WHERE account_id = $1 AND operation = $2 AND token = $3 AND expires_at > $4`;
export const INSERT_CLIENT_TOKEN = rowInsert(
  'client_tokens',
  {
    account_id: 'TEXT',
    operation: 'TEXT',
    token: 'TEXT',
    request_hash: 'TEXT',
    response: 'TEXT',
    expires_at: 'BIGINT',
  },
  {
    onConflict: `ON CONFLICT (account_id, operation, token) DO UPDATE SET
  request_hash = excluded.request_hash, response = excluded.response,
  expires_at = excluded.expires_at WHERE client_tokens.expires_at <= $7`,
  },
);
const REMOVE_EXPIRED = `DELETE FROM client_tokens WHERE (account_id, operation, token) IN
  (SELECT account_id, operation, token FROM client_tokens WHERE expires_at <= $1
   ORDER BY expires_at LIMIT $2)`;

/** The values of INSERT_CLIENT_TOKEN, but for the time by which the token before has expired. */
export function clientTokenRow(token: ClientToken): SqlValue[] {
  const { accountId, operation, token: text, requestHash, response, expiresAt } = token;
  return [accountId, operation, text, requestHash, response, expiresAt];
}

/** Why a token could not be remembered. */
export function tokenConflict({ token }: ClientToken): StoreConflictError {
  return new StoreConflictError(`Another call has just been answered to ${token}.`);
}

export function clientTokenTable(session: SqlSession): ClientTokenWriter {
  return {
    find: (accountId, operation, token, now) =>
      session.get<ClientToken>(FIND, [accountId, operation, token, now]),
    async remember(token, now) {
      await session.send(INSERT_CLIENT_TOKEN.sql, [...clientTokenRow(token), now], () =>
        tokenConflict(token),
      );
    },
    removeExpired: (now, limit) => session.run(REMOVE_EXPIRED, [now, limit]),
  };
}
