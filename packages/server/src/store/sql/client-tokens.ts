import type { ClientToken } from '../records.ts';
import type { ClientTokenWriter } from '../store.ts';
import { StoreConflictError } from '../store-error.ts';
import type { SqlSession } from './session.ts';

const FIND = `SELECT account_id AS "accountId", operation, token, request_hash AS "requestHash",
  response, expires_at AS "expiresAt" FROM client_tokens
  WHERE account_id = $1 AND operation = $2 AND token = $3 AND expires_at > $4`;
const REMEMBER = `INSERT INTO client_tokens
  (account_id, operation, token, request_hash, response, expires_at)
  VALUES ($1, $2, $3, $4, $5, $6)
  ON CONFLICT (account_id, operation, token) DO UPDATE SET
  request_hash = excluded.request_hash, response = excluded.response,
  expires_at = excluded.expires_at WHERE client_tokens.expires_at <= $7`;
const REMOVE_EXPIRED = `DELETE FROM client_tokens WHERE (account_id, operation, token) IN
  (SELECT account_id, operation, token FROM client_tokens WHERE expires_at <= $1
   ORDER BY expires_at LIMIT $2)`;

export function clientTokenTable(session: SqlSession): ClientTokenWriter {
  return {
    find: (accountId, operation, token, now) =>
      session.get<ClientToken>(FIND, [accountId, operation, token, now]),
    async remember(token, now) {
      const values = [
        token.accountId,
        token.operation,
        token.token,
        token.requestHash,
        token.response,
        token.expiresAt,
        now,
      ];
      await session.send(
        REMEMBER,
        values,
        () => new StoreConflictError(`Another call has just been answered to ${token.token}.`),
      );
    },
    removeExpired: (now, limit) => session.run(REMOVE_EXPIRED, [now, limit]),
  };
}
