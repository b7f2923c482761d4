import type { TagFilter } from '../store.ts';
import type { SqlValue } from './session.ts';

/** Not every engine takes an empty list of values. */
const NEVER = '1 = 0';

/** Collects conditions and their values; the text has placeholders only. */
export class Conditions {
  readonly values: SqlValue[] = [];
  readonly #texts: string[] = [];

  placeholder(value: SqlValue): string {
    this.values.push(value);
    return `$${this.values.length}`;
  }

  add(text: string): void {
    this.#texts.push(text);
  }

  /** The column has the value; undefined lets everything pass. */
  addEqual(column: string, value: SqlValue | undefined): void {
    if (value !== undefined) this.add(`${column} = ${this.placeholder(value)}`);
  }

  /** The column has one of the values, none of which there is in an empty list; undefined lets all pass. */
  addOneOf(column: string, values: readonly SqlValue[] | undefined): void {
    if (values === undefined) return;
    if (values.length === 0) {
      this.add(NEVER);
      return;
    }
    const placeholders = values.map((value) => this.placeholder(value));
    this.add(`${column} IN (${placeholders.join(', ')})`);
  }

  get count(): number {
    return this.#texts.length;
  }

  get text(): string {
    return this.#texts.join(' AND ');
  }
}

/** The condition that a resource, named by two columns, has a tag. */
export function hasTag(
  accountColumn: string,
  resourceColumn: string,
  tag: TagFilter,
  conditions: Conditions,
): string {
  const key = conditions.placeholder(tag.key);
  const value =
    tag.value === undefined ? '' : ` AND t.tag_value = ${conditions.placeholder(tag.value)}`;
  return `EXISTS (SELECT 1 FROM tags t WHERE t.account_id = ${accountColumn}
    AND t.resource_id = ${resourceColumn} AND t.tag_key = ${key}${value})`;
}

/**
 * The condition that an expression contains a text, in the same case, which is not empty. LIKE has
 * regard to case on some engines only.
 */
export function contains(expression: string, text: string, conditions: Conditions): string {
  return `replace(${expression}, ${conditions.placeholder(text)}, '') <> ${expression}`;
}

/** The same in any case of the letters A to Z, which is all that every engine agrees on. */
export function containsInAnyCase(
  expression: string,
  text: string,
  conditions: Conditions,
): string {
  const lower = text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
  return contains(`lower(${expression})`, lower, conditions);
}
