import { COUNT_ALLOCATIONS, DELETE_ALLOCATION } from '../sql/allocations.ts';
import { DELETE_FREE_BLOCK } from '../sql/free-blocks.ts';
import type { AddedRows, CountChange, RemovedRows, RowSender } from '../sql/gathered-rows.ts';
import type { SqliteSession } from './sqlite-session.ts';

const REMOVALS = { allocations: DELETE_ALLOCATION, free_blocks: DELETE_FREE_BLOCK } as const;

/** Statement after statement: each is a call in the same process, and many rows at once gain nothing. */
export class RowByRowSender implements RowSender {
  readonly #session: SqliteSession;

  constructor(session: SqliteSession) {
    this.#session = session;
  }

  async remove({ table, rows, ifNone }: RemovedRows): Promise<void> {
    for (const row of rows) this.#session.change(REMOVALS[table], row, ifNone);
  }

  async add({ insert, rows, shared, ifNone }: AddedRows): Promise<void> {
    for (const row of rows) this.#session.change(insert.sql, [...row, ...shared], ifNone);
  }

  async count(changes: readonly CountChange[]): Promise<void> {
    for (const { accountId, poolId, change } of changes) {
      if (change === 0) continue;
      this.#session.change(COUNT_ALLOCATIONS, [accountId, poolId, change]);
    }
  }
}
