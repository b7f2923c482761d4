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

/**
 * Servers remember pools by the version of their rows. So whoever changes free blocks must change the
 * pool's row in the same transaction: here, every commit proves it. Later transactions, and savepoints
 * of the same one, have higher numbers.
 */
const PROVE_VERSIONS = `
  CREATE FUNCTION prove_pool_version() RETURNS TRIGGER LANGUAGE plpgsql AS $$
  BEGIN
    IF EXISTS (SELECT 1 FROM pools WHERE account_id = coalesce(NEW.account_id, OLD.account_id)
        AND pool_id = coalesce(NEW.pool_id, OLD.pool_id)
        AND xmin::TEXT::BIGINT < pg_current_xact_id()::TEXT::BIGINT) THEN
      RAISE EXCEPTION 'free blocks were changed, and the row of their pool was not';
    END IF;
    RETURN NULL;
  END $$;
  CREATE CONSTRAINT TRIGGER free_blocks_change_their_pool AFTER INSERT OR UPDATE OR DELETE
    ON free_blocks DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION prove_pool_version();`;

const templates = new Map<string, Promise<string>>();

/** A database with all tables, which others are copies of. */
async function makeTemplate(guards: string): Promise<string> {
  const name = `template_${randomUUID().replaceAll('-', '')}`;
  await runSql(serverUrl('postgres'), `CREATE DATABASE ${name}`);
  const pool = createConnectionPool(settingsOf(serverUrl(name)));
  await openPostgres(pool, 0, () => undefined);
  await pool.end();
  await runSql(serverUrl(name), guards);
  return name;
}

/** An empty database of the newest version; answers its URL. */
export async function makeTestDatabase(guards = ''): Promise<string> {
  const template = templates.get(guards) ?? makeTemplate(guards);
  templates.set(guards, template);
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await runSql(serverUrl('postgres'), `CREATE DATABASE ${name} TEMPLATE ${await template}`);
  return serverUrl(name);
}

/** The same for tests of whole operations. */
export function makeProvingDatabase(): Promise<string> {
  return makeTestDatabase(PROVE_VERSIONS);
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
