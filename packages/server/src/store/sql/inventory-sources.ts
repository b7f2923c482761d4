import type { InventorySource } from '../inventory-records.ts';
import type { InventorySourceWriter } from '../inventory-store.ts';
import type { SqlSession } from './session.ts';

const COLUMNS = `s.account_id AS "accountId", s.source_name AS "sourceName", s.version, s.mode,
  s.is_complete AS "isComplete", s.created_at AS "createdAt", s.updated_at AS "updatedAt"`;
const FIND = `SELECT ${COLUMNS} FROM inventory_sources s
  WHERE s.account_id = $1 AND s.source_name = $2`;
const LIST = `SELECT ${COLUMNS},
  (SELECT count(*) FROM discovered_resources r WHERE r.account_id = s.account_id
   AND r.source_name = s.source_name AND r.source_name <> '') AS "resourceCount",
  (SELECT count(*) FROM discovered_addresses a WHERE a.account_id = s.account_id
   AND a.source_name = s.source_name) AS "addressCount"
  FROM inventory_sources s WHERE s.account_id = $1 AND s.source_name > $2
  ORDER BY s.source_name LIMIT $3`;
const COUNT = 'SELECT count(*) AS count FROM inventory_sources WHERE account_id = $1';
const PUT = `INSERT INTO inventory_sources (account_id, source_name, version, mode, is_complete,
  created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
  ON CONFLICT (account_id, source_name) DO UPDATE SET version = excluded.version,
  mode = excluded.mode, is_complete = excluded.is_complete, updated_at = excluded.updated_at`;
const DELETE = 'DELETE FROM inventory_sources WHERE account_id = $1 AND source_name = $2';

type SourceRow = Omit<InventorySource, 'isComplete'> & { readonly isComplete: number };

function toSource<Row extends SourceRow>(row: Row) {
  return { ...row, isComplete: row.isComplete === 1 };
}

export function inventorySourceTable(session: SqlSession): InventorySourceWriter {
  const count = async (accountId: string) =>
    Number((await session.get<{ count: number }>(COUNT, [accountId]))?.count ?? 0);
  return {
    count,
    async find(accountId, sourceName) {
      const row = await session.get<SourceRow>(FIND, [accountId, sourceName]);
      return row === undefined ? undefined : toSource(row);
    },
    async list(accountId, page) {
      const values = [accountId, page.after ?? '', page.limit + 1];
      type Row = SourceRow & { readonly resourceCount: number; readonly addressCount: number };
      const rows = await session.all<Row>(LIST, values);
      return {
        items: rows.slice(0, page.limit).map(toSource),
        totalCount: await count(accountId),
        hasMore: rows.length > page.limit,
      };
    },
    async put(source) {
      await session.run(PUT, [
        source.accountId,
        source.sourceName,
        source.version,
        source.mode,
        source.isComplete ? 1 : 0,
        source.createdAt,
        source.updatedAt,
      ]);
    },
    async remove(accountId, sourceName) {
      await session.run(DELETE, [accountId, sourceName]);
    },
  };
}
