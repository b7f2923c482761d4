import Database from 'better-sqlite3';
import { beforeAll, describe, expect, test } from 'vitest';
import { MIGRATIONS } from '../sqlite/migrations.ts';
import { POSTGRES_MIGRATIONS } from './migrations.ts';
import { makeTestDatabase, runSql } from './test-database.test-support.ts';

/** Tables that the engines have for themselves, and columns that stand for triggers of the other. */
const OWN_TABLES = ['schema_migrations', 'signature_nonces'];
const OWN_COLUMNS = ['block'];

const sqlite = new Database(':memory:');
for (const { sql } of MIGRATIONS) sqlite.exec(sql);

let url = '';
beforeAll(async () => {
  url = await makeTestDatabase();
});

async function inPostgres(sql: string): Promise<string[]> {
  const { rows } = await runSql(url, sql);
  return readable(rows as TextRow[]);
}

interface TextRow {
  readonly table: string;
  readonly text: string;
}

function inSqlite(sql: string): string[] {
  return readable(sqlite.prepare<[], TextRow>(sql).all());
}

function readable(rows: readonly TextRow[]): string[] {
  return rows
    .filter(({ table }) => !OWN_TABLES.includes(table))
    .map(({ table, text }) => `${table}: ${text}`)
    .sort();
}

/** The conditions of CHECK constraints, as they are written. */
function checksIn(sql: string): string[] {
  const checks: string[] = [];
  for (const { 0: word, index } of sql.matchAll(/CHECK\s+(?=\()/g)) {
    let depth = 0;
    const start = index + word.length;
    let end = start;
    do {
      if (sql[end] === '(') depth += 1;
      if (sql[end] === ')') depth -= 1;
      end += 1;
    } while (depth > 0);
    checks.push(sql.slice(start, end).replace(/\s+/g, ' '));
  }
  return checks.sort();
}

/** What the engines must have in common, whatever the form they give it. */
describe('both engines have the same', () => {
  test('tables and columns, with their kinds and whether they may be empty', async () => {
    const own = OWN_COLUMNS.map((name) => `'${name}'`).join(', ');
    const expected = inSqlite(`SELECT t.name AS "table", c.name || ' '
      || CASE c.type WHEN 'INTEGER' THEN 'number' WHEN 'BLOB' THEN 'bytes' ELSE 'text' END
      || CASE WHEN c."notnull" = 1 OR c.pk > 0 THEN '' ELSE ' or nothing' END
      || coalesce(' default ' || c.dflt_value, '') AS "text"
      FROM sqlite_master t JOIN pragma_table_info(t.name) c
      WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite%'`);
    const found = await inPostgres(`SELECT table_name AS "table", column_name || ' '
      || CASE data_type WHEN 'integer' THEN 'number' WHEN 'bigint' THEN 'number'
        WHEN 'bytea' THEN 'bytes' WHEN 'text' THEN 'text' ELSE data_type END
      || CASE is_nullable WHEN 'NO' THEN '' ELSE ' or nothing' END
      || coalesce(' default ' || replace(column_default, '::text', ''), '') AS "text"
      FROM information_schema.columns WHERE table_schema = 'public' AND column_name NOT IN (${own})`);
    expect(found).toEqual(expected);
    expect(found.length).toBeGreaterThan(300);
  });

  test('primary keys', async () => {
    const expected = inSqlite(`SELECT t.name AS "table",
      (SELECT group_concat(c.name, ' ') FROM (SELECT name FROM pragma_table_info(t.name)
        WHERE pk > 0 ORDER BY pk) c) AS "text"
      FROM sqlite_master t WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite%'`);
    expect(
      await inPostgres(`SELECT conrelid::regclass::text AS "table",
        translate(substring(pg_get_constraintdef(oid) from '\\((.*)\\)'), ',"', '') AS "text"
        FROM pg_constraint WHERE contype = 'p' AND connamespace = 'public'::regnamespace`),
    ).toEqual(expected);
  });

  test('foreign keys', async () => {
    const expected = inSqlite(`SELECT t.name AS "table",
      group_concat(f."from", ' ') || ' of ' || f."table" AS "text"
      FROM sqlite_master t JOIN pragma_foreign_key_list(t.name) f WHERE t.type = 'table'
      GROUP BY t.name, f.id`);
    const found = await inPostgres(`SELECT conrelid::regclass::text AS "table",
      translate(substring(pg_get_constraintdef(oid) from 'FOREIGN KEY \\((.*?)\\)'), ',', '')
        || ' of ' || confrelid::regclass::text AS "text"
      FROM pg_constraint WHERE contype = 'f' AND connamespace = 'public'::regnamespace`);
    expect(found).toEqual(expected);
  });

  test('indexes, unique or not, whole or of some rows', async () => {
    const expected = inSqlite(`SELECT t.name AS "table", i.name
      || CASE i."unique" WHEN 1 THEN ' unique' ELSE '' END || CASE i.partial WHEN 1 THEN ' partial' ELSE '' END
      || ' ' || (SELECT group_concat(name, ' ') FROM (SELECT name FROM pragma_index_info(i.name)
        ORDER BY seqno)) AS "text"
      FROM sqlite_master t JOIN pragma_index_list(t.name) i
      WHERE t.type = 'table' AND i.origin = 'c'`);
    const found = await inPostgres(`SELECT i.indrelid::regclass::text AS "table", c.relname
      || CASE WHEN i.indisunique THEN ' unique' ELSE '' END
      || CASE WHEN i.indpred IS NULL THEN '' ELSE ' partial' END || ' '
      || translate(substring(pg_get_indexdef(i.indexrelid) from '\\((.*?)\\)'), ',', '') AS "text"
      FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
      WHERE c.relnamespace = 'public'::regnamespace AND NOT i.indisprimary AND NOT i.indisexclusion`);
    expect(found).toEqual(expected);
  });

  test('checks of values', () => {
    const texts = sqlite.prepare<[], string>('SELECT sql FROM sqlite_master WHERE sql IS NOT NULL');
    const expected = checksIn(texts.pluck().all().join('\n'));
    expect(checksIn(POSTGRES_MIGRATIONS.map(({ sql }) => sql).join('\n'))).toEqual(expected);
    expect(expected.length).toBeGreaterThan(20);
  });

  test('guards: triggers, of which some are exclusion constraints here', async () => {
    const expected = inSqlite(`SELECT tbl_name AS "table", name AS "text" FROM sqlite_master
      WHERE type = 'trigger' AND name NOT LIKE '%_discounted'`);
    // Here a guard may be one constraint for each family of addresses.
    const found = await inPostgres(`SELECT tgrelid::regclass::text AS "table", tgname AS "text"
      FROM pg_trigger WHERE NOT tgisinternal
      UNION SELECT conrelid::regclass::text, regexp_replace(conname, '^ipv[46]_', '')
      FROM pg_constraint WHERE contype = 'x'`);
    expect(found).toEqual(expected);
  });
});

test('text is compared and put in order by its bytes', async () => {
  const others = await inPostgres(`SELECT table_name AS "table", column_name AS "text"
    FROM information_schema.columns WHERE table_schema = 'public' AND data_type = 'text'
    AND collation_name IS DISTINCT FROM 'C'`);
  expect(others).toEqual([]);
});
