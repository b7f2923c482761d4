import type pg from 'pg';
import type { ReportProblem } from '../verify/problem.ts';
import { POSTGRES_MIGRATIONS } from './migrations.ts';

// What guards the data: as they are now, and as the migrations name them.
const GUARDS = `SELECT conname AS "name" FROM pg_constraint
    WHERE connamespace = current_schema()::regnamespace AND convalidated
  UNION SELECT t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
    WHERE c.relnamespace = current_schema()::regnamespace AND t.tgenabled = 'O'
  UNION SELECT c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
    WHERE c.relnamespace = current_schema()::regnamespace AND i.indisvalid`;
const GUARD_NAME = /(?:CREATE TRIGGER|CREATE UNIQUE INDEX|CONSTRAINT) (\w+)/g;

// Constraints that the migrations leave the database to name are counted by table and kind.
const COUNTS = `SELECT conrelid::regclass::text AS "table", contype AS "kind", count(*) AS "count"
  FROM pg_constraint WHERE connamespace = current_schema()::regnamespace AND convalidated
  GROUP BY conrelid, contype`;
const TABLE_TEXT = /(?:CREATE|ALTER) TABLE (\w+)([^;]*);/g;
const KINDS = [
  { kind: 'p', word: /PRIMARY KEY/g, noun: 'primary key' },
  { kind: 'f', word: /REFERENCES/g, noun: 'foreign key' },
  { kind: 'c', word: /CHECK\s*\(/g, noun: 'check' },
] as const;

/** A constraint, index or trigger that is missing or disabled guards nothing any more. */
export async function checkGuards(client: pg.ClientBase, report: ReportProblem): Promise<void> {
  const found = await client.query<{ name: string }>(GUARDS);
  const present = new Set(found.rows.map(({ name }) => name));
  for (const { sql } of POSTGRES_MIGRATIONS) {
    for (const [, name = ''] of sql.matchAll(GUARD_NAME)) {
      if (present.has(name)) continue;
      report({ accountId: '', subject: name, text: 'it is missing or does not guard any more' });
    }
  }
  await checkUnnamed(client, report);
}

async function checkUnnamed(client: pg.ClientBase, report: ReportProblem): Promise<void> {
  type Row = { readonly table: string; readonly kind: string; readonly count: number };
  const { rows } = await client.query<Row>(COUNTS);
  const counts = new Map(rows.map(({ table, kind, count }) => [`${table} ${kind}`, count]));
  for (const [table, text] of readTables()) {
    for (const { kind, word, noun } of KINDS) {
      const wanted = [...text.matchAll(word)].length;
      const count = counts.get(`${table} ${kind}`) ?? 0;
      if (count >= wanted) continue;
      const missing = `of its ${wanted} constraints of kind ${noun} it has ${count}`;
      report({ accountId: '', subject: `table ${table}`, text: missing });
    }
  }
}

/** What all migrations say of each table. */
function readTables(): ReadonlyMap<string, string> {
  const tables = new Map<string, string>();
  for (const { sql } of POSTGRES_MIGRATIONS) {
    for (const [, table = '', text = ''] of sql.matchAll(TABLE_TEXT)) {
      tables.set(table, (tables.get(table) ?? '') + text);
    }
  }
  return tables;
}
