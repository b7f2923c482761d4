import type { GroupedResource } from '../records.ts';
import type { ResourceWriter } from '../store.ts';
import { GROUPED_TABLES } from './grouped-tables.ts';
import type { SqlSession } from './session.ts';

/**
 * Resource shares stay in the group that they were made in, and hold it too, as do the groups that
 * principals put shared resource discoveries into.
 */
const EXISTS_IN_GROUP = [
  ...[...Object.values(GROUPED_TABLES), { table: 'resource_shares' }].map(
    ({ table }) => `SELECT 1 FROM ${table} WHERE account_id = $1 AND resource_group_id = $2`,
  ),
  'SELECT 1 FROM shared_discoveries WHERE account_id = $1 AND own_resource_group_id = $2',
].join(' UNION ALL ');

export function resourceTables(session: SqlSession): ResourceWriter {
  return {
    async find(accountId, resourceType, resourceId) {
      const { table, idColumn } = GROUPED_TABLES[resourceType];
      const row = await session.get<Pick<GroupedResource, 'regionId' | 'resourceGroupId'>>(
        `SELECT region_id AS "regionId", resource_group_id AS "resourceGroupId" FROM ${table}
         WHERE account_id = $1 AND ${idColumn} = $2`,
        [accountId, resourceId],
      );
      return row === undefined ? undefined : { accountId, resourceType, resourceId, ...row };
    },
    async existsInGroup(accountId, resourceGroupId) {
      const values = [accountId, resourceGroupId];
      return (await session.get(`${EXISTS_IN_GROUP} LIMIT 1`, values)) !== undefined;
    },
    async moveToGroup({ accountId, resourceType, resourceId }, resourceGroupId) {
      const { table, idColumn } = GROUPED_TABLES[resourceType];
      await session.run(
        `UPDATE ${table} SET resource_group_id = $3 WHERE account_id = $1 AND ${idColumn} = $2`,
        [accountId, resourceId, resourceGroupId],
      );
    },
  };
}
