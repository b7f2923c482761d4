import type { Page, PageRequest } from '../store.ts';
import type { SqlSession, SqlValue } from './session.ts';

/** What a statement with one column `count` counts. */
export async function countRows(
  session: SqlSession,
  sql: string,
  values: readonly SqlValue[],
): Promise<number> {
  const row = await session.get<{ count: number }>(sql, values);
  return Number(row?.count ?? 0);
}

/**
 * One page of a list without filters, with its total. The list statement takes the values, then the
 * id that the page starts after, then the limit.
 */
export async function pageOf<Row>(
  session: SqlSession,
  countSql: string,
  listSql: string,
  values: readonly SqlValue[],
  { after, limit }: PageRequest,
): Promise<Page<Row>> {
  const rows = await session.all<Row>(listSql, [...values, after ?? '', limit + 1]);
  return {
    items: rows.slice(0, limit),
    totalCount: await countRows(session, countSql, values),
    hasMore: rows.length > limit,
  };
}
