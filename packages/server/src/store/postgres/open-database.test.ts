import { expect, test } from 'vitest';
import { NOW } from '../record-samples.test-support.ts';
import { StoreOpenError } from '../store-error.ts';
import { POSTGRES_MIGRATIONS } from './migrations.ts';
import { makeBareDatabase, openTestStore, runSql } from './test-database.test-support.ts';

const open = (url: string) => openTestStore(url, { now: () => NOW });

test('several servers bring an empty database up to date at once, each migration once', async () => {
  const url = await makeBareDatabase();
  const stores = await Promise.all(Array.from({ length: 4 }, () => open(url)));
  for (const store of stores) {
    await store.checkReadiness();
    expect(await store.read(({ accounts }) => accounts.count())).toBe(0);
    await store.close();
  }
  const { rows } = await runSql(url, 'SELECT version FROM schema_migrations ORDER BY version');
  expect(rows).toEqual(POSTGRES_MIGRATIONS.map((_, index) => ({ version: index + 1 })));
});

test('a database of a newer version is left as it is; a server that runs goes on', async () => {
  const url = await makeBareDatabase();
  const running = await open(url);
  await runSql(url, "INSERT INTO schema_migrations (version, name) VALUES (1000, 'later')");
  await expect(open(url)).rejects.toThrow(/newer version/);
  await running.checkReadiness();
  await running.close();
});

test('a database of another program is left as it is', async () => {
  const url = await makeBareDatabase();
  await runSql(url, 'CREATE TABLE accounts (id INTEGER)');
  await expect(open(url)).rejects.toThrow(StoreOpenError);
  const { rows } = await runSql(url, "SELECT to_regclass('pools') AS found");
  expect(rows).toEqual([{ found: null }]);
});

test.each([
  ['SET synchronous_commit = off', /synchronous_commit is off/],
  ['SET default_transaction_read_only = on', /does not answer: .*read-only/],
])(
  'a database that would lose what was answered, or takes none, is refused: %s',
  async (sql, reason) => {
    const url = await makeBareDatabase();
    await runSql(url, `ALTER DATABASE ${new URL(url).pathname.slice(1)} ${sql}`);
    await expect(open(url)).rejects.toThrow(reason);
  },
);

test('a database that does not keep all characters is refused', async () => {
  const url = await makeBareDatabase("ENCODING 'LATIN1' TEMPLATE template0");
  await expect(open(url)).rejects.toThrow(/encoding LATIN1.*UTF8/);
});

test('a database that is not there is told of once, and given up at the end of the time', async () => {
  const reasons: string[] = [];
  const opening = openTestStore('postgres://cadastre@127.0.0.1:1/none', {
    now: () => NOW,
    waitMs: 1_200,
    onWait: (reason) => reasons.push(reason),
  });
  await expect(opening).rejects.toThrow(/does not answer/);
  expect(reasons).toHaveLength(1);
});
