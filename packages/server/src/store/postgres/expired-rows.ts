import type pg from 'pg';
import { createTransactor } from '../sql/transactor.ts';
import { PostgresSession, TRY_LOCK } from './postgres-session.ts';

/** Rows of a kind that one transaction forgets. */
const PORTION = 2_000;

const REMOVE_NONCES = `DELETE FROM signature_nonces WHERE (account_id, access_key_id, nonce) IN
  (SELECT account_id, access_key_id, nonce FROM signature_nonces WHERE expires_at <= $1
   ORDER BY expires_at LIMIT $2)`;

/**
 * How long nonces and client tokens are kept after they expired, in milliseconds: the clock of the
 * server that removes them may be ahead of that of one that still looks for them.
 */
const CLOCK_MARGIN_MS = 60 * 60_000;

/** What is kept: what has not expired by now, and of the rest what these name and all after it. */
export interface Retention {
  readonly now: number;
  /** All audit events where undefined. */
  readonly oldestEventId: string | undefined;
  /** All released allocations where undefined. */
  readonly oldestReleaseAt: number | undefined;
}

/**
 * Forgets nonces and client tokens that have expired, and audit events and released allocations that
 * are past their time, as long as there are any. Of several servers one does it at a time; the others
 * have nothing to do.
 */
export async function removeExpiredRows(pool: pg.Pool, retention: Retention): Promise<void> {
  let isMoreLeft = true;
  while (isMoreLeft) isMoreLeft = await removePortion(pool, retention);
}

async function removePortion(
  pool: pg.Pool,
  { now, oldestEventId, oldestReleaseAt }: Retention,
): Promise<boolean> {
  const client = await pool.connect();
  let failure: Error | undefined;
  try {
    const session = new PostgresSession(client);
    session.control('BEGIN');
    const lock = await session.get<{ readonly isHeld: boolean }>(TRY_LOCK, ['expired rows']);
    const counts = [0];
    if (lock?.isHeld === true) {
      const { addressHistory, clientTokens, events } = createTransactor(session);
      const expiredBy = now - CLOCK_MARGIN_MS;
      counts.push(await session.run(REMOVE_NONCES, [expiredBy, PORTION]));
      counts.push(await clientTokens.removeExpired(expiredBy, PORTION));
      if (oldestEventId !== undefined) {
        counts.push(await events.removeBefore(oldestEventId, PORTION));
      }
      if (oldestReleaseAt !== undefined) {
        counts.push(await addressHistory.removeReleasedBefore(oldestReleaseAt, PORTION));
      }
    }
    await session.settle();
    await client.query('COMMIT');
    return counts.some((count) => count === PORTION);
  } catch (error) {
    failure = error instanceof Error ? error : new Error(String(error));
    throw error;
  } finally {
    client.release(failure);
  }
}
