import type { Pool } from '../records.ts';
import type { Page, PageRequest, PoolFilter, PoolWriter } from '../store.ts';
import { listPage, listSharedPage, mapPage } from './list-page.ts';
import { defined, optional, type SqlSession } from './session.ts';

/** A pool's columns, with those that a principal sees otherwise than the owner. */
function columns(name: string, description: string, resourceGroupId: string): string {
  return `account_id AS "accountId", pool_id AS "poolId", ipam_id AS "ipamId",
  scope_id AS "scopeId", scope_type AS "scopeType", region_id AS "regionId",
  pool_region_id AS "poolRegionId", source_pool_id AS "sourcePoolId", depth,
  ip_version AS "ipVersion", ipv6_isp AS "ipv6Isp", ${name} AS name,
  ${description} AS description, ${resourceGroupId} AS "resourceGroupId", min_mask AS "minMask", max_mask AS "maxMask",
  default_mask AS "defaultMask", auto_import AS "autoImport", is_shared AS "isShared",
  sub_pool_count AS "subPoolCount", cidr_count AS "cidrCount", allocation_count AS "allocationCount",
  available_at AS "availableAt", created_at AS "createdAt"`;
}

export const POOL_COLUMNS = columns('name', 'description', 'resource_group_id');
const SHARED_NAME = 'coalesce(own_name, name)';
const SHARED_COLUMNS = columns(SHARED_NAME, 'coalesce(own_description, description)', "''");

/** Pools with the accounts they are shared with. */
const SHARED_POOLS = `pools JOIN (SELECT account_id AS principal_id, pool_id AS shared_pool_id,
  owner_account_id, own_name, own_description FROM shared_pools) AS shared
  ON account_id = owner_account_id AND pool_id = shared_pool_id`;

const FIND = `SELECT ${POOL_COLUMNS} FROM pools WHERE account_id = $1 AND pool_id = $2`;
const FIND_SHARED_WITH = `SELECT ${SHARED_COLUMNS} FROM ${SHARED_POOLS}
  WHERE principal_id = $1 AND shared_pool_id = $2`;
const COUNT_PUBLIC_TOP_POOLS = `SELECT count(*) AS count FROM pools WHERE account_id = $1
  AND pool_region_id = $2 AND ipv6_isp = $3 AND source_pool_id IS NULL`;
const INSERT = `INSERT INTO pools (account_id, pool_id, ipam_id, scope_id, scope_type, region_id,
  pool_region_id, source_pool_id, depth, ip_version, ipv6_isp, name, description,
  resource_group_id, min_mask, max_mask, default_mask, auto_import, is_shared, sub_pool_count,
  available_at, created_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19,
  $20, $21, $22)`;
const COUNT_IN_SCOPE =
  'UPDATE scopes SET pool_count = pool_count + $3 WHERE account_id = $1 AND scope_id = $2';
const COUNT_IN_SOURCE_POOL =
  'UPDATE pools SET sub_pool_count = sub_pool_count + $3 WHERE account_id = $1 AND pool_id = $2';
const UPDATE = `UPDATE pools SET name = $3, description = $4, min_mask = $5, max_mask = $6,
  default_mask = $7, auto_import = $8 WHERE account_id = $1 AND pool_id = $2`;
const DELETE = 'DELETE FROM pools WHERE account_id = $1 AND pool_id = $2';
const EXISTS_IN_REGION = `SELECT 1 FROM pools
  WHERE account_id = $1 AND ipam_id = $2 AND pool_region_id = $3 LIMIT 1`;
const EXISTS_IN_IPAM = 'SELECT 1 FROM pools WHERE account_id = $1 AND ipam_id = $2 LIMIT 1';
const SET_SHARED_VIEW = `UPDATE shared_pools SET own_name = coalesce($3, own_name),
  own_description = coalesce($4, own_description)
  WHERE account_id = $1 AND pool_id = $2`;

type OptionalColumn =
  | 'poolRegionId'
  | 'sourcePoolId'
  | 'ipv6Isp'
  | 'minMask'
  | 'maxMask'
  | 'defaultMask';

export type PoolRow = Omit<Pool, OptionalColumn | 'autoImport' | 'isShared'> & {
  readonly [Column in OptionalColumn]: Exclude<Pool[Column], undefined> | null;
} & { readonly autoImport: number; readonly isShared: number };

