import type pg from 'pg';
import type { SecretBox } from '../../identity/secret-box.ts';
import { checkEncryptionKey } from '../postgres/encryption-check.ts';
import { refuseMovedDatabase } from '../postgres/moved-mark.ts';
import { prove } from '../postgres/verify-database.ts';
import type { VerifyOptions, VerifyReport } from '../verify/prove-invariants.ts';
import { MoveError } from './move-error.ts';
import { type MovedTable, peculiarValues } from './moved-tables.ts';
import {
  connect,
  disconnect,
  lockTables,
  makeTables,
  refuseOthers,
} from './postgres-connection.ts';
import { readPostgresRows } from './postgres-rows.ts';
import type { MovedRow } from './row-checksum.ts';
import type { TargetEnd } from './store-end.ts';

const COLUMN_TYPES = `SELECT a.attname AS "column", format_type(a.atttypid, NULL) AS type
  FROM pg_attribute a WHERE a.attrelid = $1::regclass AND a.attnum > 0 AND NOT a.attisdropped`;

/** A shared database as the target: everything in one transaction, which nobody else writes beside. */
export class PostgresTarget implements TargetEnd {
  readonly #url: string;
  readonly #client: pg.Client;
  readonly #tables: readonly MovedTable[];
  readonly #inserts: ReadonlyMap<string, string>;

  private constructor(
    url: string,
    client: pg.Client,
    tables: readonly MovedTable[],
    inserts: ReadonlyMap<string, string>,
  ) {
    this.#url = url;
    this.#client = client;
    this.#tables = tables;
    this.#inserts = inserts;
  }

  /** Throws StoreOpenError or MoveError unless the database is free and empty; makes its tables. */
  static async open(
    url: string,
    tables: readonly MovedTable[],
    secretBox: SecretBox,
  ): Promise<PostgresTarget> {
    await makeTables(url);
    const client = await connect(url);
    try {
      await refuseOthers(client);
      await refuseMovedDatabase(client);
      await client.query('BEGIN');
      await lockTables(client, tables, 'EXCLUSIVE');
      await refuseRows(client, tables);
      await checkEncryptionKey(client, secretBox);
      const inserts = new Map<string, string>();
      for (const table of tables) inserts.set(table.name, await insertText(client, table));
      return new PostgresTarget(url, client, tables, inserts);
    } catch (error) {
      await disconnect(client);
      throw error;
    }
  }

  rows(select: string): AsyncIterable<readonly MovedRow[]> {
    return readPostgresRows(this.#client, select);
  }

  async insert({ name, columns }: MovedTable, rows: readonly MovedRow[]): Promise<void> {
    const values = columns.map((_, index) => rows.map((row) => row[index] ?? null));
    await this.#client.query(this.#inserts.get(name) ?? '', values);
  }

  async clear({ name }: MovedTable): Promise<void> {
    await this.#client.query(`DELETE FROM ${name}`);
  }

  /** Counts the rows for the planner first, whose queries would else take the tables for empty. */
  async prove(options: VerifyOptions): Promise<VerifyReport> {
    await this.#client.query(`ANALYZE ${this.#tables.map(({ name }) => name).join(', ')}`);
    return prove(this.#client, options);
  }

  async commit(): Promise<void> {
    await this.#client.query('COMMIT');
  }

  async hasCommitted(): Promise<boolean | undefined> {
    let client: pg.Client | undefined;
    try {
      client = await connect(this.#url);
      await client.query('BEGIN');
      // The transaction may not be over yet: it is when this lock is free.
      await client.query('LOCK TABLE accounts IN ROW EXCLUSIVE MODE');
      return (await client.query('SELECT 1 FROM accounts LIMIT 1')).rows.length > 0;
    } catch {
      return undefined;
    } finally {
      if (client !== undefined) await disconnect(client);
    }
  }

  async close(): Promise<void> {
    await disconnect(this.#client);
  }
}

async function refuseRows(client: pg.Client, tables: readonly MovedTable[]): Promise<void> {
  for (const { name } of tables) {
    const { rows } = await client.query(`SELECT 1 FROM ${name} LIMIT 1`);
    if (rows.length === 0) continue;
    throw new MoveError(
      `The database is not empty: there are rows in ${name}. A store is moved to a database of its own.`,
    );
  }
}

/** One array for each column: many rows in one statement, with the types that the columns have. */
async function insertText(client: pg.Client, { name, columns }: MovedTable): Promise<string> {
  const read = await client.query<{ column: string; type: string }>(COLUMN_TYPES, [name]);
  const types = new Map(read.rows.map(({ column, type }) => [column, type]));
  const arrays = columns.map((column, index) => `$${index + 1}::${types.get(column)}[]`);
  const peculiar = peculiarValues('postgres', name);
  const names = [...columns, ...peculiar.map(([column]) => column)];
  const values = ['u.*', ...peculiar.map(([, value]) => `'${value}'`)];
  return `INSERT INTO ${name} (${names.join(', ')})
    SELECT ${values.join(', ')} FROM unnest(${arrays.join(', ')}) u`;
}
