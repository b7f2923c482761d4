import { type Refusal, readTags, refuse, type Tag } from '@cadastre/api-contract';
import type { Page, Reader, TagFilter } from '../store/store.ts';
import type { ListAnswer } from './handler.ts';

/** `yyyy-MM-ddTHH:mm:ssZ`, the form of almost every time in the API. */
export function formatTime(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;
}

/** The page of a list that nothing matches. */
export const EMPTY_LIST: ListAnswer<never> = {
  kind: 'page',
  items: [],
  totalCount: 0,
  nextAfter: undefined,
};

/** A page of rows as the API's items. */
export function pageAnswer<Row, Item>(
  page: Page<Row>,
  keyOf: (row: Row) => string,
  toItem: (row: Row) => Item,
): ListAnswer<Item> {
  const last = page.items.at(-1);
  return {
    kind: 'page',
    items: page.items.map(toItem),
    totalCount: page.totalCount,
    nextAfter: page.hasMore && last !== undefined ? keyOf(last) : undefined,
  };
}

/** A page of two lists together: both pages start after the same id, and are in order of their ids. */
export function mergePages<Row>(
  own: Page<Row>,
  shared: Page<Row>,
  idOf: (row: Row) => string,
  limit: number,
): Page<Row> {
  if (shared.totalCount === 0) return own;
  const items = [...own.items, ...shared.items].sort((left, right) =>
    idOf(left) < idOf(right) ? -1 : 1,
  );
  return {
    items: items.slice(0, limit),
    totalCount: own.totalCount + shared.totalCount,
    hasMore: own.hasMore || shared.hasMore || items.length > limit,
  };
}

type TagItems = readonly { readonly Key: string | undefined; readonly Value: string | undefined }[];

/** The tags of a create operation; none when the parameter is left out. */
export function readTagParameter(items: TagItems | undefined): readonly Tag[] | Refusal {
  return items === undefined ? [] : readTags(items);
}

export function isRefusal<Value>(value: Value | Refusal): value is Refusal {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'refusal';
}

/**
 * The tag filters of a list. A filter without a key matches nothing, which an empty key does, since
 * no tag has one.
 */
export function readTagFilters(items: TagItems | undefined): readonly TagFilter[] {
  return (items ?? []).map(({ Key: key = '', Value: value }) => ({ key, value }));
}

/** The API's tag objects of each resource. */
export async function tagsByResource(
  reader: Reader,
  accountId: string,
  resourceIds: readonly string[],
): Promise<(resourceId: string) => readonly { readonly Key: string; readonly Value: string }[]> {
  const tags = new Map<string, { Key: string; Value: string }[]>();
  for (const { resourceId, key, value } of await reader.tags.listOf(accountId, resourceIds)) {
    const item = { Key: key, Value: value };
    const known = tags.get(resourceId);
    if (known === undefined) tags.set(resourceId, [item]);
    else known.push(item);
  }
  return (resourceId) => tags.get(resourceId) ?? [];
}

/** The refusal of a parameter's value that is well-formed but cannot be meant, and why. */
export function refuseParameter(parameterName: string, detail: string): Refusal {
  return refuse('IllegalParam.{ParameterName}', { ParameterName: parameterName, Detail: detail });
}
