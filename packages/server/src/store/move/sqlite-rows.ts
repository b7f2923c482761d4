import type { Database } from 'better-sqlite3';
import type { MovedRow, MovedValue } from './row-checksum.ts';

/** Rows of a portion at most, and characters after which it ends. */
const PORTION_ROWS_MAX = 1_000;
const PORTION_CHARACTERS = 1_000_000;

/** The rows of a query in portions. Until they are read the connection does nothing else. */
export async function* readSqliteRows(
  database: Database,
  select: string,
): AsyncGenerator<readonly MovedRow[], void> {
  let portion: MovedRow[] = [];
  let size = 0;
  for (const row of database.prepare<[], MovedValue[]>(select).raw().iterate()) {
    portion.push(row);
    for (const value of row) size += typeof value === 'string' ? value.length : 0;
    if (portion.length < PORTION_ROWS_MAX && size < PORTION_CHARACTERS) continue;
    yield portion;
    portion = [];
    size = 0;
  }
  if (portion.length > 0) yield portion;
}
