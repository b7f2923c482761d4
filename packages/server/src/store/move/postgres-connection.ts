import pg from 'pg';
import { valueTypes } from '../postgres/connection-pool.ts';
import { failureKind } from '../postgres/failures.ts';
import { openPostgres } from '../postgres/open-database.ts';
import { StoreOpenError } from '../store-error.ts';
import { MoveError } from './move-error.ts';
import type { MovedTable } from './moved-tables.ts';

/** How servers and moves call themselves to the database. */
const SERVER_NAME = 'cadastre';
const MOVE_NAME = 'cadastre migrate-store';

/** How long an open connection of another program is waited for, in milliseconds. */
const LOCK_TIMEOUT_MS = 10_000;
const CONNECT_TIMEOUT_MS = 10_000;

/** A server that has just stopped is still seen for a moment. */
const DEPARTURE_TIME_MS = 2_000;
const DEPARTURE_INTERVAL_MS = 100;

const OTHERS = `SELECT count(*) AS count FROM pg_stat_activity
  WHERE datname = current_database() AND pid <> pg_backend_pid()
  AND application_name IN ('${SERVER_NAME}', '${MOVE_NAME}')`;

function settingsOf(url: string): pg.ClientConfig {
  return {
    connectionString: url,
    types: valueTypes,
    keepAlive: true,
    application_name: MOVE_NAME,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    lock_timeout: LOCK_TIMEOUT_MS,
    statement_timeout: 0,
    idle_in_transaction_session_timeout: 0,
  };
}

/** Makes the tables where there are none. Throws StoreOpenError for a database that is of no use. */
export async function makeTables(url: string): Promise<void> {
  const pool = new pg.Pool({ ...settingsOf(url), max: 1 });
  pool.on('error', () => undefined);
  try {
    await openPostgres(pool, 0, () => undefined);
  } finally {
    await pool.end();
  }
}

/** A connection for a move, which takes as long as it takes. Throws StoreOpenError. */
export async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client(settingsOf(url));
  // What breaks the connection fails the work on it.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return client;
  } catch (error) {
    const reason = error instanceof Error ? error.message || String(error) : String(error);
    throw new StoreOpenError(`The database cannot be used: ${reason}.`, { cause: error });
  }
}

/** Ends the connection, and with it what is not committed. */
export async function disconnect(client: pg.Client): Promise<void> {
  await client.end().catch(() => undefined);
}

/** Names a database for people, without the password. */
export function describeDatabase(url: string): string {
  try {
    const { hostname, port, pathname } = new URL(url);
    return `postgres://${hostname}${port === '' ? '' : `:${port}`}${pathname}`;
  } catch {
    throw new StoreOpenError('The URL of the database cannot be read.');
  }
}

/** Throws MoveError while a server or another move is connected to the database, as far as they say so. */
export async function refuseOthers(client: pg.ClientBase): Promise<void> {
  const deadline = Date.now() + DEPARTURE_TIME_MS;
  for (;;) {
    const count = Number((await client.query<{ count: number }>(OTHERS)).rows[0]?.count ?? 0);
    if (count === 0) return;
    if (Date.now() >= deadline) {
      throw new MoveError(
        `The database is in use: servers have ${count} connections to it. Stop them first.`,
      );
    }
    await new Promise((resolve) => setTimeout(resolve, DEPARTURE_INTERVAL_MS));
  }
}

/**
 * Keeps everybody from writing until the transaction ends. It is no query: the snapshot of the
 * transaction is taken after it, when those who wrote are done.
 */
export async function lockTables(
  client: pg.ClientBase,
  tables: readonly MovedTable[],
  mode: 'SHARE ROW EXCLUSIVE' | 'EXCLUSIVE',
): Promise<void> {
  const names = [...tables.map(({ name }) => name), 'store_properties'];
  try {
    await client.query(`LOCK TABLE ${names.join(', ')} IN ${mode} MODE`);
  } catch (error) {
    if (failureKind(error) !== 'conflict') throw error;
    throw new MoveError('The database is in use: somebody writes to it. Stop all servers first.', {
      cause: error,
    });
  }
}
