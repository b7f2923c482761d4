import type { RowInsert } from '../sql/row-insert.ts';
import type { SqlValue } from '../sql/session.ts';
import { arrayText, columnArrays } from './bulk-values.ts';
import type { PostgresSession } from './postgres-session.ts';

type Row = readonly SqlValue[];

interface Added {
  readonly rows: Row[];
  /** Values that all rows share: those of the first. */
  readonly shared: readonly SqlValue[];
  /** What it means that a row was not added. */
  readonly ifNone: (() => Error) | undefined;
}

interface Removed {
  readonly rows: Row[];
  readonly ifNone: () => Error;
}

const REMOVE_ALLOCATIONS = `DELETE FROM allocations USING
  unnest($1::TEXT[], $2::TEXT[], $3::TEXT[]) AS gone (account_id, pool_id, first_key)
  WHERE allocations.account_id = gone.account_id AND allocations.pool_id = gone.pool_id
  AND allocations.first_key = gone.first_key`;
const REMOVE_FREE_BLOCKS = `DELETE FROM free_blocks USING
  unnest($1::TEXT[], $2::TEXT[], $3::TEXT[], $4::INTEGER[])
  AS gone (account_id, pool_id, first_key, prefix_length)
  WHERE free_blocks.account_id = gone.account_id AND free_blocks.pool_id = gone.pool_id
  AND free_blocks.first_key = gone.first_key AND free_blocks.prefix_length = gone.prefix_length`;
const COUNT = `UPDATE pools SET allocation_count = allocation_count + counted.change
  FROM unnest($1::TEXT[], $2::TEXT[], $3::BIGINT[]) AS counted (account_id, pool_id, change)
  WHERE pools.account_id = counted.account_id AND pools.pool_id = counted.pool_id`;

/** The rows that can be removed in bulk, by the columns of their keys. */
const REMOVALS = {
  allocations: { sql: REMOVE_ALLOCATIONS, columnCount: 3 },
  free_blocks: { sql: REMOVE_FREE_BLOCKS, columnCount: 4 },
} as const;

type RemovableTable = keyof typeof REMOVALS;

/**
 * What the writes of a batch change, gathered: one statement for each kind of row, whatever the number
 * of writes. Rows are removed before others are added, since what is released may be given again.
 */
export class BatchRows {
  readonly #removed = new Map<RemovableTable, Removed>();
  readonly #added = new Map<RowInsert, Added>();
  readonly #changes = new Map<string, { readonly pool: Row; change: number }>();

  /** Answers what undoes it, as long as nothing was sent. */
  add(insert: RowInsert, row: Row, shared: readonly SqlValue[] = [], ifNone?: () => Error) {
    const added = this.#added.get(insert) ?? { rows: [], shared, ifNone };
    this.#added.set(insert, added);
    added.rows.push(row);
    return () => void added.rows.pop();
  }

  /** Answers what undoes it, as long as nothing was sent. */
  remove(table: RemovableTable, row: Row, ifNone: () => Error) {
    const removed = this.#removed.get(table) ?? { rows: [], ifNone };
    this.#removed.set(table, removed);
    removed.rows.push(row);
    return () => void removed.rows.pop();
  }

  /** Adds to a pool's count of allocations. Answers what undoes it, as long as nothing was sent. */
  count(accountId: string, poolId: string, change: number) {
    const key = `${accountId}/${poolId}`;
    const counted = this.#changes.get(key) ?? { pool: [accountId, poolId], change: 0 };
    this.#changes.set(key, counted);
    counted.change += change;
    return () => {
      counted.change -= change;
    };
  }

  /** Sends everything, without waiting. */
  send(session: PostgresSession): void {
    for (const [table, { rows, ifNone }] of this.#removed) {
      const { sql, columnCount } = REMOVALS[table];
      if (rows.length > 0)
        session.sendMany(sql, columnArrays(rows, columnCount), rows.length, ifNone);
    }
    for (const [insert, { rows, shared, ifNone }] of this.#added) {
      if (rows.length === 0) continue;
      const values = [...columnArrays(rows, insert.columnCount), ...shared];
      session.sendMany(insert.manySql, values, rows.length, ifNone);
    }
    const changes = [...this.#changes.values()].filter(({ change }) => change !== 0);
    if (changes.length > 0) {
      const pools = columnArrays(
        changes.map(({ pool }) => pool),
        2,
      );
      const counts = arrayText(changes.map(({ change }) => change));
      session.sendMany(COUNT, [...pools, counts], changes.length);
    }
    this.#removed.clear();
    this.#added.clear();
    this.#changes.clear();
  }
}
