import type { SqlValue } from '../sql/session.ts';
import { storableText } from './storable-text.ts';

const NEEDS_ESCAPE = /["\\]/;
const ESCAPED = /["\\]/g;

function element(value: SqlValue | undefined): string {
  if (value === null || value === undefined) return 'NULL';
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'string')
    throw new TypeError('A list of values holds text and numbers only.');
  const text = storableText(value);
  return `"${NEEDS_ESCAPE.test(text) ? text.replace(ESCAPED, '\\$&') : text}"`;
}

/** An array in PostgreSQL's own notation. The driver makes the same of a list, but much slower. */
export function arrayText(values: readonly (SqlValue | undefined)[]): string {
  let text = '{';
  for (const value of values) text += text === '{' ? element(value) : `,${element(value)}`;
  return `${text}}`;
}

/** Rows turned into one array for each of their first columns. */
export function columnArrays(
  rows: readonly (readonly SqlValue[])[],
  columnCount: number,
): string[] {
  return Array.from({ length: columnCount }, (_, column) =>
    arrayText(rows.map((row) => row[column])),
  );
}
