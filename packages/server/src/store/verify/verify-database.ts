import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { SqlSession } from '../sql/session.ts';
import { MIGRATIONS } from '../sqlite/migrations.ts';
import { openDatabaseForReading } from '../sqlite/open-database.ts';
import { SqliteSession } from '../sqlite/sqlite-session.ts';
import { StoreOpenError } from '../store-error.ts';
import type { SpaceRow } from './check-tiling.ts';
import type { ReportProblem } from './problem.ts';
import {
  type ProvenDatabase,
  proveInvariants,
  type VerifyOptions,
  type VerifyReport,
} from './prove-invariants.ts';
import { SPACE_PAGE_SIZE } from './space-queries.ts';

/**
 * Proves the invariants of the database in a data folder, in one read transaction: what it sees is
 * one state, also beside a running server, which it neither stops nor slows down by locks. Throws
 * StoreOpenError when there is no database of this version that can be read.
 */
export async function verifyDataFolder(
  folder: string,
  options: VerifyOptions,
): Promise<VerifyReport> {
  const file = join(folder, 'cadastre.db');
  const database = openDatabaseForReading(file);
  try {
    database.exec('BEGIN');
    return await proveInvariants(new DatabaseFile(database), options);
  } catch (error) {
    if (!(error instanceof Database.SqliteError)) throw error;
    throw new StoreOpenError(`The database ${file} cannot be read: ${error.message}.`, {
      cause: error,
    });
  } finally {
    database.close();
  }
}

/** A database file in a transaction. Rows are handed out one by one, so that none need memory. */
class DatabaseFile implements ProvenDatabase {
  readonly session: SqlSession;
  readonly #database: Database.Database;

  constructor(database: Database.Database) {
    this.#database = database;
    this.session = new SqliteSession(database);
  }

  rows<Row>(sql: string): IterableIterator<Row> {
    return this.#database.prepare<[], Row>(sql).iterate();
  }

  /**
   * Rows as arrays, a page at a time, made into objects here: that takes a third of the time of the
   * engine's own iterator.
   */
  *spaceRows(sql: string, onRows: (count: number) => void): Generator<SpaceRow, void> {
    const statement = this.#database.prepare<string[], unknown[]>(sql).raw();
    const names = statement.columns().map((column) => column.name);
    let after = ['', '', ''];
    for (;;) {
      const page = statement.all(...after);
      for (const cells of page) {
        const row: Record<string, unknown> = {};
        for (let index = 0; index < names.length; index += 1)
          row[names[index] ?? ''] = cells[index];
        yield row as unknown as SpaceRow;
      }
      onRows(page.length);
      const last = page.at(-1);
      if (last === undefined || page.length < SPACE_PAGE_SIZE) return;
      after = last.slice(1, 4).map(String);
    }
  }

  checkEngine(report: ReportProblem): void {
    this.#checkSchema(report);
    this.#checkFile(report);
  }

  async runCheck(check: () => Promise<void>, report: ReportProblem): Promise<void> {
    try {
      await check();
    } catch (error) {
      const isDamage =
        error instanceof Database.SqliteError && error.code.startsWith('SQLITE_CORRUPT');
      if (!isDamage) throw error;
      report({ accountId: '', subject: 'database', text: `it is damaged: ${error.message}` });
    }
  }

  /** A table, index or trigger that is missing or altered guards nothing any more. */
  #checkSchema(report: ReportProblem): void {
    const present = new Set(this.#database.prepare<[], string>(SCHEMA_TEXTS).pluck().all());
    for (const { type, name, sql } of readSchema()) {
      if (present.has(sql)) continue;
      const text = 'it is missing or not as this version made it';
      report({ accountId: '', subject: `${type} ${name}`, text });
    }
  }

  /** What the engine itself knows to check: pages, indexes, constraints and foreign keys. */
  #checkFile(report: ReportProblem): void {
    for (const { integrity_check: text } of this.rows<{ integrity_check: string }>(
      'PRAGMA integrity_check',
    )) {
      if (text !== 'ok') report({ accountId: '', subject: 'integrity_check', text });
    }
    for (const { table, parent } of this.rows<{ table: string; parent: string }>(
      'PRAGMA foreign_key_check',
    )) {
      const text = `a row refers to a row of ${parent} that does not exist`;
      report({ accountId: '', subject: `table ${table}`, text });
    }
  }
}

interface SchemaRow {
  readonly type: string;
  readonly name: string;
  readonly sql: string;
}

const SCHEMA = 'SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name';
const SCHEMA_TEXTS = 'SELECT sql FROM sqlite_master WHERE sql IS NOT NULL';

/** The schema that all migrations together make. */
function readSchema(): readonly SchemaRow[] {
  const database = new Database(':memory:');
  try {
    for (const { sql } of MIGRATIONS) database.exec(sql);
    return database.prepare<[], SchemaRow>(SCHEMA).all();
  } finally {
    database.close();
  }
}
