import { type Cidr, cidrContains, cidrSize } from '@cadastre/address-space';
import type { DiscoveredCidr, DiscoveredResource, DiscoveredType } from '../inventory-records.ts';
import type { DiscoveredFilter, DiscoveredResourceWriter } from '../inventory-store.ts';
import type { Page, PageRequest } from '../store.ts';
import { firstKey, lastKey, toCidr } from './cidr-columns.ts';
import { countDiscovered } from './cidr-counts.ts';
import { Conditions } from './conditions.ts';
import type { SqlSession } from './session.ts';
import { countUsed } from './used-addresses.ts';

const COLUMNS = `r.account_id AS "accountId", r.resource_id AS "resourceId",
  r.resource_type AS "resourceType", r.region_id AS "regionId", r.vpc_id AS "vpcId", r.name,
  r.source_name AS "sourceName", r.source_version AS "sourceVersion",
  r.discovered_at AS "discoveredAt"`;
const CIDR_COLUMNS = `c.first_key AS "firstKey", c.prefix_length AS "prefixLength",
  c.used_count AS "usedCount"`;

const FIND = `SELECT ${COLUMNS} FROM discovered_resources r
  WHERE r.account_id = $1 AND r.resource_id = $2`;
const CIDRS_OF = `SELECT ${CIDR_COLUMNS} FROM discovered_cidrs c
  WHERE c.account_id = $1 AND c.resource_id = $2 ORDER BY c.position`;
const LIST_REGION_IDS = `SELECT DISTINCT region_id AS "regionId" FROM discovered_counts
  WHERE account_id = $1 AND cidr_count > 0 ORDER BY region_id`;
// Neither ordered nor distinct here: the engine would go through the account in order of ids for it.
const VSWITCH_IDS_OF = `SELECT resource_id AS "resourceId" FROM discovered_cidrs
  WHERE account_id = $1 AND vpc_id = $2 AND resource_type = 'VSwitch'`;
const VSWITCHES_INSIDE = `SELECT ${CIDR_COLUMNS} FROM discovered_cidrs c
  WHERE c.account_id = $1 AND c.vpc_id = $2 AND c.resource_type = 'VSwitch'
  AND c.ip_version = $3 AND c.first_key >= $4 AND c.first_key <= $5`;
const LIST_IDS = `SELECT DISTINCT resource_id AS "resourceId" FROM discovered_cidrs
  WHERE account_id = $1 AND region_id = $2 AND resource_type = $3 AND resource_id > $4
  ORDER BY resource_id LIMIT $5`;
const LIST_OLDER = `SELECT ${COLUMNS} FROM discovered_resources r
  WHERE r.account_id = $1 AND r.source_name = $2 AND r.source_name <> '' AND r.source_version < $3
  AND r.resource_id > $4 ORDER BY r.resource_id LIMIT $5`;
const LIST_OF_SOURCE = `SELECT ${COLUMNS} FROM discovered_resources r
  WHERE r.account_id = $1 AND r.source_name = $2 AND r.source_name <> '' AND r.resource_id > $3
  ORDER BY r.resource_id LIMIT $4`;
const PUT = `INSERT INTO discovered_resources (account_id, resource_id, resource_type, region_id,
  vpc_id, name, source_name, source_version, discovered_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
  ON CONFLICT (account_id, resource_id) DO UPDATE SET resource_type = excluded.resource_type,
  region_id = excluded.region_id, vpc_id = excluded.vpc_id, name = excluded.name,
  source_name = excluded.source_name, source_version = excluded.source_version,
  discovered_at = excluded.discovered_at`;
const INSERT_CIDR = `INSERT INTO discovered_cidrs (account_id, resource_id, position, ip_version,
  first_key, last_key, prefix_length, resource_type, region_id, vpc_id, used_count)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`;
const DELETE_CIDRS = 'DELETE FROM discovered_cidrs WHERE account_id = $1 AND resource_id = $2';
const SET_USED = `UPDATE discovered_cidrs SET used_count = $5
  WHERE account_id = $1 AND resource_id = $2 AND ip_version = $3 AND first_key = $4`;
const SET_VERSION = `UPDATE discovered_resources SET source_version = $3
  WHERE account_id = $1 AND resource_id = $2`;
const DELETE = 'DELETE FROM discovered_resources WHERE account_id = $1 AND resource_id = $2';
const COUNT = `SELECT coalesce(sum(cidr_count), 0) AS count FROM discovered_counts
  WHERE account_id = $1 AND region_id = $2`;

type ResourceRow = Omit<DiscoveredResource, 'cidrs'>;

interface CidrRow {
  readonly firstKey: string;
  readonly prefixLength: number;
  readonly usedCount: string;
}

function toUsedCidr({ firstKey: key, prefixLength, usedCount }: CidrRow) {
  return { cidr: toCidr(key, prefixLength), usedCount: BigInt(usedCount) };
}

