import type pg from 'pg';
import type { SecretBox } from '../../identity/secret-box.ts';
import { checkEncryptionKey } from '../postgres/encryption-check.ts';
import { markMoved, refuseMovedDatabase, removeMovedMark } from '../postgres/moved-mark.ts';
import { checkPostgres } from '../postgres/open-database.ts';
import type { CopyStep, MovedTable } from './moved-tables.ts';
import { connect, disconnect, lockTables, refuseOthers } from './postgres-connection.ts';
import { readPostgresRows } from './postgres-rows.ts';
import type { MovedRow } from './row-checksum.ts';
import type { SourceEnd } from './store-end.ts';

/** A shared database as the source: one snapshot, while nobody writes. */
export class PostgresSource implements SourceEnd {
  readonly #url: string;
  readonly #client: pg.Client;

  private constructor(url: string, client: pg.Client) {
    this.#url = url;
    this.#client = client;
  }

  /** Throws StoreOpenError or MoveError unless the database is ours, free, and sealed with the key. */
  static async open(
    url: string,
    tables: readonly MovedTable[],
    secretBox: SecretBox,
  ): Promise<PostgresSource> {
    const client = await connect(url);
    try {
      await checkPostgres(client);
      await refuseMovedDatabase(client);
      await refuseOthers(client);
      await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ');
      await lockTables(client, tables, 'SHARE ROW EXCLUSIVE');
      await checkEncryptionKey(client, secretBox);
      return new PostgresSource(url, client);
    } catch (error) {
      await disconnect(client);
      throw error;
    }
  }

  rows(select: string): AsyncIterable<readonly MovedRow[]> {
    return readPostgresRows(this.#client, select);
  }

  async depths(): Promise<readonly number[]> {
    const { rows } = await this.#client.query<{ depth: number }>(
      'SELECT DISTINCT depth FROM pools ORDER BY depth',
    );
    return rows.map(({ depth }) => depth);
  }

  async count(steps: readonly CopyStep[]): Promise<number> {
    let total = 0;
    for (const { select } of steps) {
      const counted = await this.#client.query<{ count: number }>(
        `SELECT count(*) AS count FROM (${select}) s`,
      );
      total += counted.rows[0]?.count ?? 0;
    }
    return total;
  }

  async markMoved(target: string): Promise<void> {
    await markMoved(this.#client, target);
    await this.#client.query('COMMIT');
  }

  /** On a new connection: the other may have broken in the middle of the mark. */
  async unmark(): Promise<void> {
    await disconnect(this.#client);
    const client = await connect(this.#url);
    try {
      await removeMovedMark(client);
    } finally {
      await disconnect(client);
    }
  }

  async close(): Promise<void> {
    await disconnect(this.#client);
  }
}
