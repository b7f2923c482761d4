import type pg from 'pg';
import type { SqlSession, SqlValue } from '../sql/session.ts';
import { failureKind } from './failures.ts';
import { PostgresSession } from './postgres-session.ts';

interface Begun {
  readonly client: pg.PoolClient;
  readonly session: PostgresSession;
}

/**
 * One state of the database, as it was at the first statement. A read that asks nothing takes no
 * connection.
 */
export class ReadTransaction implements SqlSession {
  readonly #pool: pg.Pool;
  #beginning: Promise<Begun> | undefined;

  constructor(pool: pg.Pool) {
    this.#pool = pool;
  }

  async get<Row>(sql: string, values: readonly SqlValue[]): Promise<Row | undefined> {
    return (await this.#begun()).session.get(sql, values);
  }

  async all<Row>(sql: string, values: readonly SqlValue[]): Promise<readonly Row[]> {
    return (await this.#begun()).session.all(sql, values);
  }

  run(): Promise<number> {
    return Promise.reject(new Error('A read changes nothing.'));
  }

  send(): Promise<void> {
    return Promise.reject(new Error('A read changes nothing.'));
  }

  lock(): Promise<void> {
    return Promise.reject(new Error('A read locks nothing.'));
  }

  /** Ends it and answers the failure that came first, where there was one. */
  async end(error?: unknown): Promise<unknown> {
    if (this.#beginning === undefined) return error;
    const begun = await this.#beginning.catch(() => undefined);
    if (begun === undefined) return error;
    const { client, session } = begun;
    const failure = session.takeFailure() ?? error;
    // A connection whose work failed is not used again: nobody knows what it still has to answer.
    if (failure !== undefined && failureKind(failure) === 'connection') client.release(true);
    else {
      // Nothing depends on its answer, and whoever has the connection next is answered after it.
      session.control('COMMIT');
      client.release();
    }
    return failureKind(error) === 'aborted' ? failure : error;
  }

  #begun(): Promise<Begun> {
    this.#beginning ??= this.#begin();
    return this.#beginning;
  }

  async #begin(): Promise<Begun> {
    const client = await this.#pool.connect();
    const session = new PostgresSession(client);
    session.control('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    return { client, session };
  }
}
