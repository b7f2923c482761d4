import type { ResourceTag } from '../records.ts';
import type { TagWriter } from '../store.ts';
import { Conditions, hasTag } from './conditions.ts';
import { GROUPED_TABLES } from './grouped-tables.ts';
import type { SqlSession } from './session.ts';

const COLUMNS = `resource_id AS "resourceId", tag_key AS "key", tag_value AS "value"`;
const INSERT = `INSERT INTO tags (account_id, resource_id, tag_key, tag_value, resource_type)
  VALUES ($1, $2, $3, $4, $5)`;
const PUT = `${INSERT} ON CONFLICT (account_id, resource_id, tag_key)
  DO UPDATE SET tag_value = excluded.tag_value`;
const REMOVE = 'DELETE FROM tags WHERE account_id = $1 AND resource_id = $2 AND tag_key = $3';
const REMOVE_OF = 'DELETE FROM tags WHERE account_id = $1 AND resource_id = $2';

export function tagTable(session: SqlSession): TagWriter {
  return {
    async listOf(accountId, resourceIds) {
      if (resourceIds.length === 0) return [];
      const ids = resourceIds.map((_, index) => `$${index + 2}`).join(', ');
      return session.all<ResourceTag>(
        `SELECT ${COLUMNS} FROM tags
         WHERE account_id = $1 AND resource_id IN (${ids}) ORDER BY resource_id, tag_key`,
        [accountId, ...resourceIds],
      );
    },
    async list(filter, after, limit) {
      const conditions = new Conditions();
      const { table, idColumn } = GROUPED_TABLES[filter.resourceType];
      conditions.addEqual('g.account_id', filter.accountId);
      conditions.addEqual('g.resource_type', filter.resourceType);
      conditions.addOneOf('g.resource_id', filter.resourceIds);
      if (filter.tags.length > 0) {
        const keys = filter.tags.map((tag) => tag.key);
        conditions.addOneOf('g.tag_key', [...new Set(keys)]);
      }
      for (const tag of filter.tags) {
        conditions.add(hasTag('g.account_id', 'g.resource_id', tag, conditions));
      }
      conditions.add(`EXISTS (SELECT 1 FROM ${table} r WHERE r.account_id = g.account_id
        AND r.${idColumn} = g.resource_id AND r.region_id = ${conditions.placeholder(filter.regionId)})`);
      if (after !== undefined) {
        const start = [after.resourceId, after.key].map((value) => conditions.placeholder(value));
        conditions.add(`(g.resource_id, g.tag_key) > (${start.join(', ')})`);
      }
      return session.all<ResourceTag>(
        `SELECT ${COLUMNS} FROM tags g WHERE ${conditions.text}
         ORDER BY g.resource_id, g.tag_key LIMIT ${conditions.placeholder(limit)}`,
        conditions.values,
      );
    },
    async insert(accountId, resourceType, resourceId, tags) {
      for (const { key, value } of tags) {
        await session.run(INSERT, [accountId, resourceId, key, value, resourceType]);
      }
    },
    async put(accountId, resourceType, resourceId, tags) {
      for (const { key, value } of tags) {
        await session.run(PUT, [accountId, resourceId, key, value, resourceType]);
      }
    },
    async remove(accountId, resourceId, keys) {
      for (const key of keys) await session.run(REMOVE, [accountId, resourceId, key]);
    },
    async removeOf(accountId, resourceId) {
      await session.run(REMOVE_OF, [accountId, resourceId]);
    },
  };
}
