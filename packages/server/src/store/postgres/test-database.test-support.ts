import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { createConnectionPool, POSTGRES_DEFAULTS } from './connection-pool.ts';
import { openPostgres } from './open-database.ts';
import { PostgresStore, type PostgresStoreOptions } from './postgres-store.ts';

/** Where the test run has its PostgreSQL. */
function serverUrl(database: string): string {
  const url = process.env['CADASTRE_TEST_POSTGRES_URL'];
  if (url === undefined) throw new Error('Run these tests with: npm run test:postgres');
  return url.replace(/[^/]*$/, database);
}

/** Runs SQL text on a connection of its own. */
export async function runSql(url: string, sql: string): Promise<pg.QueryResult> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await client.query(sql);
  } finally {
    await client.end();
  }
}

let template: Promise<string> | undefined;

/** A database with all tables, which every other one is a copy of. */
async function makeTemplate(): Promise<string> {
  const name = `template_${randomUUID().replaceAll('-', '')}`;
  await runSql(serverUrl('postgres'), `CREATE DATABASE ${name}`);
  const pool = createConnectionPool(settingsOf(serverUrl(name)));
  await openPostgres(pool, 0, () => undefined);
  await pool.end();
  return name;
}

/** An empty database of the newest version; answers its URL. */
export async function makeTestDatabase(): Promise<string> {
  template ??= makeTemplate();
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await runSql(serverUrl('postgres'), `CREATE DATABASE ${name} TEMPLATE ${await template}`);
  return serverUrl(name);
}

/** A database without any table; answers its URL. */
export async function makeBareDatabase(options = ''): Promise<string> {
  const name = `bare_${randomUUID().replaceAll('-', '')}`;
  await runSql(serverUrl('postgres'), `CREATE DATABASE ${name} ${options}`);
  return serverUrl(name);
}

export function settingsOf(url: string) {
  return { ...POSTGRES_DEFAULTS, url };
}

export function openTestStore(
  url: string,
  options: Pick<PostgresStoreOptions, 'now'> & Partial<PostgresStoreOptions>,
): Promise<PostgresStore> {
  return PostgresStore.open({ settings: settingsOf(url), waitMs: 0, ...options });
}
