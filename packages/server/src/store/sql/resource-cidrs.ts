import type { Cidr } from '@cadastre/address-space';
import type { IpamKey, ResourceCidr, StoredResourceCidr } from '../inventory-records.ts';
import type { ResourceCidrFilter, ResourceCidrWriter } from '../inventory-store.ts';
import type { Page, PageRequest } from '../store.ts';
import { networkAllocations } from './allocations.ts';
import { addContains } from './around-cidr.ts';
import { firstKey, lastKey } from './cidr-columns.ts';
import { countSeen } from './cidr-counts.ts';
import { Conditions } from './conditions.ts';
import { listOverlapping, markOverlapping, unmarkOverlapping } from './resource-cidr-overlap.ts';
import {
  IS_KEY,
  primaryKey,
  RESOURCE_CIDR_COLUMNS,
  type ResourceCidrRow,
  toResourceCidr,
} from './resource-cidr-row.ts';
import type { SqlSession } from './session.ts';

const SELECT = `SELECT ${RESOURCE_CIDR_COLUMNS} FROM resource_cidrs e`;
const LIST_IPAMS_DISCOVERING = `SELECT i.account_id AS "accountId", i.ipam_id AS "ipamId",
  i.operating_regions AS "ipamRegions", d.operating_regions AS "discoveryRegions"
  FROM resource_discoveries d
  JOIN discovery_associations a ON a.discovery_owner_id = d.account_id
    AND a.discovery_id = d.discovery_id
  JOIN ipams i ON i.account_id = a.account_id AND i.ipam_id = a.ipam_id
  WHERE d.account_id = $1 ORDER BY i.account_id, i.ipam_id`;
const LIST_OF_RESOURCE = `${SELECT} WHERE e.owner_id = $1 AND e.resource_id = $2
  ORDER BY e.account_id, e.scope_id, e.ip_version, e.first_key`;
const LIST_IMPORTABLE = `${SELECT} WHERE e.account_id = $1 AND e.scope_id = $2
  AND e.resource_type = 'VPC' AND e.ip_version = $3 AND e.first_key >= $4 AND e.first_key <= $5
  AND e.prefix_length >= $6 AND e.region_id = $7 AND e.pool_id = '' AND e.is_ignored = 0
  ORDER BY e.prefix_length, e.first_key, e.owner_id, e.resource_id`;
const IS_IGNORED = `SELECT 1 FROM ignored_resources
  WHERE account_id = $1 AND ipam_id = $2 AND owner_id = $3 AND resource_id = $4`;
const INSERT = `INSERT INTO resource_cidrs (account_id, scope_id, ip_version, first_key,
  prefix_length, owner_id, resource_id, last_key, resource_type, region_id, vpc_id, ipam_id,
  pool_id, allocation_id, is_ignored, is_overlapping)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`;
const DELETE = `DELETE FROM resource_cidrs WHERE ${IS_KEY}
  RETURNING is_overlapping AS "isMarked", pool_id AS "poolId"`;
const FIND_POOL = `SELECT pool_id AS "poolId" FROM resource_cidrs WHERE ${IS_KEY}`;
const SET_ALLOCATION = `UPDATE resource_cidrs SET pool_id = $8, allocation_id = $9 WHERE ${IS_KEY}`;
const DELETE_OF_SCOPE = `DELETE FROM resource_cidrs WHERE account_id = $1 AND scope_id IN
  (SELECT scope_id FROM scopes WHERE account_id = $1 AND ipam_id = $2)`;
const DELETE_COUNTS = `DELETE FROM resource_cidr_counts WHERE account_id = $1 AND scope_id IN
  (SELECT scope_id FROM scopes WHERE account_id = $1 AND ipam_id = $2)`;
const FORGET_IGNORED = 'DELETE FROM ignored_resources WHERE account_id = $1 AND ipam_id = $2';
const IGNORE = `INSERT INTO ignored_resources (account_id, ipam_id, owner_id, resource_id)
  VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`;
const UNIGNORE = `DELETE FROM ignored_resources
  WHERE account_id = $1 AND ipam_id = $2 AND owner_id = $3 AND resource_id = $4`;

type DiscoveringRow = IpamKey & { readonly ipamRegions: string; readonly discoveryRegions: string };