export function toPool(row: PoolRow): Pool {
  return {
    ...row,
    poolRegionId: defined(row.poolRegionId),
    sourcePoolId: defined(row.sourcePoolId),
    ipv6Isp: defined(row.ipv6Isp),
    minMask: defined(row.minMask),
    maxMask: defined(row.maxMask),
    defaultMask: defined(row.defaultMask),
    autoImport: row.autoImport === 1,
    isShared: row.isShared === 1,
  };
}

/** The columns that are peculiar to pools, with the values a filter asks for. */
function filteredColumns(filter: PoolFilter) {
  return {
    scope_id: filter.scopeId,
    pool_region_id: filter.poolRegionId,
    source_pool_id: filter.sourcePoolId,
    ip_version: filter.ipVersion,
    ipv6_isp: filter.ipv6Isp,
    is_shared: filter.isShared === undefined ? undefined : Number(filter.isShared),
  };
}

/** A principal sees neither the owner's tags nor its resource group: no filter by them matches. */
async function listSharedWith(
  session: SqlSession,
  filter: PoolFilter,
  page: PageRequest,
): Promise<Page<Pool>> {
  if (filter.resourceGroupId !== undefined) return { items: [], totalCount: 0, hasMore: false };
  const listed = { table: SHARED_POOLS, columns: SHARED_COLUMNS, idColumn: 'pool_id' };
  const equals = { [SHARED_NAME]: filter.name, ...filteredColumns(filter) };
  return mapPage(await listSharedPage<PoolRow>(session, listed, filter, equals, page), toPool);
}

export function poolTable(session: SqlSession): PoolWriter {
  const count = async ({ accountId, scopeId, sourcePoolId }: Pool, change: 1 | -1) => {
    await session.run(COUNT_IN_SCOPE, [accountId, scopeId, change]);
    if (sourcePoolId !== undefined) {
      await session.run(COUNT_IN_SOURCE_POOL, [accountId, sourcePoolId, change]);
    }
  };
  return {
    async find(accountId, poolId) {
      const row = await session.get<PoolRow>(FIND, [accountId, poolId]);
      return row === undefined ? undefined : toPool(row);
    },
    async findSharedWith(accountId, poolId) {
      const row = await session.get<PoolRow>(FIND_SHARED_WITH, [accountId, poolId]);
      return row === undefined ? undefined : toPool(row);
    },
    async list(filter, page) {
      const listed = { table: 'pools', columns: POOL_COLUMNS, idColumn: 'pool_id' };
      const equals = filteredColumns(filter);
      return mapPage(await listPage<PoolRow>(session, listed, filter, equals, page), toPool);
    },
    listSharedWith: (filter, page) => listSharedWith(session, filter, page),
    async countPublicTopPools(accountId, poolRegionId, ipv6Isp) {
      const values = [accountId, poolRegionId, ipv6Isp];
      const row = await session.get<{ count: number }>(COUNT_PUBLIC_TOP_POOLS, values);
      return Number(row?.count ?? 0);
    },
    async existsInRegion(accountId, ipamId, poolRegionId) {
      const values = [accountId, ipamId, poolRegionId];
      return (await session.get(EXISTS_IN_REGION, values)) !== undefined;
    },
    async existsInIpam(accountId, ipamId) {
      return (await session.get(EXISTS_IN_IPAM, [accountId, ipamId])) !== undefined;
    },
    async insert(pool) {
      await session.run(INSERT, [
        pool.accountId,
        pool.poolId,
        pool.ipamId,
        pool.scopeId,
        pool.scopeType,
        pool.regionId,
        optional(pool.poolRegionId),
        optional(pool.sourcePoolId),
        pool.depth,
        pool.ipVersion,
        optional(pool.ipv6Isp),
        pool.name,
        pool.description,
        pool.resourceGroupId,
        optional(pool.minMask),
        optional(pool.maxMask),
        optional(pool.defaultMask),
        pool.autoImport ? 1 : 0,
        pool.isShared ? 1 : 0,
        pool.subPoolCount,
        pool.availableAt,
        pool.createdAt,
      ]);
      await count(pool, 1);
    },
    async update(pool) {
      await session.run(UPDATE, [
        pool.accountId,
        pool.poolId,
        pool.name,
        pool.description,
        optional(pool.minMask),
        optional(pool.maxMask),
        optional(pool.defaultMask),
        pool.autoImport ? 1 : 0,
      ]);
    },
    async remove(pool) {
      await session.run(DELETE, [pool.accountId, pool.poolId]);
      await count(pool, -1);
    },
    async setSharedView(accountId, poolId, name, description) {
      await session.run(SET_SHARED_VIEW, [
        accountId,
        poolId,
        optional(name),
        optional(description),
      ]);
    },
  };
}
