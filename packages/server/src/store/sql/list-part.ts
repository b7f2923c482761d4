import type { ListPart, NetworkFilter } from '../vpc-store.ts';
import { Conditions, hasTag } from './conditions.ts';
import type { ListedTable } from './list-page.ts';
import type { SqlSession, SqlValue } from './session.ts';

/** What one kind of network adds to the filters that all lists have. */
export interface NetworkConditions {
  /** Further columns and the values they must have; undefined ones let everything pass. */
  readonly equals: Readonly<Record<string, SqlValue | undefined>>;
  /** The condition that a row has IPv6. */
  readonly hasIpv6: string;
  readonly also?: (conditions: Conditions) => void;
}

/** Rows of a list that goes by page numbers, in order of their ids, with their exact count. */
export async function listPart<Row>(
  session: SqlSession,
  { table, columns, idColumn }: ListedTable,
  filter: NetworkFilter,
  { equals, hasIpv6, also }: NetworkConditions,
  offset: number,
  limit: number,
): Promise<ListPart<Row>> {
  const conditions = new Conditions();
  conditions.addEqual('account_id', filter.accountId);
  conditions.addEqual('region_id', filter.regionId);
  conditions.addEqual('name', filter.name);
  conditions.addEqual('resource_group_id', filter.resourceGroupId);
  for (const [column, value] of Object.entries(equals)) conditions.addEqual(column, value);
  conditions.addOneOf(idColumn, filter.ids);
  if (filter.isIpv6Enabled !== undefined) {
    conditions.add(filter.isIpv6Enabled ? hasIpv6 : `NOT ${hasIpv6}`);
  }
  for (const tag of filter.tags) {
    conditions.add(hasTag(`${table}.account_id`, `${table}.${idColumn}`, tag, conditions));
  }
  also?.(conditions);
  const counted = await session.get<{ count: number }>(
    `SELECT count(*) AS count FROM ${table} WHERE ${conditions.text}`,
    [...conditions.values],
  );
  const part = `LIMIT ${conditions.placeholder(limit)} OFFSET ${conditions.placeholder(offset)}`;
  const items = await session.all<Row>(
    `SELECT ${columns} FROM ${table} WHERE ${conditions.text} ORDER BY ${idColumn} ${part}`,
    conditions.values,
  );
  return { items, totalCount: Number(counted?.count ?? 0) };
}
