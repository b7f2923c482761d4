import pg from 'pg';

export interface PostgresSettings {
  /** `postgres://user:password@host:port/database?sslmode=...` */
  readonly url: string;
  /** Connections at most. */
  readonly poolSize: number;
  /** How long one statement may take, in milliseconds. */
  readonly statementTimeoutMs: number;
  /** How long a statement may wait for a lock, in milliseconds. */
  readonly lockTimeoutMs: number;
}

export const POSTGRES_DEFAULTS = {
  poolSize: 10,
  statementTimeoutMs: 30_000,
  lockTimeoutMs: 10_000,
} as const;

/** How long a call may wait for a free connection or for a new one, in milliseconds. */
const CONNECT_TIMEOUT_MS = 5_000;

/** How much longer than the database itself the server waits for the end of a statement. */
const ANSWER_GRACE_MS = 5_000;

/**
 * A transaction of a server that froze is ended by the database after this time, in milliseconds. It is
 * shorter than others wait for its locks, so that they go on instead of being refused.
 */
const IDLE_IN_TRANSACTION_TIMEOUT_MS = 5_000;

const INT8 = 20;
const NUMERIC = 1700;

/** Counters and times come as numbers, as the embedded engine gives them. */
export const valueTypes: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format: 'text' | 'binary') =>
    oid === INT8 || oid === NUMERIC
      ? Number
      : pg.types.getTypeParser(oid, format as 'text')) as pg.CustomTypesConfig['getTypeParser'],
};

/** Connections that send statements without waiting for the answers to earlier ones. */
export function createConnectionPool(settings: PostgresSettings): pg.Pool {
  const pool = new pg.Pool({
    connectionString: settings.url,
    max: settings.poolSize,
    pipeline: true,
    types: valueTypes,
    keepAlive: true,
    application_name: 'cadastre',
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    statement_timeout: settings.statementTimeoutMs,
    query_timeout: settings.statementTimeoutMs + ANSWER_GRACE_MS,
    lock_timeout: settings.lockTimeoutMs,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_TIMEOUT_MS,
  });
  // A connection that breaks while nobody uses it is replaced at the next use.
  pool.on('error', () => undefined);
  // One that breaks while it is used fails the work on it; what it has to say later is no news.
  pool.on('connect', (client) => {
    client.on('error', () => undefined);
  });
  return pool;
}
