import type { NonceWriter } from '../store.ts';
import type { SqlSession } from './session.ts';

const RECORD = `INSERT INTO signature_nonces (account_id, access_key_id, nonce, expires_at)
  VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`;
const REMOVE_EXPIRED = `DELETE FROM signature_nonces WHERE (account_id, access_key_id, nonce) IN
  (SELECT account_id, access_key_id, nonce FROM signature_nonces WHERE expires_at <= $1
   ORDER BY expires_at LIMIT $2)`;

export function nonceTable(session: SqlSession): NonceWriter {
  return {
    async record(nonce) {
      const values = [nonce.accountId, nonce.accessKeyId, nonce.nonce, nonce.expiresAt];
      return (await session.run(RECORD, values)) === 1;
    },
    removeExpired: (now, limit) => session.run(REMOVE_EXPIRED, [now, limit]),
  };
}