export function resourceCidrTables(session: SqlSession): ResourceCidrWriter {
  return {
    async listIpamsDiscovering(ownerId) {
      const rows = await session.all<DiscoveringRow>(LIST_IPAMS_DISCOVERING, [ownerId]);
      return rows.map(({ ipamRegions, discoveryRegions, ...ipam }) => {
        const discovered = new Set(JSON.parse(discoveryRegions) as string[]);
        const operated = JSON.parse(ipamRegions) as string[];
        return { ...ipam, regionIds: operated.filter((regionId) => discovered.has(regionId)) };
      });
    },
    async listOfResource(ownerId, resourceId) {
      const rows = await session.all<ResourceCidrRow>(LIST_OF_RESOURCE, [ownerId, resourceId]);
      return rows.map(toResourceCidr);
    },
    allocationsOf: (ownerId, resourceId) => networkAllocations(session, ownerId, resourceId),
    list: (filter, page) => listResourceCidrs(session, filter, page),
    listOverlapping: (resourceCidr, limit) => listOverlapping(session, resourceCidr, limit),
    async listImportable(accountId, scopeId, regionId, within: Cidr) {
      const rows = await session.all<ResourceCidrRow>(LIST_IMPORTABLE, [
        accountId,
        scopeId,
        within.ipVersion,
        firstKey(within),
        lastKey(within),
        within.prefixLength,
        regionId,
      ]);
      return rows.map(toResourceCidr);
    },
    listImportingPools: (accountId, scopeId, regionId, cidr) =>
      listImportingPools(session, accountId, scopeId, regionId, cidr),
    async isIgnored({ accountId, ipamId }, ownerId, resourceId) {
      const values = [accountId, ipamId, ownerId, resourceId];
      return (await session.get(IS_IGNORED, values)) !== undefined;
    },
    async insert(resourceCidr) {
      const isMarked = !resourceCidr.isIgnored && (await markOverlapping(session, resourceCidr));
      await session.run(INSERT, [
        ...primaryKey(resourceCidr),
        lastKey(resourceCidr.cidr),
        resourceCidr.resourceType,
        resourceCidr.regionId,
        resourceCidr.vpcId,
        resourceCidr.ipamId,
        resourceCidr.poolId ?? '',
        resourceCidr.allocationId ?? '',
        resourceCidr.isIgnored ? 1 : 0,
        isMarked ? 1 : 0,
      ]);
      await countSeen(session, counterKey(resourceCidr, resourceCidr.poolId), 1);
    },
    async remove(resourceCidr) {
      type Removed = { readonly isMarked: number; readonly poolId: string };
      const [removed] = await session.all<Removed>(DELETE, primaryKey(resourceCidr));
      if (removed === undefined) return;
      await countSeen(session, counterKey(resourceCidr, removed.poolId), -1);
      if (removed.isMarked === 1) await unmarkOverlapping(session, resourceCidr);
    },
    async setAllocation(resourceCidr) {
      const { poolId = '', allocationId = '' } = resourceCidr;
      const key = primaryKey(resourceCidr);
      const before = await session.get<{ poolId: string }>(FIND_POOL, key);
      if (before === undefined) return;
      await session.run(SET_ALLOCATION, [...key, poolId, allocationId]);
      await countSeen(session, counterKey(resourceCidr, before.poolId), -1);
      await countSeen(session, counterKey(resourceCidr, poolId), 1);
    },
    async removeOfIpam({ accountId, ipamId }) {
      for (const statement of [DELETE_OF_SCOPE, DELETE_COUNTS, FORGET_IGNORED]) {
        await session.run(statement, [accountId, ipamId]);
      }
    },
    async setIgnored({ accountId, ipamId }, ownerId, resourceId, isIgnored) {
      await session.run(isIgnored ? IGNORE : UNIGNORE, [accountId, ipamId, ownerId, resourceId]);
    },
  };
}

function counterKey(
  { accountId, scopeId, resourceType }: ResourceCidr,
  poolId: string | undefined,
): readonly string[] {
  return [accountId, scopeId, poolId ?? '', resourceType];
}

