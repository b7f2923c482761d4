import type { RowInsert } from './row-insert.ts';
import type { SqlValue } from './session.ts';

export type Row = readonly SqlValue[];

/** Rows of one kind to add. */
export interface AddedRows {
  readonly insert: RowInsert;
  readonly rows: readonly Row[];
  /** Values that follow those of each row. */
  readonly shared: Row;
  /** What it means that a row was not added. */
  readonly ifNone: (() => Error) | undefined;
}

/** Rows to remove, by their keys. */
export interface RemovedRows {
  readonly table: RemovableTable;
  readonly rows: readonly Row[];
  /** What it means that a row was not there. */
  readonly ifNone: () => Error;
}

/** Tables whose rows can be gathered for removal. */
export type RemovableTable = 'allocations' | 'free_blocks';

/** By how much the number of allocations of a pool changes: by none where as many came as went. */
export interface CountChange {
  readonly accountId: string;
  readonly poolId: string;
  readonly change: number;
}

/** How an engine carries out what was gathered, in the order of the calls. */
export interface RowSender {
  remove(removed: RemovedRows): Promise<void>;
  add(added: AddedRows): Promise<void>;
  count(changes: readonly CountChange[]): Promise<void>;
}

type Open<Gathered extends { readonly rows: readonly Row[] }> = Omit<Gathered, 'rows'> & {
  readonly rows: Row[];
};

/**
 * Rows that the writes of a batch remove and add, by kind. Rows are removed before others are added,
 * since what is released may be given again.
 */
export class GatheredRows {
  readonly #removed = new Map<RemovableTable, Open<RemovedRows>>();
  readonly #added = new Map<RowInsert, Open<AddedRows>>();
  readonly #changes = new Map<
    string,
    { -readonly [Name in keyof CountChange]: CountChange[Name] }
  >();

  /** Answers what undoes it, as long as nothing was sent. */
  add(insert: RowInsert, row: Row, shared: Row = [], ifNone?: () => Error): () => void {
    const added = this.#added.get(insert) ?? { insert, rows: [], shared, ifNone };
    this.#added.set(insert, added);
    added.rows.push(row);
    return () => void added.rows.pop();
  }

  /** Answers what undoes it, as long as nothing was sent. */
  remove(table: RemovableTable, row: Row, ifNone: () => Error): () => void {
    const removed = this.#removed.get(table) ?? { table, rows: [], ifNone };
    this.#removed.set(table, removed);
    removed.rows.push(row);
    return () => void removed.rows.pop();
  }

  /** Adds to a pool's number of allocations. Answers what undoes it, as long as nothing was sent. */
  count(accountId: string, poolId: string, change: number): () => void {
    const key = `${accountId}/${poolId}`;
    const counted = this.#changes.get(key) ?? { accountId, poolId, change: 0 };
    this.#changes.set(key, counted);
    counted.change += change;
    return () => {
      counted.change -= change;
    };
  }

  clear(): void {
    this.#removed.clear();
    this.#added.clear();
    this.#changes.clear();
  }

  async send(sender: RowSender): Promise<void> {
    const removed = [...this.#removed.values()].filter(({ rows }) => rows.length > 0);
    const added = [...this.#added.values()].filter(({ rows }) => rows.length > 0);
    const changes = [...this.#changes.values()];
    this.clear();
    for (const rows of removed) await sender.remove(rows);
    for (const rows of added) await sender.add(rows);
    if (changes.length > 0) await sender.count(changes);
  }
}
