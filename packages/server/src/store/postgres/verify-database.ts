import pg from 'pg';
import { StoreOpenError } from '../store-error.ts';
import { checkDisjoint, type SharedSpaceRow } from '../verify/check-disjoint.ts';
import { checkTiling, type SpaceRow } from '../verify/check-tiling.ts';
import { mergeOrdered } from '../verify/merge-ordered.ts';
import type { Problem, ReportProblem } from '../verify/problem.ts';
import {
  ACCOUNT_COUNT,
  PUBLIC_ROWS,
  SPACE_PAGE_SIZE,
  SPACE_PAGES,
  SPACE_ROW_COUNT,
  TOP_LEVEL_ROWS,
} from '../verify/space-queries.ts';
import { STRUCTURE_QUERIES } from '../verify/structure-queries.ts';
import { isBefore, type VerifyOptions, type VerifyReport } from '../verify/verify-database.ts';
import { valueTypes } from './connection-pool.ts';
import { POSTGRES_MIGRATIONS } from './migrations.ts';
import { checkPostgres } from './open-database.ts';

// What guards the data: as they are now, and as the migrations name them.
const GUARDS = `SELECT conname AS "name" FROM pg_constraint
    WHERE connamespace = current_schema()::regnamespace AND convalidated
  UNION SELECT t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
    WHERE c.relnamespace = current_schema()::regnamespace AND t.tgenabled = 'O'
  UNION SELECT c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
    WHERE c.relnamespace = current_schema()::regnamespace AND i.indisvalid`;
const GUARD_NAME = /(?:CREATE TRIGGER|CREATE UNIQUE INDEX|CONSTRAINT) (\w+)/g;

/**
 * Proves the invariants of a shared database in one read-only transaction, beside running servers. The
 * rows that make up the space of pools are held in memory. Throws StoreOpenError when there is no
 * database of this version that can be read.
 */
export async function verifyDatabase(url: string, options: VerifyOptions): Promise<VerifyReport> {
  const client = new pg.Client({ connectionString: url, types: valueTypes });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    await checkPostgres(client);
    return await prove(client, options);
  } catch (error) {
    if (error instanceof StoreOpenError || !(error instanceof Error)) throw error;
    const reason = error.message || String(error);
    throw new StoreOpenError(`The database cannot be read: ${reason}.`, { cause: error });
  } finally {
    await client.end();
  }
}

/** The same in the transaction that a connection has open, with what it has not committed. */
export async function prove(client: pg.Client, options: VerifyOptions): Promise<VerifyReport> {
  let problemCount = 0;
  const report: ReportProblem = (problem) => {
    problemCount += 1;
    options.onProblem(problem);
  };
  const rows = async <Row>(sql: string) => (await client.query(sql)).rows as Row[];
  const accountCount = (await rows<{ count: number }>(ACCOUNT_COUNT))[0]?.count ?? 0;
  const counts = checkTiling(mergeOrdered(await readSpace(client, options), isBefore), report);
  checkDisjoint(await rows<SharedSpaceRow>(TOP_LEVEL_ROWS), report);
  checkDisjoint(await rows<SharedSpaceRow>(PUBLIC_ROWS), report);
  for (const sql of STRUCTURE_QUERIES) {
    for (const problem of await rows<Problem>(sql)) report(problem);
  }
  const present = new Set((await rows<{ name: string }>(GUARDS)).map(({ name }) => name));
  for (const { sql } of POSTGRES_MIGRATIONS) {
    for (const [, name = ''] of sql.matchAll(GUARD_NAME)) {
      if (present.has(name)) continue;
      report({ accountId: '', subject: name, text: 'it is missing or does not guard any more' });
    }
  }
  return {
    accountCount,
    poolCount: counts.pools,
    cidrCount: counts.cidrs,
    allocationCount: counts.allocations,
    freeBlockCount: counts.freeBlocks,
    problemCount,
  };
}

async function readSpace(
  client: pg.Client,
  { onProgress }: VerifyOptions,
): Promise<Iterable<SpaceRow>[]> {
  const total = Number((await client.query(SPACE_ROW_COUNT)).rows[0]?.count ?? 0);
  let doneCount = 0;
  const sequences: Iterable<SpaceRow>[] = [];
  for (const sql of SPACE_PAGES) {
    const kept: SpaceRow[] = [];
    for await (const page of pages(client, sql)) {
      for (const row of page) kept.push(row);
      doneCount += page.length;
      onProgress?.(doneCount, total);
    }
    sequences.push(kept);
  }
  return sequences;
}

async function* pages(client: pg.Client, sql: string): AsyncGenerator<SpaceRow[], void> {
  let position = 0;
  const text = sql.replace(/\?/g, () => {
    position += 1;
    return `$${position}`;
  });
  let after = ['', '', ''];
  for (;;) {
    const page = (await client.query(text, after)).rows as SpaceRow[];
    yield page;
    const last = page.at(-1);
    if (last === undefined || page.length < SPACE_PAGE_SIZE) return;
    after = [last.accountId, last.poolId, last.firstKey];
  }
}
