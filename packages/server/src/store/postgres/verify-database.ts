import pg from 'pg';
import type { SqlSession } from '../sql/session.ts';
import { StoreOpenError } from '../store-error.ts';
import type { SpaceRow } from '../verify/check-tiling.ts';
import type { ReportProblem } from '../verify/problem.ts';
import {
  type ProvenDatabase,
  proveInvariants,
  type VerifyOptions,
  type VerifyReport,
} from '../verify/prove-invariants.ts';
import { SPACE_PAGE_SIZE } from '../verify/space-queries.ts';
import { checkGuards } from './check-guards.ts';
import { valueTypes } from './connection-pool.ts';
import { checkPostgres } from './open-database.ts';
import { PostgresSession } from './postgres-session.ts';

/**
 * Proves the invariants of a shared database in one read-only transaction, beside running servers. The
 * rows of a check are held in memory while it runs. Throws StoreOpenError when there is no
 * database of this version that can be read.
 */
export async function verifyDatabase(url: string, options: VerifyOptions): Promise<VerifyReport> {
  const client = new pg.Client({ connectionString: url, types: valueTypes });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    await checkPostgres(client);
    return await proveInvariants(new SharedDatabase(client), options);
  } catch (error) {
    if (error instanceof StoreOpenError || !(error instanceof Error)) throw error;
    const reason = error.message || String(error);
    throw new StoreOpenError(`The database cannot be read: ${reason}.`, { cause: error });
  } finally {
    await client.end();
  }
}

/** The same in the transaction that a connection has open, with what it has not committed. */
export function prove(client: pg.Client, options: VerifyOptions): Promise<VerifyReport> {
  return proveInvariants(new SharedDatabase(client), options);
}

class SharedDatabase implements ProvenDatabase {
  readonly session: SqlSession;
  readonly #client: pg.Client;

  constructor(client: pg.Client) {
    this.#client = client;
    this.session = new PostgresSession(client);
  }

  async rows<Row>(sql: string): Promise<Row[]> {
    return (await this.#client.query(sql)).rows as Row[];
  }

  async spaceRows(sql: string, onRows: (count: number) => void): Promise<SpaceRow[]> {
    const text = numberPlaceholders(sql);
    const kept: SpaceRow[] = [];
    let after = ['', '', ''];
    for (;;) {
      const page = (await this.#client.query(text, after)).rows as SpaceRow[];
      for (const row of page) kept.push(row);
      onRows(page.length);
      const last = page.at(-1);
      if (last === undefined || page.length < SPACE_PAGE_SIZE) return kept;
      after = [last.accountId, last.poolId, last.firstKey];
    }
  }

  checkEngine(report: ReportProblem): Promise<void> {
    return checkGuards(this.#client, report);
  }

  /** A failure ends the transaction, and with it all that could go on. */
  runCheck(check: () => Promise<void>): Promise<void> {
    return check();
  }
}

/** `?` as `$1`, `$2` and so on. */
function numberPlaceholders(sql: string): string {
  let position = 0;
  return sql.replace(/\?/g, () => {
    position += 1;
    return `$${position}`;
  });
}
