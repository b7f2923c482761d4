import type { Database } from 'better-sqlite3';
import type { MovedMark } from '../../data-folder.ts';
import { openDatabaseForReading } from '../sqlite/open-database.ts';
import { type CopyStep, type MovedTable, movedTables } from './moved-tables.ts';
import type { MovedRow } from './row-checksum.ts';
import { readSqliteRows } from './sqlite-rows.ts';
import type { SourceEnd } from './store-end.ts';

/** The database of a data folder as the source. It is opened for reading only. */
export class SqliteSource implements SourceEnd {
  readonly #database: Database;
  readonly #mark: MovedMark;

  private constructor(database: Database, mark: MovedMark) {
    this.#database = database;
    this.#mark = mark;
  }

  /** Throws StoreOpenError unless the file is a database of this version. */
  static open(file: string, mark: MovedMark): SqliteSource {
    const database = openDatabaseForReading(file);
    database.exec('BEGIN');
    return new SqliteSource(database, mark);
  }

  get tables(): readonly MovedTable[] {
    return movedTables(this.#database);
  }

  rows(select: string): AsyncIterable<readonly MovedRow[]> {
    return readSqliteRows(this.#database, select);
  }

  async depths(): Promise<readonly number[]> {
    return this.#database
      .prepare<[], number>('SELECT DISTINCT depth FROM pools ORDER BY depth')
      .pluck()
      .all();
  }

  async count(steps: readonly CopyStep[]): Promise<number> {
    let total = 0;
    for (const { select } of steps) {
      const text = `SELECT count(*) FROM (${select})`;
      total += this.#database.prepare<[], number>(text).pluck().get() ?? 0;
    }
    return total;
  }

  async markMoved(target: string): Promise<void> {
    this.#mark.set(target);
  }

  async unmark(): Promise<void> {
    this.#mark.remove();
  }

  async close(): Promise<void> {
    this.#database.close();
  }
}