export function discoveredResourceTables(session: SqlSession): DiscoveredResourceWriter {
  const usedCidrsOf = async (accountId: string, resourceId: string) =>
    (await session.all<CidrRow>(CIDRS_OF, [accountId, resourceId])).map(toUsedCidr);
  const find = async (accountId: string, resourceId: string) => {
    const row = await session.get<ResourceRow>(FIND, [accountId, resourceId]);
    return row === undefined ? undefined : withCidrs(row);
  };
  const withCidrs = async (row: ResourceRow): Promise<DiscoveredResource> => {
    const cidrs = await usedCidrsOf(row.accountId, row.resourceId);
    return { ...row, cidrs: cidrs.map(({ cidr }) => cidr) };
  };
  const ids = async (sql: string, values: readonly (string | number)[]) =>
    (await session.all<{ resourceId: string }>(sql, values)).map(({ resourceId }) => resourceId);

  return {
    find,
    async cidrsOf(accountId, resourceId) {
      const row = await session.get<ResourceRow>(FIND, [accountId, resourceId]);
      if (row === undefined) return [];
      const { sourceName: _, sourceVersion: __, ...described } = row;
      const cidrs = await usedCidrsOf(accountId, resourceId);
      return cidrs.map((used) => ({ ...described, ...used }));
    },
    async listRegionIds(accountId) {
      const rows = await session.all<{ regionId: string }>(LIST_REGION_IDS, [accountId]);
      return rows.map(({ regionId }) => regionId);
    },
    vSwitchIdsOf: async (accountId, vpcId) =>
      [...new Set(await ids(VSWITCH_IDS_OF, [accountId, vpcId]))].sort(),
    listIds: (accountId, regionId, resourceType, page) =>
      ids(LIST_IDS, [accountId, regionId, resourceType, page.after ?? '', page.limit]),
    list: (filter, page) => listCidrs(session, filter, page),
    async listOlder(accountId, sourceName, version, page) {
      const values = [accountId, sourceName, version, page.after ?? '', page.limit];
      return Promise.all((await session.all<ResourceRow>(LIST_OLDER, values)).map(withCidrs));
    },
    async listOfSource(accountId, sourceName, page) {
      const values = [accountId, sourceName, page.after ?? '', page.limit];
      return Promise.all((await session.all<ResourceRow>(LIST_OF_SOURCE, values)).map(withCidrs));
    },
    async put(resource) {
      const before = await find(resource.accountId, resource.resourceId);
      await replace(session, before, resource);
    },
    replace: (before, resource) => replace(session, before, resource),
    async setVersion(accountId, resourceId, version) {
      await session.run(SET_VERSION, [accountId, resourceId, version]);
    },
    async remove(accountId, resourceId) {
      await takeAway(session, await find(accountId, resourceId));
      await session.run(DELETE, [accountId, resourceId]);
    },
  };
}

async function replace(
  session: SqlSession,
  before: DiscoveredResource | undefined,
  resource: DiscoveredResource,
): Promise<void> {
  await takeAway(session, before);
  await session.run(PUT, [
    resource.accountId,
    resource.resourceId,
    resource.resourceType,
    resource.regionId,
    resource.vpcId,
    resource.name,
    resource.sourceName,
    resource.sourceVersion,
    resource.discoveredAt,
  ]);
  await addCidrs(session, resource);
}

/** Removes the CIDRs of a resource as it was. */
async function takeAway(
  session: SqlSession,
  resource: DiscoveredResource | undefined,
): Promise<void> {
  if (resource === undefined) return;
  const { accountId, resourceId, regionId, resourceType } = resource;
  await session.run(DELETE_CIDRS, [accountId, resourceId]);
  const counted = [accountId, regionId, resourceType];
  await countDiscovered(session, counted, -resource.cidrs.length);
  for (const cidr of resource.cidrs) await useOfNetwork(session, resource, cidr, -1n);
}

async function addCidrs(session: SqlSession, resource: DiscoveredResource): Promise<void> {
  const { accountId, resourceId, resourceType, regionId, vpcId } = resource;
  for (const [position, cidr] of resource.cidrs.entries()) {
    const usedCount = await countUsedOf(session, { ...resource, cidr });
    await session.run(INSERT_CIDR, [
      accountId,
      resourceId,
      position,
      cidr.ipVersion,
      firstKey(cidr),
      lastKey(cidr),
      cidr.prefixLength,
      resourceType,
      regionId,
      vpcId,
      String(usedCount),
    ]);
    await useOfNetwork(session, resource, cidr, 1n);
  }
  const counted = [accountId, regionId, resourceType];
  await countDiscovered(session, counted, resource.cidrs.length);
}

