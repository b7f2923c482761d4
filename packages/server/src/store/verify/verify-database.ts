import { join } from 'node:path';
import Database from 'better-sqlite3';
import { MIGRATIONS } from '../sqlite/migrations.ts';
import { openDatabaseForReading } from '../sqlite/open-database.ts';
import { SqliteSession } from '../sqlite/sqlite-session.ts';
import { StoreOpenError } from '../store-error.ts';
import { checkDisjoint, type SharedSpaceRow } from './check-disjoint.ts';
import { checkInventory, type DiscoveredKey } from './check-inventory.ts';
import { checkOverlap, type SeenCidrRow } from './check-overlap.ts';
import { checkTiling, type SpaceRow } from './check-tiling.ts';
import { DISCOVERED_IDS, INVENTORY_QUERIES, SEEN_CIDR_ROWS } from './inventory-queries.ts';
import { mergeOrdered } from './merge-ordered.ts';
import type { Problem, ReportProblem } from './problem.ts';
import {
  ACCOUNT_COUNT,
  PUBLIC_ROWS,
  SPACE_PAGE_SIZE,
  SPACE_PAGES,
  SPACE_ROW_COUNT,
  TOP_LEVEL_ROWS,
} from './space-queries.ts';
import { STRUCTURE_QUERIES } from './structure-queries.ts';

export interface VerifyOptions {
  /** Told of every broken invariant. */
  readonly onProblem: ReportProblem;
  /** Told how many of the rows that make up the space of pools have been walked. */
  readonly onProgress?: ((doneCount: number, totalCount: number) => void) | undefined;
}

/** What was found. */
export interface VerifyReport {
  readonly accountCount: number;
  readonly poolCount: number;
  readonly cidrCount: number;
  readonly allocationCount: number;
  readonly freeBlockCount: number;
  readonly problemCount: number;
}

/** Rows between two reports of progress. */
const PROGRESS_INTERVAL = 4_096;

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
    return await new Verification(database, options).run();
  } catch (error) {
    if (!(error instanceof Database.SqliteError)) throw error;
    throw new StoreOpenError(`The database ${file} cannot be read: ${error.message}.`, {
      cause: error,
    });
  } finally {
    database.close();
  }
}

class Verification {
  readonly #database: Database.Database;
  readonly #options: VerifyOptions;
  #problemCount = 0;

  constructor(database: Database.Database, options: VerifyOptions) {
    this.#database = database;
    this.#options = options;
  }

  async run(): Promise<VerifyReport> {
    const accountCount = this.#count(ACCOUNT_COUNT);
    const counts = { pools: 0, cidrs: 0, freeBlocks: 0, allocations: 0 };
    await this.#check(() => {
      Object.assign(counts, checkTiling(this.#spaceRows(), this.#report));
    });
    await this.#check(() =>
      checkDisjoint(this.#iterate<SharedSpaceRow>(TOP_LEVEL_ROWS), this.#report),
    );
    await this.#check(() =>
      checkDisjoint(this.#iterate<SharedSpaceRow>(PUBLIC_ROWS), this.#report),
    );
    for (const sql of [...STRUCTURE_QUERIES, ...INVENTORY_QUERIES]) {
      await this.#check(() => {
        for (const problem of this.#iterate<Problem>(sql)) this.#report(problem);
      });
    }
    await this.#check(() => checkOverlap(this.#iterate<SeenCidrRow>(SEEN_CIDR_ROWS), this.#report));
    await this.#check(() => {
      const keys = this.#database.prepare<[], DiscoveredKey>(DISCOVERED_IDS).all();
      return checkInventory(new SqliteSession(this.#database), keys, this.#report);
    });
    await this.#check(() => this.#checkSchema());
    await this.#check(() => this.#checkEngine());
    return {
      accountCount,
      poolCount: counts.pools,
      cidrCount: counts.cidrs,
      allocationCount: counts.allocations,
      freeBlockCount: counts.freeBlocks,
      problemCount: this.#problemCount,
    };
  }

  readonly #report: ReportProblem = (problem) => {
    this.#problemCount += 1;
    this.#options.onProblem(problem);
  };

  /** Pages that are damaged end the check that reads them, and the others go on. */
  async #check(work: () => void | Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      const isDamage =
        error instanceof Database.SqliteError && error.code.startsWith('SQLITE_CORRUPT');
      if (!isDamage) throw error;
      this.#report({ accountId: '', subject: 'database', text: `it is damaged: ${error.message}` });
    }
  }

  #iterate<Row>(sql: string): IterableIterator<Row> {
    return this.#database.prepare<[], Row>(sql).iterate();
  }

  /**
   * Rows as arrays, a page at a time, made into objects here: that takes a third of the time of the
   * engine's own iterator.
   */
  *#iteratePages(sql: string): Generator<SpaceRow, void> {
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
      const last = page.at(-1);
      if (last === undefined || page.length < SPACE_PAGE_SIZE) return;
      after = last.slice(1, 4).map(String);
    }
  }

  #count(sql: string): number {
    return this.#database.prepare<[], { count: number }>(sql).get()?.count ?? 0;
  }

  *#spaceRows(): Generator<SpaceRow, void> {
    const { onProgress } = this.#options;
    const total = onProgress === undefined ? 0 : this.#count(SPACE_ROW_COUNT);
    const sequences = SPACE_PAGES.map((sql) => this.#iteratePages(sql));
    let done = 0;
    for (const row of mergeOrdered(sequences, isBefore)) {
      yield row;
      done += 1;
      if (done % PROGRESS_INTERVAL === 0) onProgress?.(done, total);
    }
    onProgress?.(total, total);
  }

  /** A table, index or trigger that is missing or altered guards nothing any more. */
  #checkSchema(): void {
    const present = new Set(this.#database.prepare<[], string>(SCHEMA_TEXTS).pluck().all());
    for (const { type, name, sql } of readSchema()) {
      if (present.has(sql)) continue;
      const text = 'it is missing or not as this version made it';
      this.#report({ accountId: '', subject: `${type} ${name}`, text });
    }
  }

  /** What the engine itself knows to check: pages, indexes, constraints and foreign keys. */
  #checkEngine(): void {
    for (const { integrity_check: text } of this.#iterate<{ integrity_check: string }>(
      'PRAGMA integrity_check',
    )) {
      if (text !== 'ok') this.#report({ accountId: '', subject: 'integrity_check', text });
    }
    for (const { table, parent } of this.#iterate<{ table: string; parent: string }>(
      'PRAGMA foreign_key_check',
    )) {
      const text = `a row refers to a row of ${parent} that does not exist`;
      this.#report({ accountId: '', subject: `table ${table}`, text });
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

/** The order of the rows that make up the space of pools. */
export function isBefore(left: SpaceRow, right: SpaceRow): boolean {
  if (left.accountId !== right.accountId) return left.accountId < right.accountId;
  if (left.poolId !== right.poolId) return left.poolId < right.poolId;
  return left.firstKey < right.firstKey;
}