async function listImportingPools(
  session: SqlSession,
  accountId: string,
  scopeId: string,
  regionId: string,
  cidr: Cidr,
): Promise<readonly string[]> {
  const conditions = new Conditions();
  conditions.addEqual('c.account_id', accountId);
  conditions.addEqual('c.scope_id', scopeId);
  conditions.addEqual('c.ip_version', cidr.ipVersion);
  addContains(conditions, 'c', cidr);
  conditions.addEqual('p.pool_region_id', regionId);
  const rows = await session.all<{ poolId: string }>(
    `SELECT c.pool_id AS "poolId" FROM pool_cidrs c
     JOIN pools p ON p.account_id = c.account_id AND p.pool_id = c.pool_id
     JOIN scopes s ON s.account_id = c.account_id AND s.scope_id = c.scope_id
     WHERE ${conditions.text} AND p.auto_import = 1 AND s.is_default = 1
     ORDER BY c.prefix_length DESC, c.pool_id`,
    conditions.values,
  );
  return rows.map(({ poolId }) => poolId);
}

/** One scope after another; in a scope by address. Each page is one range of an index. */
async function listResourceCidrs(
  session: SqlSession,
  filter: ResourceCidrFilter,
  page: PageRequest,
): Promise<Page<StoredResourceCidr>> {
  const after =
    page.after === undefined ? undefined : (JSON.parse(page.after) as (string | number)[]);
  const scopeIds = [...filter.scopeIds].sort();
  const rows: ResourceCidrRow[] = [];
  let totalCount = 0;
  for (const scopeId of scopeIds) {
    totalCount += await countInScope(session, filter, scopeId);
    const isPassed = after !== undefined && scopeId < String(after[0]);
    if (isPassed || rows.length > page.limit) continue;
    const start = after?.[0] === scopeId ? after.slice(1) : undefined;
    rows.push(
      ...(await listOfScope(session, filter, scopeId, start, page.limit + 1 - rows.length)),
    );
  }
  return {
    items: rows.slice(0, page.limit).map(toResourceCidr),
    totalCount,
    hasMore: rows.length > page.limit,
  };
}

/** Only scope, pool and type are asked for: the total is a sum of counters. */
async function countInScope(
  session: SqlSession,
  filter: ResourceCidrFilter,
  scopeId: string,
): Promise<number> {
  const isCounter = filter.resourceId === undefined && filter.vpcId === undefined;
  const conditions = conditionsOf(filter, scopeId);
  const sql = isCounter
    ? `SELECT coalesce(sum(e.cidr_count), 0) AS count FROM resource_cidr_counts e`
    : 'SELECT count(*) AS count FROM resource_cidrs e';
  const counted = await session.get<{ count: number }>(
    `${sql} WHERE ${conditions.text}`,
    conditions.values,
  );
  return Number(counted?.count ?? 0);
}

function conditionsOf(filter: ResourceCidrFilter, scopeId: string): Conditions {
  const conditions = new Conditions();
  conditions.addEqual('e.account_id', filter.accountId);
  conditions.addEqual('e.scope_id', scopeId);
  // A pool is asked for by an id that is not empty; that lets the index of pools be used.
  if (filter.poolId !== undefined) conditions.add("e.pool_id <> ''");
  conditions.addEqual('e.pool_id', filter.poolId);
  conditions.addEqual('e.resource_type', filter.resourceType);
  conditions.addEqual('e.resource_id', filter.resourceId);
  conditions.addEqual('e.vpc_id', filter.vpcId);
  return conditions;
}

async function listOfScope(
  session: SqlSession,
  filter: ResourceCidrFilter,
  scopeId: string,
  start: readonly (string | number)[] | undefined,
  limit: number,
): Promise<readonly ResourceCidrRow[]> {
  const conditions = conditionsOf(filter, scopeId);
  const order = 'e.ip_version, e.first_key, e.prefix_length, e.owner_id, e.resource_id';
  if (start !== undefined) {
    const values = start.map((value) => conditions.placeholder(value));
    conditions.add(`(${order}) > (${values.join(', ')})`);
  }
  const limited = conditions.placeholder(limit);
  return session.all<ResourceCidrRow>(
    `${SELECT} WHERE ${conditions.text} ORDER BY ${order} LIMIT ${limited}`,
    conditions.values,
  );
}