/** What is used of a CIDR, counted anew: addresses of a VSwitch, VSwitches of a VPC. */
export function countUsedOf(
  session: SqlSession,
  resource: Pick<DiscoveredCidr, 'accountId' | 'resourceId' | 'resourceType' | 'vpcId' | 'cidr'>,
): Promise<bigint> {
  const { accountId, resourceId, resourceType, vpcId, cidr } = resource;
  return resourceType === 'VPC'
    ? sizeOfVSwitches(session, accountId, vpcId, cidr)
    : countUsed(session, accountId, resourceId, cidr);
}

/** Every address of a subnet is in use in the CIDR of the network around it. */
async function useOfNetwork(
  session: SqlSession,
  { accountId, resourceType, vpcId }: DiscoveredResource,
  cidr: Cidr,
  sign: bigint,
): Promise<void> {
  if (resourceType === 'VPC') return;
  const rows = await session.all<CidrRow>(CIDRS_OF, [accountId, vpcId]);
  const around = rows.map(toUsedCidr).find((network) => cidrContains(network.cidr, cidr));
  if (around === undefined) return;
  await session.run(SET_USED, [
    accountId,
    vpcId,
    around.cidr.ipVersion,
    firstKey(around.cidr),
    String(around.usedCount + sign * cidrSize(cidr)),
  ]);
}

async function sizeOfVSwitches(
  session: SqlSession,
  accountId: string,
  vpcId: string,
  network: Cidr,
): Promise<bigint> {
  const values = [accountId, vpcId, network.ipVersion, firstKey(network), lastKey(network)];
  const rows = await session.all<CidrRow>(VSWITCHES_INSIDE, values);
  return rows
    .map(toUsedCidr)
    .filter(({ cidr }) => cidrContains(network, cidr))
    .reduce((sum, { cidr }) => sum + cidrSize(cidr), 0n);
}

type ListedRow = ResourceRow & CidrRow;

/** Networks before subnets; in each type one range of an index. */
async function listCidrs(
  session: SqlSession,
  { accountId, regionId, resourceType }: DiscoveredFilter,
  page: PageRequest,
): Promise<Page<DiscoveredCidr>> {
  const counted = await session.get<{ count: number }>(
    resourceType === undefined ? COUNT : `${COUNT} AND resource_type = $3`,
    resourceType === undefined ? [accountId, regionId] : [accountId, regionId, resourceType],
  );
  const types: readonly DiscoveredType[] =
    resourceType === undefined ? ['VPC', 'VSwitch'] : [resourceType];
  const start = page.after === undefined ? undefined : readStart(page.after);
  const rows: ListedRow[] = [];
  for (const type of types) {
    if (start !== undefined && type < start.resourceType) continue;
    const after = start?.resourceType === type ? start : undefined;
    const limit = page.limit + 1 - rows.length;
    rows.push(...(await listOfType(session, accountId, regionId, type, after, limit)));
    if (rows.length > page.limit) break;
  }
  return {
    items: rows.slice(0, page.limit).map(toDiscoveredCidr),
    totalCount: Number(counted?.count ?? 0),
    hasMore: rows.length > page.limit,
  };
}

interface Start {
  readonly resourceType: string;
  readonly resourceId: string;
  readonly ipVersion: string;
  readonly firstKey: string;
}

function readStart(key: string): Start {
  const [resourceType = '', resourceId = '', ipVersion = '', first = ''] = JSON.parse(
    key,
  ) as string[];
  return { resourceType, resourceId, ipVersion, firstKey: first };
}

async function listOfType(
  session: SqlSession,
  accountId: string,
  regionId: string,
  resourceType: DiscoveredType,
  after: Start | undefined,
  limit: number,
): Promise<readonly ListedRow[]> {
  const conditions = new Conditions();
  conditions.addEqual('c.account_id', accountId);
  conditions.addEqual('c.region_id', regionId);
  conditions.addEqual('c.resource_type', resourceType);
  if (after !== undefined) {
    const key = [after.resourceId, after.ipVersion, after.firstKey];
    const values = key.map((value) => conditions.placeholder(value));
    conditions.add(`(c.resource_id, c.ip_version, c.first_key) > (${values.join(', ')})`);
  }
  const limited = conditions.placeholder(limit);
  return session.all<ListedRow>(
    `SELECT ${COLUMNS}, ${CIDR_COLUMNS} FROM discovered_cidrs c
     JOIN discovered_resources r ON r.account_id = c.account_id AND r.resource_id = c.resource_id
     WHERE ${conditions.text} ORDER BY c.resource_id, c.ip_version, c.first_key LIMIT ${limited}`,
    conditions.values,
  );
}

function toDiscoveredCidr(row: ListedRow): DiscoveredCidr {
  const { firstKey: _, prefixLength: __, sourceName: ___, sourceVersion: ____, ...described } = row;
  return { ...described, ...toUsedCidr(row) };
}
