import { expect, test } from 'vitest';
import { readTables } from '../../packages/server/src/store/distribution/read-tables.ts';
import { POSTGRES_MIGRATIONS } from '../../packages/server/src/store/postgres/migrations.ts';
import {
  makeTestDatabase,
  runSql,
} from '../../packages/server/src/store/postgres/test-database.test-support.ts';

const OURS = `IN (SELECT oid FROM pg_class WHERE relnamespace = 'public'::regnamespace
  AND relname <> 'schema_migrations')`;

test('the check of distribution sees every guard, foreign key and trigger that PostgreSQL has', async () => {
  const { rows } = await runSql(
    await makeTestDatabase(),
    `SELECT conrelid::regclass || '.' || conname AS name FROM pg_constraint
       WHERE contype IN ('p', 'u', 'x', 'f') AND conrelid ${OURS}
     UNION SELECT i.indrelid::regclass || '.' || c.relname FROM pg_index i
       JOIN pg_class c ON c.oid = i.indexrelid WHERE i.indisunique AND i.indrelid ${OURS}
     UNION SELECT tgrelid::regclass || '.' || tgname FROM pg_trigger
       WHERE NOT tgisinternal AND tgrelid ${OURS}`,
  );
  const tables = readTables(POSTGRES_MIGRATIONS.map(({ sql }) => sql).join('\n'));
  const read = [...tables.values()].flatMap(({ name, guards, foreignKeys, triggers }) =>
    [...guards.keys(), ...foreignKeys.keys(), ...triggers].map((one) => `${name}.${one}`),
  );
  expect(read.sort()).toEqual(rows.map(({ name }) => String(name)).sort());
});
