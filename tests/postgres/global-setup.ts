import { startPostgres } from '../../scripts/start-postgres.js';

/** One PostgreSQL for the whole run, without fsync: these tests never cut its power. */
export async function setup(): Promise<() => Promise<void>> {
  const postgres = await startPostgres({ fsync: 'off', full_page_writes: 'off' });
  process.env['CADASTRE_TEST_POSTGRES_URL'] = postgres.url;
  return () => postgres.stop();
}
