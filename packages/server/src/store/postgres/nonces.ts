import type pg from 'pg';
import type { SignatureNonce } from '../records.ts';
import { storableText } from './storable-text.ts';

export type NonceKey = Pick<SignatureNonce, 'accountId' | 'accessKeyId' | 'nonce'>;

// A row that has expired is as good as none.
const RECORD = `INSERT INTO signature_nonces AS n
  (account_id, access_key_id, nonce, expires_at, transaction_id)
  SELECT u.account_id, u.access_key_id, u.nonce, u.expires_at, $5
  FROM unnest($1::text[], $2::text[], $3::text[], $4::bigint[])
    AS u (account_id, access_key_id, nonce, expires_at)
  ON CONFLICT (account_id, access_key_id, nonce) DO UPDATE SET
  expires_at = excluded.expires_at, transaction_id = excluded.transaction_id
  WHERE n.expires_at <= $6
  RETURNING account_id AS "accountId", access_key_id AS "accessKeyId", nonce`;
// It writes what is there, so that its own commit waits for the standby to have what came before it.
const CONFIRM = `UPDATE signature_nonces SET transaction_id = transaction_id
  WHERE account_id = $1 AND access_key_id = $2 AND nonce = $3 AND transaction_id = $4`;

function keyOf({ accountId, accessKeyId, nonce }: NonceKey): string {
  return `${accountId} ${accessKeyId} ${storableText(nonce)}`;
}

/**
 * Records the nonces of a batch in its transaction and answers for each write whether it may go on:
 * its nonce is new, or it has none. A nonce that another transaction is recording is waited for.
 */
export async function recordNonces(
  client: pg.ClientBase,
  nonces: readonly (SignatureNonce | undefined)[],
  transactionId: string,
  now: number,
): Promise<{ readonly areFresh: readonly boolean[]; readonly marker: NonceKey | undefined }> {
  const unique = new Map<string, SignatureNonce>();
  const isFirst = nonces.map((nonce) => {
    if (nonce === undefined) return true;
    const key = keyOf(nonce);
    if (unique.has(key)) return false;
    unique.set(key, nonce);
    return true;
  });
  if (unique.size === 0) return { areFresh: isFirst, marker: undefined };
  const rows = [...unique.values()];
  const recorded = await client.query<NonceKey>({
    name: 'cadastre_record_nonces',
    text: RECORD,
    values: [
      rows.map(({ accountId }) => accountId),
      rows.map(({ accessKeyId }) => accessKeyId),
      rows.map(({ nonce }) => storableText(nonce)),
      rows.map(({ expiresAt }) => expiresAt),
      transactionId,
      now,
    ],
  });
  const fresh = new Set(recorded.rows.map(keyOf));
  const areFresh = nonces.map(
    (nonce, index) => isFirst[index] === true && (nonce === undefined || fresh.has(keyOf(nonce))),
  );
  return { areFresh, marker: recorded.rows[0] };
}

/**
 * Whether the transaction that recorded the nonce was committed. A primary that was started again shows
 * commits that its standby never got: true holds only once this transaction is committed too.
 */
export async function confirmCommit(
  client: pg.ClientBase,
  { accountId, accessKeyId, nonce }: NonceKey,
  transactionId: string,
): Promise<boolean> {
  const values = [accountId, accessKeyId, nonce, transactionId];
  return (await client.query(CONFIRM, values)).rowCount === 1;
}
