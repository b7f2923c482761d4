import type { DiscoveryFilter, DiscoveryWriter, ListedDiscovery } from '../discovery-store.ts';
import type { ResourceDiscovery } from '../records.ts';
import type { Page, PageRequest } from '../store.ts';
import { discoveryAssociations } from './discovery-associations.ts';
import { listPage, listSharedPage, mapPage } from './list-page.ts';
import { optional, type SqlSession } from './session.ts';

/** A discovery's columns, with those that a principal sees otherwise than the owner. */
function columns(name: string, description: string, resourceGroupId: string): string {
  return `account_id AS "accountId", discovery_id AS "discoveryId", region_id AS "regionId",
  discovery_type AS "discoveryType", ${name} AS name, ${description} AS description,
  ${resourceGroupId} AS "resourceGroupId", operating_regions AS "operatingRegions",
  created_at AS "createdAt"`;
}

const COLUMNS = columns('name', 'description', 'resource_group_id');
const SHARED_NAME = 'coalesce(own_name, name)';
const SHARED_GROUP = `coalesce(own_resource_group_id, '')`;
const SHARED_COLUMNS = columns(SHARED_NAME, 'coalesce(own_description, description)', SHARED_GROUP);

/** Discoveries with the accounts they are shared with. */
const SHARED_DISCOVERIES = `resource_discoveries JOIN (SELECT account_id AS principal_id,
  discovery_id AS shared_discovery_id, owner_account_id, own_name, own_description,
  own_resource_group_id FROM shared_discoveries) AS shared
  ON account_id = owner_account_id AND discovery_id = shared_discovery_id`;
const IS_SHARED = `CASE WHEN EXISTS (SELECT 1 FROM shared_discoveries s
  WHERE s.owner_account_id = resource_discoveries.account_id
  AND s.discovery_id = resource_discoveries.discovery_id) THEN 1 ELSE 0 END`;

const SELECT = `SELECT ${COLUMNS} FROM resource_discoveries`;
const FIND = `${SELECT} WHERE account_id = $1 AND discovery_id = $2`;
const FIND_SHARED_WITH = `SELECT ${SHARED_COLUMNS} FROM ${SHARED_DISCOVERIES}
  WHERE principal_id = $1 AND shared_discovery_id = $2`;
const FIND_IN_REGION = `${SELECT} WHERE account_id = $1 AND region_id = $2
  ORDER BY discovery_id LIMIT 1`;
const INSERT = `INSERT INTO resource_discoveries (account_id, discovery_id, region_id,
  discovery_type, name, description, resource_group_id, operating_regions, created_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`;
const UPDATE = `UPDATE resource_discoveries SET name = $3, description = $4,
  operating_regions = $5 WHERE account_id = $1 AND discovery_id = $2`;
const MAKE_DEFAULT = `UPDATE resource_discoveries SET discovery_type = 'system',
  operating_regions = $3 WHERE account_id = $1 AND discovery_id = $2`;
const SET_OPERATING_REGIONS = `UPDATE resource_discoveries SET operating_regions = $3
  WHERE account_id = $1 AND discovery_id = $2`;
const SET_SHARED_VIEW = `UPDATE shared_discoveries SET own_name = coalesce($3, own_name),
  own_description = coalesce($4, own_description),
  own_resource_group_id = coalesce($5, own_resource_group_id)
  WHERE account_id = $1 AND discovery_id = $2`;
const DELETE = 'DELETE FROM resource_discoveries WHERE account_id = $1 AND discovery_id = $2';

type DiscoveryRow = Omit<ResourceDiscovery, 'operatingRegions'> & {
  readonly operatingRegions: string;
};
type ListedRow = DiscoveryRow & { readonly isShared: number };

function toDiscovery(row: DiscoveryRow): ResourceDiscovery {
  return { ...row, operatingRegions: JSON.parse(row.operatingRegions) };
}

function toListed({ isShared, ...row }: ListedRow): ListedDiscovery {
  return { ...toDiscovery(row), isShared: isShared === 1 };
}

/** What is shared is shared for its principal too, so that such a filter finds all or none. */
async function listSharedWith(
  session: SqlSession,
  filter: DiscoveryFilter,
  page: PageRequest,
): Promise<Page<ListedDiscovery>> {
  const listed = {
    table: SHARED_DISCOVERIES,
    columns: `${SHARED_COLUMNS}, 1 AS "isShared"`,
    idColumn: 'discovery_id',
  };
  const equals = {
    [SHARED_NAME]: filter.name,
    [SHARED_GROUP]: filter.resourceGroupId,
    discovery_type: filter.discoveryType,
    1: filter.isShared === undefined ? undefined : Number(filter.isShared),
  };
  return mapPage(await listSharedPage<ListedRow>(session, listed, filter, equals, page), toListed);
}

export function discoveryTables(session: SqlSession): DiscoveryWriter {
  const findOne = async (statement: string, accountId: string, key: string) => {
    const row = await session.get<DiscoveryRow>(statement, [accountId, key]);
    return row === undefined ? undefined : toDiscovery(row);
  };
  return {
    ...discoveryAssociations(session),
    find: (accountId, discoveryId) => findOne(FIND, accountId, discoveryId),
    findSharedWith: (accountId, discoveryId) => findOne(FIND_SHARED_WITH, accountId, discoveryId),
    findInRegion: (accountId, regionId) => findOne(FIND_IN_REGION, accountId, regionId),
    async list(filter, page) {
      const listed = {
        table: 'resource_discoveries',
        columns: `${COLUMNS}, ${IS_SHARED} AS "isShared"`,
        idColumn: 'discovery_id',
      };
      const equals = {
        discovery_type: filter.discoveryType,
        [IS_SHARED]: filter.isShared === undefined ? undefined : Number(filter.isShared),
      };
      return mapPage(await listPage<ListedRow>(session, listed, filter, equals, page), toListed);
    },
    listSharedWith: (filter, page) => listSharedWith(session, filter, page),
    async insert(discovery) {
      await session.run(INSERT, [
        discovery.accountId,
        discovery.discoveryId,
        discovery.regionId,
        discovery.discoveryType,
        discovery.name,
        discovery.description,
        discovery.resourceGroupId,
        JSON.stringify(discovery.operatingRegions),
        discovery.createdAt,
      ]);
    },
    async update({ accountId, discoveryId, name, description, operatingRegions }) {
      const regions = JSON.stringify(operatingRegions);
      await session.run(UPDATE, [accountId, discoveryId, name, description, regions]);
    },
    async makeDefault(accountId, discoveryId, operatingRegions) {
      await session.run(MAKE_DEFAULT, [accountId, discoveryId, JSON.stringify(operatingRegions)]);
    },
    async setOperatingRegions(accountId, discoveryId, operatingRegions) {
      const regions = JSON.stringify(operatingRegions);
      await session.run(SET_OPERATING_REGIONS, [accountId, discoveryId, regions]);
    },
    async setSharedView(accountId, discoveryId, { name, description, resourceGroupId }) {
      const texts = [optional(name), optional(description), optional(resourceGroupId)];
      await session.run(SET_SHARED_VIEW, [accountId, discoveryId, ...texts]);
    },
    async remove({ accountId, discoveryId }) {
      await session.run(DELETE, [accountId, discoveryId]);
    },
  };
}
