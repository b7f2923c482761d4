import type { ResourceGroup } from '../records.ts';
import type { ResourceGroupWriter } from '../store.ts';
import { Conditions, containsInAnyCase, hasTag } from './conditions.ts';
import type { SqlSession } from './session.ts';

const COLUMNS = `account_id AS "accountId", resource_group_id AS "resourceGroupId", name,
  display_name AS "displayName", created_at AS "createdAt"`;

const FIND = `SELECT ${COLUMNS} FROM resource_groups
  WHERE account_id = $1 AND resource_group_id = $2`;
const FIND_BY_NAME = `SELECT ${COLUMNS} FROM resource_groups WHERE account_id = $1 AND name = $2`;
const COUNT = 'SELECT count(*) AS count FROM resource_groups WHERE account_id = $1';
const INSERT = `INSERT INTO resource_groups (account_id, resource_group_id, name, display_name,
  created_at) VALUES ($1, $2, $3, $4, $5)`;
const SET_DISPLAY_NAME = `UPDATE resource_groups SET display_name = $3
  WHERE account_id = $1 AND resource_group_id = $2`;
const REMOVE = 'DELETE FROM resource_groups WHERE account_id = $1 AND resource_group_id = $2';
const DETACH_POLICIES =
  'DELETE FROM policy_attachments WHERE account_id = $1 AND resource_group_id = $2';

export function resourceGroupTable(session: SqlSession): ResourceGroupWriter {
  return {
    find: (accountId, resourceGroupId) =>
      session.get<ResourceGroup>(FIND, [accountId, resourceGroupId]),
    findByName: (accountId, name) => session.get<ResourceGroup>(FIND_BY_NAME, [accountId, name]),
    async count(accountId) {
      const row = await session.get<{ count: number }>(COUNT, [accountId]);
      return Number(row?.count ?? 0);
    },
    async list(filter, offset, limit) {
      const conditions = new Conditions();
      conditions.addEqual('account_id', filter.accountId);
      conditions.addOneOf('resource_group_id', filter.ids);
      const parts = { name: filter.name, display_name: filter.displayName };
      for (const [column, part] of Object.entries(parts)) {
        // Everything contains the empty text.
        if (!part) continue;
        conditions.add(containsInAnyCase(column, part, conditions));
      }
      for (const tag of filter.tags) {
        const columns = [
          'resource_groups.account_id',
          'resource_groups.resource_group_id',
        ] as const;
        conditions.add(hasTag(...columns, tag, conditions));
      }
      const counted = await session.get<{ count: number }>(
        `SELECT count(*) AS count FROM resource_groups WHERE ${conditions.text}`,
        [...conditions.values],
      );
      const page = `LIMIT ${conditions.placeholder(limit)} OFFSET ${conditions.placeholder(offset)}`;
      const items = await session.all<ResourceGroup>(
        `SELECT ${COLUMNS} FROM resource_groups WHERE ${conditions.text}
         ORDER BY created_at, resource_group_id ${page}`,
        conditions.values,
      );
      return { items, totalCount: Number(counted?.count ?? 0) };
    },
    async insert(group) {
      await session.run(INSERT, [
        group.accountId,
        group.resourceGroupId,
        group.name,
        group.displayName,
        group.createdAt,
      ]);
    },
    async setDisplayName(accountId, resourceGroupId, displayName) {
      await session.run(SET_DISPLAY_NAME, [accountId, resourceGroupId, displayName]);
    },
    async remove(accountId, resourceGroupId) {
      await session.run(DETACH_POLICIES, [accountId, resourceGroupId]);
      await session.run(REMOVE, [accountId, resourceGroupId]);
    },
  };
}
