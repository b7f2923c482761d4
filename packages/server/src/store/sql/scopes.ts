import type { Scope } from '../records.ts';
import type { ScopeWriter } from '../store.ts';
import { listPage, mapPage } from './list-page.ts';
import type { SqlSession } from './session.ts';

const COLUMNS = `account_id AS "accountId", scope_id AS "scopeId", ipam_id AS "ipamId",
  region_id AS "regionId", scope_type AS "scopeType", is_default AS "isDefault", name, description,
  resource_group_id AS "resourceGroupId", pool_count AS "poolCount", created_at AS "createdAt"`;

const FIND = `SELECT ${COLUMNS} FROM scopes WHERE account_id = $1 AND scope_id = $2`;
const INSERT = `INSERT INTO scopes (account_id, scope_id, ipam_id, region_id, scope_type, is_default,
  name, description, resource_group_id, pool_count, created_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`;
const COUNT_IN_IPAM =
  'UPDATE ipams SET scope_count = scope_count + $3 WHERE account_id = $1 AND ipam_id = $2';
const UPDATE =
  'UPDATE scopes SET name = $3, description = $4 WHERE account_id = $1 AND scope_id = $2';
const DELETE = 'DELETE FROM scopes WHERE account_id = $1 AND scope_id = $2';

type ScopeRow = Omit<Scope, 'isDefault'> & { readonly isDefault: number };

function toScope(row: ScopeRow): Scope {
  return { ...row, isDefault: row.isDefault === 1 };
}

export function scopeTable(session: SqlSession): ScopeWriter {
  return {
    async find(accountId, scopeId) {
      const row = await session.get<ScopeRow>(FIND, [accountId, scopeId]);
      return row === undefined ? undefined : toScope(row);
    },
    async list(filter, page) {
      const listed = { table: 'scopes', columns: COLUMNS, idColumn: 'scope_id' };
      const equals = { ipam_id: filter.ipamId, scope_type: filter.scopeType };
      return mapPage(await listPage<ScopeRow>(session, listed, filter, equals, page), toScope);
    },
    async insert(scope) {
      await session.run(INSERT, [
        scope.accountId,
        scope.scopeId,
        scope.ipamId,
        scope.regionId,
        scope.scopeType,
        scope.isDefault ? 1 : 0,
        scope.name,
        scope.description,
        scope.resourceGroupId,
        scope.poolCount,
        scope.createdAt,
      ]);
      await session.run(COUNT_IN_IPAM, [scope.accountId, scope.ipamId, 1]);
    },
    async update({ accountId, scopeId, name, description }) {
      await session.run(UPDATE, [accountId, scopeId, name, description]);
    },
    async remove({ accountId, scopeId, ipamId }) {
      await session.run(DELETE, [accountId, scopeId]);
      await session.run(COUNT_IN_IPAM, [accountId, ipamId, -1]);
    },
  };
}
