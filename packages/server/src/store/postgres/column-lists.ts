import type { SqlValue } from '../sql/session.ts';

/** Rows turned into a list for each of their first columns, as `unnest` takes them. */
export function columnLists(
  rows: readonly (readonly SqlValue[])[],
  columnCount: number,
): SqlValue[][] {
  return Array.from({ length: columnCount }, (_, column) => rows.map((row) => row[column] ?? null));
}
