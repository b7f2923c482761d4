import type { ResourceTag } from '../records.ts';
import type { TagWriter } from '../store.ts';
import type { SqlSession } from './session.ts';

const INSERT = `INSERT INTO tags (account_id, resource_id, tag_key, tag_value, resource_type)
  VALUES ($1, $2, $3, $4, $5)`;
const REMOVE_OF = 'DELETE FROM tags WHERE account_id = $1 AND resource_id = $2';

export function tagTable(session: SqlSession): TagWriter {
  return {
    async listOf(accountId, resourceIds) {
      if (resourceIds.length === 0) return [];
      const ids = resourceIds.map((_, index) => `$${index + 2}`).join(', ');
      return session.all<ResourceTag>(
        `SELECT resource_id AS "resourceId", tag_key AS "key", tag_value AS "value" FROM tags
         WHERE account_id = $1 AND resource_id IN (${ids}) ORDER BY resource_id, tag_key`,
        [accountId, ...resourceIds],
      );
    },
    async insert(accountId, resourceType, resourceId, tags) {
      for (const { key, value } of tags) {
        await session.run(INSERT, [accountId, resourceId, key, value, resourceType]);
      }
    },
    async removeOf(accountId, resourceId) {
      await session.run(REMOVE_OF, [accountId, resourceId]);
    },
  };
}
