import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  actorOf,
  createIpam,
  createPool,
  REGION,
} from '../../packages/server/src/operations/resource-sharing/sharing-ground.test-support.ts';
import { readTables } from '../../packages/server/src/store/distribution/read-tables.ts';
import { POSTGRES_MIGRATIONS } from '../../packages/server/src/store/postgres/migrations.ts';
import {
  makeTestDatabase,
  runSql,
  settingsOf,
} from '../../packages/server/src/store/postgres/test-database.test-support.ts';
import { verifyDatabase } from '../../packages/server/src/store/postgres/verify-database.ts';
import { formatProblem } from '../../packages/server/src/store/verify/problem.ts';
import { ROOT, startTestServer } from '../../packages/server/src/test-server.test-support.ts';

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

test('the function of the document on scaling counts as the triggers that it replaces', async () => {
  const document = readFileSync(
    join(import.meta.dirname, '../../docs/operating/scaling.md'),
    'utf8',
  );
  const [, , block = ''] = document.split('```sql\n');
  const [, functionText = ''] = /^(CREATE FUNCTION[\s\S]*?END \$\$;)$/m.exec(block) ?? [];
  const placements = [
    ...block.matchAll(/placements\('(\w+)', 'resource_counts',\s+\$cmd\$([\s\S]*?)\$cmd\$/g),
  ];
  expect(placements).toHaveLength(4);
  const url = await makeTestDatabase();
  await runSql(url, functionText);
  for (const [, table = '', command = ''] of placements) {
    await runSql(url, `DROP TRIGGER ${table}_are_counted ON ${table}`);
    await runSql(url, command.replace('%s', table).replace('%L', "'resource_counts'"));
  }

  const database = { ...settingsOf(url), waitMs: 0 };
  const server = await startTestServer({ database, encryptionKey: Buffer.alloc(32, 7) });
  const owner = actorOf(server, ROOT.accountId, ROOT);
  const { scopeId } = await createIpam(owner);
  await createPool(owner, scopeId);
  const IpamPoolId = await createPool(owner, scopeId);
  await owner.succeed('DeleteIpamPool', { ...REGION, IpamPoolId });
  const { TotalCount } = await owner.succeed('ListIpamPools', REGION);
  expect(TotalCount).toBe(1);
  const problems: string[] = [];
  await verifyDatabase(url, { onProblem: (problem) => problems.push(formatProblem(problem)) });
  expect(problems).toEqual([]);
});
