import type { VerifyOptions, VerifyReport } from '../verify/prove-invariants.ts';
import type { CopyStep, MovedTable } from './moved-tables.ts';
import type { MovedRow } from './row-checksum.ts';

/** One end of a move: one transaction on one database. */
interface StoreEnd {
  /** The rows of a query in portions, so that never more than one is in memory. */
  rows(select: string): AsyncIterable<readonly MovedRow[]>;
}

/** Where the rows come from. No server writes to it until it is closed. */
export interface SourceEnd extends StoreEnd {
  /** How deep pools lie below their top-level pools, from 0 on. */
  depths(): Promise<readonly number[]>;
  /** How many rows the steps have together. */
  count(steps: readonly CopyStep[]): Promise<number>;
  /** From now on no server opens this store. `target` names the other end. */
  markMoved(target: string): Promise<void>;
  /** Takes the mark back. */
  unmark(): Promise<void>;
  /** Lets others write again. */
  close(): Promise<void>;
}

/** Where the rows go to. Unless it is committed nothing of them is left. */
export interface TargetEnd extends StoreEnd {
  insert(table: MovedTable, rows: readonly MovedRow[]): Promise<void>;
  clear(table: MovedTable): Promise<void>;
  /** Proves the invariants of what came in. */
  prove(options: VerifyOptions): Promise<VerifyReport>;
  /** Makes it what servers find. */
  commit(): Promise<void>;
  /** Whether a commit that failed was carried out all the same; undefined where it cannot be told. */
  hasCommitted(): Promise<boolean | undefined>;
  /** Takes back what is not committed. */
  close(): Promise<void>;
}
