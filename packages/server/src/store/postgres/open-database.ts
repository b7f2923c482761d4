import type pg from 'pg';
import { StoreOpenError, StoreUnavailableError } from '../store-error.ts';
import { failureKind } from './failures.ts';
import { POSTGRES_MIGRATIONS } from './migrations.ts';

const SERVER_VERSION_MIN = 140_000;

/** Of all programs that bring this database up to date one goes ahead, the others wait. */
const MIGRATION_LOCK = 0x43414441;

const CREATE_MIGRATIONS = `CREATE TABLE IF NOT EXISTS schema_migrations (
  version INTEGER PRIMARY KEY, name TEXT NOT NULL, applied_at TIMESTAMPTZ NOT NULL DEFAULT now())`;

/** How long a database that does not answer is waited for between two attempts, in milliseconds. */
const ATTEMPT_INTERVAL_MS = 500;

/**
 * Waits for the database and applies the migrations it lacks; several servers may do so at once. Tells
 * of waiting once. Throws StoreOpenError for a database that is of no use.
 */
export async function openPostgres(
  pool: pg.Pool,
  waitMs: number,
  onWait: (reason: string) => void,
): Promise<void> {
  const deadline = Date.now() + waitMs;
  let isTold = false;
  for (;;) {
    try {
      await migrate(pool);
      return;
    } catch (error) {
      if (error instanceof StoreOpenError) throw error;
      const reason = error instanceof Error ? error.message || String(error) : String(error);
      if (failureKind(error) !== 'connection') {
        throw new StoreOpenError(`The database cannot be used: ${reason}.`, { cause: error });
      }
      if (Date.now() >= deadline) {
        throw new StoreOpenError(`The database does not answer: ${reason}.`, { cause: error });
      }
      if (!isTold) onWait(reason);
      isTold = true;
      await new Promise((resolve) => setTimeout(resolve, ATTEMPT_INTERVAL_MS));
    }
  }
}

async function migrate(pool: pg.Pool): Promise<void> {
  const client = await pool.connect();
  let failure: Error | undefined;
  try {
    await checkServer(client);
    await client.query('SET lock_timeout = 0');
    await client.query('SET statement_timeout = 0');
    await client.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await client.query(CREATE_MIGRATIONS);
    const version = await readVersion(client);
    if (version > POSTGRES_MIGRATIONS.length) throw newerDatabase(version);
    for (const [index, { name, sql }] of POSTGRES_MIGRATIONS.entries()) {
      if (index < version) continue;
      await client.query('BEGIN');
      await client.query('CREATE EXTENSION IF NOT EXISTS btree_gist');
      await client.query(sql);
      await client.query('INSERT INTO schema_migrations (version, name) VALUES ($1, $2)', [
        index + 1,
        name,
      ]);
      await client.query('COMMIT');
    }
  } catch (error) {
    failure = error instanceof Error ? error : new Error(String(error));
    throw error;
  } finally {
    // The connection has settings of its own and the lock: it ends here.
    client.release(failure ?? true);
  }
}

async function checkServer(client: pg.ClientBase): Promise<void> {
  const shown = await client.query<{ version: number; encoding: string; commit: string }>(
    `SELECT current_setting('server_version_num')::int AS version,
      current_setting('server_encoding') AS encoding,
      current_setting('synchronous_commit') AS commit`,
  );
  const [{ version, encoding, commit } = { version: 0, encoding: '', commit: '' }] = shown.rows;
  if (version < SERVER_VERSION_MIN) {
    throw new StoreOpenError(
      `PostgreSQL ${Math.floor(version / 10_000)} is too old; version 14 or newer is needed.`,
    );
  }
  if (encoding !== 'UTF8') {
    throw new StoreOpenError(`The database has the encoding ${encoding}; it must be UTF8.`);
  }
  if (commit === 'off') {
    throw new StoreOpenError(
      'The database loses what it has committed when it crashes: synchronous_commit is off.',
    );
  }
}

async function readVersion(client: pg.ClientBase): Promise<number> {
  const read = await client.query<{ version: number | null }>(
    'SELECT max(version) AS version FROM schema_migrations',
  );
  return read.rows[0]?.version ?? 0;
}

function newerDatabase(version: number): StoreOpenError {
  return new StoreOpenError(
    `The database was written by a newer version (schema ${version}; this one knows ${POSTGRES_MIGRATIONS.length}). It was left as it is; start the newer version.`,
  );
}

/**
 * Throws unless a running server can do its work: the database takes writes and has the schema. A newer
 * one is as good, for migrations only add until all servers are new.
 */
export async function checkReadiness(client: pg.ClientBase): Promise<void> {
  const read = await client.query<{ isStandby: boolean; version: number | null }>(
    `SELECT pg_is_in_recovery() AS "isStandby", max(version) AS version FROM schema_migrations`,
  );
  const [row] = read.rows;
  if (row?.isStandby !== false) throw new StoreUnavailableError('the database is a standby');
  if ((row.version ?? 0) < POSTGRES_MIGRATIONS.length) {
    throw new StoreUnavailableError('the database has an older schema');
  }
}

/** Throws StoreOpenError unless the database is of this version. */
export async function checkPostgres(client: pg.ClientBase): Promise<void> {
  const found = await client.query<{ name: string | null }>(
    "SELECT to_regclass('schema_migrations') AS name",
  );
  if (found.rows[0]?.name === null) {
    throw new StoreOpenError('The database is empty or of another program.');
  }
  const version = await readVersion(client);
  if (version > POSTGRES_MIGRATIONS.length) throw newerDatabase(version);
  if (version < POSTGRES_MIGRATIONS.length) {
    throw new StoreOpenError(
      `The database was written by an older version (schema ${version}; this one knows ${POSTGRES_MIGRATIONS.length}). Start the server once to bring it up to date.`,
    );
  }
}
