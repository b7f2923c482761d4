import type { Ipam } from '../records.ts';
import type { IpamWriter } from '../store.ts';
import { listPage, mapPage } from './list-page.ts';
import type { SqlSession } from './session.ts';

const COLUMNS = `account_id AS "accountId", ipam_id AS "ipamId", region_id AS "regionId", name,
  description, resource_group_id AS "resourceGroupId", operating_regions AS "operatingRegions",
  public_default_scope_id AS "publicDefaultScopeId",
  private_default_scope_id AS "privateDefaultScopeId",
  default_discovery_id AS "defaultDiscoveryId", default_association_id AS "defaultAssociationId",
  scope_count AS "scopeCount", association_count AS "associationCount", created_at AS "createdAt"`;

const FIND = `SELECT ${COLUMNS} FROM ipams WHERE account_id = $1 AND ipam_id = $2`;
const COUNT_IN_REGION =
  'SELECT count(*) AS count FROM ipams WHERE account_id = $1 AND region_id = $2';
const INSERT = `INSERT INTO ipams (account_id, ipam_id, region_id, name, description,
  resource_group_id, operating_regions, public_default_scope_id, private_default_scope_id,
  default_discovery_id, default_association_id, scope_count, association_count, created_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`;

const UPDATE = `UPDATE ipams SET name = $3, description = $4, operating_regions = $5
  WHERE account_id = $1 AND ipam_id = $2`;
const DELETE = 'DELETE FROM ipams WHERE account_id = $1 AND ipam_id = $2';

type IpamRow = Omit<Ipam, 'operatingRegions'> & { readonly operatingRegions: string };

function toIpam(row: IpamRow): Ipam {
  return { ...row, operatingRegions: JSON.parse(row.operatingRegions) };
}

export function ipamTable(session: SqlSession): IpamWriter {
  return {
    async find(accountId, ipamId) {
      const row = await session.get<IpamRow>(FIND, [accountId, ipamId]);
      return row === undefined ? undefined : toIpam(row);
    },
    async countInRegion(accountId, regionId) {
      const row = await session.get<{ count: number }>(COUNT_IN_REGION, [accountId, regionId]);
      return Number(row?.count ?? 0);
    },
    async list(filter, page) {
      const listed = { table: 'ipams', columns: COLUMNS, idColumn: 'ipam_id' };
      return mapPage(await listPage<IpamRow>(session, listed, filter, {}, page), toIpam);
    },
    async insert(ipam) {
      await session.run(INSERT, [
        ipam.accountId,
        ipam.ipamId,
        ipam.regionId,
        ipam.name,
        ipam.description,
        ipam.resourceGroupId,
        JSON.stringify(ipam.operatingRegions),
        ipam.publicDefaultScopeId,
        ipam.privateDefaultScopeId,
        ipam.defaultDiscoveryId,
        ipam.defaultAssociationId,
        ipam.scopeCount,
        ipam.associationCount,
        ipam.createdAt,
      ]);
    },
    async update({ accountId, ipamId, name, description, operatingRegions }) {
      const regions = JSON.stringify(operatingRegions);
      await session.run(UPDATE, [accountId, ipamId, name, description, regions]);
    },
    async remove({ accountId, ipamId }) {
      await session.run(DELETE, [accountId, ipamId]);
    },
  };
}
