import type { Database, Statement } from 'better-sqlite3';
import { SeenNonces } from '../../seen-nonces.ts';
import type { SignatureNonce } from '../records.ts';

/** How long a nonce counts in memory, in milliseconds: twice the tolerance of timestamps. */
const LIFETIME_MS = 30 * 60_000;

/** Nonces in memory at most: more than one core can write in a lifetime. */
const NONCE_COUNT_MAX = 8_000_000;

interface LoggedNonce {
  readonly account_id: string;
  readonly access_key_id: string;
  readonly nonce: string;
}

/**
 * The nonces of calls that write. This process is the only one that writes to the database, so it
 * checks them in memory, and the table is a log for the next start to read. A log grows at its end;
 * an index of nonces, which are random, would change another page for every call.
 */
export class NonceLog {
  readonly #seen = new SeenNonces(LIFETIME_MS, NONCE_COUNT_MAX);
  readonly #append: Statement<[string, string, string, number]>;
  readonly #removeExpired: Statement<[number, number]>;

  /** Reads what an earlier process logged and is still in force. */
  constructor(database: Database, now: number) {
    const inForce = database.prepare<[number], LoggedNonce>(
      'SELECT account_id, access_key_id, nonce FROM signature_nonces WHERE expires_at > ?',
    );
    for (const logged of inForce.iterate(now)) {
      this.#seen.add(`${logged.account_id} ${logged.access_key_id}`, logged.nonce, now);
    }
    this.#append = database.prepare(
      'INSERT INTO signature_nonces (account_id, access_key_id, nonce, expires_at) VALUES (?, ?, ?, ?)',
    );
    this.#removeExpired = database.prepare(
      `DELETE FROM signature_nonces WHERE expires_at <= ? AND nonce_id IN
       (SELECT nonce_id FROM signature_nonces ORDER BY nonce_id LIMIT ?)`,
    );
  }

  /** Logs a nonce in the open transaction; false when it was used before. */
  record({ accountId, accessKeyId, nonce, expiresAt }: SignatureNonce, now: number): boolean {
    if (!this.#seen.add(`${accountId} ${accessKeyId}`, nonce, now)) return false;
    this.#append.run(accountId, accessKeyId, nonce, expiresAt);
    return true;
  }

  /** Removes expired nonces among the `limit` oldest and answers how many. */
  removeExpired(now: number, limit: number): number {
    return this.#removeExpired.run(now, limit).changes;
  }
}
