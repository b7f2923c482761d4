import type { AddedRows, CountChange, RemovedRows, RowSender } from '../sql/gathered-rows.ts';
import { columnLists } from './column-lists.ts';
import type { PostgresSession } from './postgres-session.ts';

const REMOVALS = {
  allocations: {
    columnCount: 3,
    sql: `DELETE FROM allocations USING
      unnest($1::TEXT[], $2::TEXT[], $3::TEXT[]) AS gone (account_id, pool_id, first_key)
      WHERE allocations.account_id = gone.account_id AND allocations.pool_id = gone.pool_id
      AND allocations.first_key = gone.first_key`,
  },
  free_blocks: {
    columnCount: 4,
    sql: `DELETE FROM free_blocks USING unnest($1::TEXT[], $2::TEXT[], $3::TEXT[], $4::INTEGER[])
      AS gone (account_id, pool_id, first_key, prefix_length)
      WHERE free_blocks.account_id = gone.account_id AND free_blocks.pool_id = gone.pool_id
      AND free_blocks.first_key = gone.first_key AND free_blocks.prefix_length = gone.prefix_length`,
  },
} as const;

const COUNT = `UPDATE pools SET allocation_count = allocation_count + counted.change
  FROM unnest($1::TEXT[], $2::TEXT[], $3::BIGINT[]) AS counted (account_id, pool_id, change)
  WHERE pools.account_id = counted.account_id AND pools.pool_id = counted.pool_id`;

/** One statement for each kind of row, whatever their number. Nothing is waited for. */
export class BulkSender implements RowSender {
  readonly #session: PostgresSession;
  readonly #countedPools = new Set<string>();

  constructor(session: PostgresSession) {
    this.#session = session;
  }

  /** Whether the row of a pool was changed. */
  hasCounted(accountId: string, poolId: string): boolean {
    return this.#countedPools.has(`${accountId}/${poolId}`);
  }

  async remove({ table, rows, ifNone }: RemovedRows): Promise<void> {
    const { sql, columnCount } = REMOVALS[table];
    this.#session.sendRequired(sql, columnLists(rows, columnCount), rows.length, ifNone);
  }

  async add({ insert, rows, shared, ifNone }: AddedRows): Promise<void> {
    const values = [...columnLists(rows, insert.columnCount), ...shared];
    if (ifNone === undefined) this.#session.sendMany(insert.manySql, values);
    else this.#session.sendRequired(insert.manySql, values, rows.length, ifNone);
  }

  async count(changes: readonly CountChange[]): Promise<void> {
    const rows = changes.map(({ accountId, poolId, change }) => [accountId, poolId, change]);
    for (const { accountId, poolId } of changes) this.#countedPools.add(`${accountId}/${poolId}`);
    this.#session.sendMany(COUNT, columnLists(rows, 3));
  }
}
