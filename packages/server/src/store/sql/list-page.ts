import type { Page, PageRequest, ResourceFilter } from '../store.ts';
import { Conditions, hasTag } from './conditions.ts';
import { countRows } from './page-of.ts';
import type { SqlSession, SqlValue } from './session.ts';

/** A listed table: what its rows are read with and which column is their id. */
export interface ListedTable {
  readonly table: string;
  readonly columns: string;
  readonly idColumn: string;
}

const RESOURCE_COUNT = `SELECT resource_count AS count FROM resource_counts
  WHERE account_id = $1 AND region_id = $2 AND resource_type = $3`;

/**
 * One page of a resource list with its total count. Rows come in order of their ids, which grow with
 * time, and a page starts after an id: no page costs more because of its depth.
 *
 * `equals` holds further columns and the values they must have; undefined ones let everything pass.
 */
export async function listPage<Row>(
  session: SqlSession,
  listed: ListedTable,
  filter: ResourceFilter,
  equals: Readonly<Record<string, SqlValue | undefined>>,
  page: PageRequest,
): Promise<Page<Row>> {
  const conditions = new Conditions();
  const columns = {
    account_id: filter.accountId,
    region_id: filter.regionId,
    name: filter.name,
    resource_group_id: filter.resourceGroupId,
    ...equals,
  };
  for (const [column, value] of Object.entries(columns)) conditions.addEqual(column, value);
  conditions.addOneOf(listed.idColumn, filter.ids);
  for (const tag of filter.tags) {
    conditions.add(
      hasTag(`${listed.table}.account_id`, `${listed.table}.${listed.idColumn}`, tag, conditions),
    );
  }

  // Only account and region: the total is a counter, so that no unfiltered list counts its rows.
  const isFiltered = conditions.count > 2;
  const totalCount = isFiltered
    ? await countMatching(session, listed, conditions)
    : await countRows(session, RESOURCE_COUNT, [...conditions.values, listed.table]);
  return selectPage(session, listed, conditions, totalCount, page);
}

function countMatching(
  session: SqlSession,
  { table }: ListedTable,
  conditions: Conditions,
): Promise<number> {
  const count = `SELECT count(*) AS count FROM ${table} WHERE ${conditions.text}`;
  return countRows(session, count, [...conditions.values]);
}

async function selectPage<Row>(
  session: SqlSession,
  { table, columns, idColumn }: ListedTable,
  conditions: Conditions,
  totalCount: number,
  { after, limit }: PageRequest,
): Promise<Page<Row>> {
  if (after !== undefined) conditions.add(`${idColumn} > ${conditions.placeholder(after)}`);
  const rows = await session.all<Row>(
    `SELECT ${columns} FROM ${table} WHERE ${conditions.text}
     ORDER BY ${idColumn} LIMIT ${conditions.placeholder(limit + 1)}`,
    conditions.values,
  );
  return { items: rows.slice(0, limit), totalCount, hasMore: rows.length > limit };
}

/**
 * One page of what other accounts share with an account, like `listPage`. The table joins the
 * resources with the accounts they are shared with, in a column `principal_id`. A principal sees none
 * of the owner's tags: no filter by them matches.
 */
export async function listSharedPage<Row>(
  session: SqlSession,
  listed: ListedTable,
  filter: ResourceFilter,
  equals: Readonly<Record<string, SqlValue | undefined>>,
  page: PageRequest,
): Promise<Page<Row>> {
  if (filter.tags.length > 0) return { items: [], totalCount: 0, hasMore: false };
  const conditions = new Conditions();
  conditions.addEqual('principal_id', filter.accountId);
  conditions.addEqual('region_id', filter.regionId);
  for (const [column, value] of Object.entries(equals)) conditions.addEqual(column, value);
  conditions.addOneOf(listed.idColumn, filter.ids);
  const totalCount = await countMatching(session, listed, conditions);
  return selectPage(session, listed, conditions, totalCount, page);
}

/** A page whose rows are mapped. */
export function mapPage<Row, Item>(page: Page<Row>, map: (row: Row) => Item): Page<Item> {
  return { ...page, items: page.items.map(map) };
}
