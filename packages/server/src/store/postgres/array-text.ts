import type { SqlValue } from '../sql/session.ts';
import { storableText } from './storable-text.ts';

/** What JSON writes otherwise than arrays do: an escape of anything but a quote or a backslash. */
const ESCAPE_OF_JSON = /\\[^"\\]/;

/**
 * A list as PostgreSQL reads an array: `{"a","b",null,1}`. For most lists that is their JSON in other
 * brackets, which takes a quarter of the time of quoting each value by itself.
 */
export function arrayText(values: readonly SqlValue[]): string {
  const json = JSON.stringify(values);
  const text = ESCAPE_OF_JSON.test(json) ? values.map(element).join() : json.slice(1, -1);
  return `{${text}}`;
}

function element(value: SqlValue): string {
  if (typeof value !== 'string') return String(value);
  return `"${storableText(value).replace(/["\\]/g, '\\$&')}"`;
}
