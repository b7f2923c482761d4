import type pg from 'pg';
import type { SignatureNonce } from '../records.ts';
import { isUniqueViolation } from './failures.ts';
import type { PostgresSession } from './postgres-session.ts';
import { storableText } from './storable-text.ts';

export type NonceKey = Pick<SignatureNonce, 'accountId' | 'accessKeyId' | 'nonce'>;

/** A nonce has this in place of a transaction where none has used it, and a lost one must not any more. */
const RULED_OUT = 'ruled out';

const INSERT = `INSERT INTO signature_nonces AS n
  (account_id, access_key_id, nonce, expires_at, transaction_id)
  SELECT u.account_id, u.access_key_id, u.nonce, u.expires_at, $5
  FROM unnest($1::text[], $2::text[], $3::text[], $4::bigint[])
    AS u (account_id, access_key_id, nonce, expires_at)`;
// A row that has expired, or that only keeps a lost transaction from being committed, is as good as none.
const RECORD = `${INSERT}
  ON CONFLICT (account_id, access_key_id, nonce) DO UPDATE SET
  expires_at = excluded.expires_at, transaction_id = excluded.transaction_id
  WHERE n.expires_at <= $6 OR n.transaction_id = '${RULED_OUT}'
  RETURNING account_id AS "accountId", access_key_id AS "accessKeyId", nonce`;
// It writes what is there, so that its own commit waits for the standby to have what came before it.
const DECIDE = `INSERT INTO signature_nonces AS n
  (account_id, access_key_id, nonce, expires_at, transaction_id) VALUES ($1, $2, $3, $4, $5)
  ON CONFLICT (account_id, access_key_id, nonce) DO UPDATE SET transaction_id = n.transaction_id
  RETURNING transaction_id AS "transactionId"`;

function keyOf({ accountId, accessKeyId, nonce }: NonceKey): string {
  return `${accountId} ${accessKeyId} ${storableText(nonce)}`;
}

/** The nonces of a batch, each once. */
export interface BatchNonces {
  readonly rows: readonly SignatureNonce[];
  /** For each write whether it has none, or is the first with its own. */
  readonly areFirst: readonly boolean[];
}

export function batchNonces(nonces: readonly (SignatureNonce | undefined)[]): BatchNonces {
  const rows = new Map<string, SignatureNonce>();
  const areFirst = nonces.map((nonce) => {
    if (nonce === undefined) return true;
    const key = keyOf(nonce);
    if (rows.has(key)) return false;
    rows.set(key, nonce);
    return true;
  });
  return { rows: [...rows.values()], areFirst };
}

function insertValues(rows: readonly SignatureNonce[], transactionId: string) {
  return [
    rows.map(({ accountId }) => accountId),
    rows.map(({ accessKeyId }) => accessKeyId),
    rows.map(({ nonce }) => nonce),
    rows.map(({ expiresAt }) => expiresAt),
    transactionId,
  ];
}

/** Records nonces that should be new. False where one is not: then the transaction has failed. */
export async function recordNewNonces(
  session: PostgresSession,
  rows: readonly SignatureNonce[],
  transactionId: string,
): Promise<boolean> {
  try {
    await session.run(INSERT, insertValues(rows, transactionId));
    return true;
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    return false;
  }
}

/** A nonce that should have been new was there. */
export class UsedNonceError extends Error {}

/** The same without waiting: where one is not new, the transaction fails with a UsedNonceError. */
export function sendNewNonces(
  session: PostgresSession,
  rows: readonly SignatureNonce[],
  transactionId: string,
): void {
  session.sendAhead(INSERT, insertValues(rows, transactionId), (error) =>
    isUniqueViolation(error) ? new UsedNonceError('A nonce was used before.') : error,
  );
}

/**
 * Records nonces in the transaction of their batch and tells which were new. One that another
 * transaction is recording is waited for. Takes the database longer than what should be new.
 */
export async function recordNonces(
  session: PostgresSession,
  rows: readonly SignatureNonce[],
  transactionId: string,
  now: number,
): Promise<(nonce: NonceKey) => boolean> {
  const values = [...insertValues(rows, transactionId), now];
  const fresh = new Set((await session.all<NonceKey>(RECORD, values)).map(keyOf));
  return (nonce) => fresh.has(keyOf(nonce));
}

/**
 * Whether the transaction that was to record the nonce has been committed. Waits for it to end; where it
 * has not begun to record, it never can after this, for the nonce is there. A primary that was started
 * again shows commits that its standby never got: but this statement's own commit, which writes the row
 * anew, has waited for the standby.
 */
export async function decideCommit(
  client: pg.ClientBase,
  { accountId, accessKeyId, nonce, expiresAt }: SignatureNonce,
  transactionId: string,
): Promise<boolean> {
  const key = [accountId, accessKeyId, storableText(nonce)];
  const values = [...key, expiresAt, RULED_OUT];
  const { rows } = await client.query<{ transactionId: string }>(DECIDE, values);
  return rows[0]?.transactionId === transactionId;
}
