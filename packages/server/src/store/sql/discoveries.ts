import type { ResourceDiscovery } from '../records.ts';
import type { DiscoveryWriter } from '../store.ts';
import type { SqlSession } from './session.ts';

const SELECT = `SELECT account_id AS "accountId", discovery_id AS "discoveryId",
  region_id AS "regionId", discovery_type AS "discoveryType", name, description,
  resource_group_id AS "resourceGroupId", operating_regions AS "operatingRegions",
  created_at AS "createdAt" FROM resource_discoveries`;
const FIND = `${SELECT} WHERE account_id = $1 AND discovery_id = $2`;
const FIND_SHARED_WITH = `${SELECT} WHERE (account_id, discovery_id) IN
  (SELECT owner_account_id, discovery_id FROM shared_discoveries
   WHERE account_id = $1 AND discovery_id = $2)`;
const FIND_IN_REGION = `${SELECT} WHERE account_id = $1 AND region_id = $2
  ORDER BY discovery_id LIMIT 1`;
const INSERT = `INSERT INTO resource_discoveries (account_id, discovery_id, region_id,
  discovery_type, name, description, resource_group_id, operating_regions, created_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`;
const MAKE_DEFAULT = `UPDATE resource_discoveries SET discovery_type = 'system',
  operating_regions = $3 WHERE account_id = $1 AND discovery_id = $2`;
const INSERT_ASSOCIATION = `INSERT INTO discovery_associations (account_id, association_id, ipam_id,
  discovery_id, discovery_owner_id, created_at) VALUES ($1, $2, $3, $4, $5, $6)`;
const SET_OPERATING_REGIONS = `UPDATE resource_discoveries SET operating_regions = $3
  WHERE account_id = $1 AND discovery_id = $2`;
const DELETE = 'DELETE FROM resource_discoveries WHERE account_id = $1 AND discovery_id = $2';
const DELETE_ASSOCIATION =
  'DELETE FROM discovery_associations WHERE account_id = $1 AND association_id = $2';
const COUNT_IN_IPAM =
  'UPDATE ipams SET association_count = association_count + 1 WHERE account_id = $1 AND ipam_id = $2';

type DiscoveryRow = Omit<ResourceDiscovery, 'operatingRegions'> & {
  readonly operatingRegions: string;
};

export function discoveryTables(session: SqlSession): DiscoveryWriter {
  const findOne = async (statement: string, accountId: string, key: string) => {
    const row = await session.get<DiscoveryRow>(statement, [accountId, key]);
    if (row === undefined) return undefined;
    return { ...row, operatingRegions: JSON.parse(row.operatingRegions) };
  };
  return {
    find: (accountId, discoveryId) => findOne(FIND, accountId, discoveryId),
    findSharedWith: (accountId, discoveryId) => findOne(FIND_SHARED_WITH, accountId, discoveryId),
    findInRegion: (accountId, regionId) => findOne(FIND_IN_REGION, accountId, regionId),
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
    async makeDefault(accountId, discoveryId, operatingRegions) {
      await session.run(MAKE_DEFAULT, [accountId, discoveryId, JSON.stringify(operatingRegions)]);
    },
    async setOperatingRegions(accountId, discoveryId, operatingRegions) {
      const regions = JSON.stringify(operatingRegions);
      await session.run(SET_OPERATING_REGIONS, [accountId, discoveryId, regions]);
    },
    async removeDefault(accountId, discoveryId, associationId) {
      await session.run(DELETE_ASSOCIATION, [accountId, associationId]);
      await session.run(DELETE, [accountId, discoveryId]);
    },
    async insertAssociation(association) {
      await session.run(INSERT_ASSOCIATION, [
        association.accountId,
        association.associationId,
        association.ipamId,
        association.discoveryId,
        association.discoveryOwnerId,
        association.createdAt,
      ]);
      await session.run(COUNT_IN_IPAM, [association.accountId, association.ipamId]);
    },
  };
}
