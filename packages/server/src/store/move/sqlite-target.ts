import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Database } from 'better-sqlite3';
import { DATABASE_FILE } from '../../data-folder.ts';
import { openDatabase } from '../sqlite/open-database.ts';
import type { VerifyOptions, VerifyReport } from '../verify/prove-invariants.ts';
import { verifyDataFolder } from '../verify/verify-database.ts';
import { type MovedTable, movedTables } from './moved-tables.ts';
import type { MovedRow } from './row-checksum.ts';
import { readSqliteRows } from './sqlite-rows.ts';
import type { TargetEnd } from './store-end.ts';

const PRIVATE_FOLDER_MODE = 0o700;

/**
 * A database that comes to be in a folder of its own, and is put in its place when it is whole: what a
 * broken move leaves behind is no store.
 */
export class SqliteTarget implements TargetEnd {
  readonly #file: string;
  readonly #incomingFolder: string;
  readonly #database: Database;

  private constructor(file: string, incomingFolder: string, database: Database) {
    this.#file = file;
    this.#incomingFolder = incomingFolder;
    this.#database = database;
  }

  /** `file` is where the database is to be, `incomingFolder` where it is until then. */
  static open(file: string, incomingFolder: string): SqliteTarget {
    rmSync(incomingFolder, { recursive: true, force: true });
    mkdirSync(incomingFolder, { mode: PRIVATE_FOLDER_MODE });
    const database = openDatabase(join(incomingFolder, DATABASE_FILE));
    database.exec('BEGIN');
    return new SqliteTarget(file, incomingFolder, database);
  }

  get tables(): readonly MovedTable[] {
    return movedTables(this.#database);
  }

  rows(select: string): AsyncIterable<readonly MovedRow[]> {
    return readSqliteRows(this.#database, select);
  }

  async insert({ name, columns }: MovedTable, rows: readonly MovedRow[]): Promise<void> {
    const places = columns.map(() => '?').join(', ');
    const insert = this.#database.prepare(
      `INSERT INTO ${name} (${columns.join(', ')}) VALUES (${places})`,
    );
    for (const row of rows) insert.run(...row);
  }

  async clear({ name }: MovedTable): Promise<void> {
    this.#database.exec(`DELETE FROM ${name}`);
  }

  async prove(options: VerifyOptions): Promise<VerifyReport> {
    this.#database.exec('COMMIT');
    this.#database.pragma('wal_checkpoint(TRUNCATE)');
    this.#database.close();
    return verifyDataFolder(this.#incomingFolder, options);
  }

  async commit(): Promise<void> {
    renameSync(join(this.#incomingFolder, DATABASE_FILE), this.#file);
    rmSync(this.#incomingFolder, { recursive: true, force: true });
    const folder = openSync(dirname(this.#file), 'r');
    fsyncSync(folder);
    closeSync(folder);
  }

  async hasCommitted(): Promise<boolean> {
    return existsSync(this.#file);
  }

  async close(): Promise<void> {
    this.#database.close();
    rmSync(this.#incomingFolder, { recursive: true, force: true });
  }
}
