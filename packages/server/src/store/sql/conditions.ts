import type { TagFilter } from '../store.ts';
import type { SqlValue } from './session.ts';

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

  /** The column has one of the values; undefined lets everything pass. */
  addOneOf(column: string, values: readonly SqlValue[] | undefined): void {
    if (values === undefined) return;
    const placeholders = values.map((value) => this.placeholder(value));
    this.add(`${column} IN (${placeholders.join(', ')})`);
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

/** The pattern of `LIKE ... ESCAPE '!'` for a text that contains another one. */
export function containing(text: string): string {
  return `%${text.replace(/[!%_]/g, '!$&')}%`;
}
