import type {
  AssociationFilter,
  DiscoveryReader,
  DiscoveryWriter,
  ListedAssociation,
} from '../discovery-store.ts';
import type { DiscoveryAssociation } from '../records.ts';
import type { Page, PageRequest } from '../store.ts';
import { Conditions } from './conditions.ts';
import { countRows } from './page-of.ts';
import type { SqlSession } from './session.ts';

const COLUMNS = `a.account_id AS "accountId", a.association_id AS "associationId",
  a.ipam_id AS "ipamId", a.discovery_id AS "discoveryId",
  a.discovery_owner_id AS "discoveryOwnerId", a.created_at AS "createdAt"`;
const LISTED = `discovery_associations a
  JOIN ipams i ON i.account_id = a.account_id AND i.ipam_id = a.ipam_id
  JOIN resource_discoveries d
  ON d.account_id = a.discovery_owner_id AND d.discovery_id = a.discovery_id`;

const FIND = `SELECT ${COLUMNS} FROM discovery_associations a
  WHERE a.account_id = $1 AND a.ipam_id = $2 AND a.discovery_id = $3`;
const LIST_OWNERS = `SELECT DISTINCT discovery_owner_id AS "ownerId" FROM discovery_associations
  WHERE account_id = $1 AND ipam_id = $2 ORDER BY discovery_owner_id`;
const LIST_UNSHARED = `SELECT ${COLUMNS} FROM discovery_associations a
  WHERE a.discovery_owner_id = $1 AND a.account_id <> $1 AND NOT EXISTS
  (SELECT 1 FROM shared_discoveries s WHERE s.account_id = a.account_id
   AND s.discovery_id = a.discovery_id AND s.owner_account_id = $1)
  ORDER BY a.association_id`;
const INSERT = `INSERT INTO discovery_associations (account_id, association_id, ipam_id,
  discovery_id, discovery_owner_id, created_at) VALUES ($1, $2, $3, $4, $5, $6)`;
const DELETE = 'DELETE FROM discovery_associations WHERE account_id = $1 AND association_id = $2';
const COUNT_IN_IPAM = `UPDATE ipams SET association_count = association_count + $3
  WHERE account_id = $1 AND ipam_id = $2`;

/** An account has at most as many as discoveries are shared with it: they can be counted. */
async function listAssociations(
  session: SqlSession,
  filter: AssociationFilter,
  page: PageRequest,
): Promise<Page<ListedAssociation>> {
  const conditions = new Conditions();
  conditions.addEqual('a.account_id', filter.accountId);
  conditions.addEqual('i.region_id', filter.regionId);
  conditions.addEqual('a.ipam_id', filter.ipamId);
  conditions.addEqual('a.discovery_id', filter.discoveryId);
  const count = `SELECT count(*) AS count FROM ${LISTED} WHERE ${conditions.text}`;
  const totalCount = await countRows(session, count, [...conditions.values]);
  if (page.after !== undefined) {
    conditions.add(`a.association_id > ${conditions.placeholder(page.after)}`);
  }
  const rows = await session.all<ListedAssociation>(
    `SELECT ${COLUMNS}, d.discovery_type AS "discoveryType" FROM ${LISTED}
     WHERE ${conditions.text} ORDER BY a.association_id
     LIMIT ${conditions.placeholder(page.limit + 1)}`,
    conditions.values,
  );
  return {
    items: rows.slice(0, page.limit),
    totalCount,
    hasMore: rows.length > page.limit,
  };
}

/** Which resource discoveries look for which IPAMs. */
export function discoveryAssociations(
  session: SqlSession,
): Pick<
  DiscoveryReader & DiscoveryWriter,
  | 'findAssociation'
  | 'listAssociations'
  | 'listOwnersOfAssociated'
  | 'listUnsharedAssociations'
  | 'insertAssociation'
  | 'removeAssociation'
> {
  return {
    findAssociation: (accountId, ipamId, discoveryId) =>
      session.get<DiscoveryAssociation>(FIND, [accountId, ipamId, discoveryId]),
    listAssociations: (filter, page) => listAssociations(session, filter, page),
    async listOwnersOfAssociated(accountId, ipamId) {
      const rows = await session.all<{ ownerId: string }>(LIST_OWNERS, [accountId, ipamId]);
      return rows.map(({ ownerId }) => ownerId);
    },
    listUnsharedAssociations: (ownerId) =>
      session.all<DiscoveryAssociation>(LIST_UNSHARED, [ownerId]),
    async insertAssociation(association) {
      await session.run(INSERT, [
        association.accountId,
        association.associationId,
        association.ipamId,
        association.discoveryId,
        association.discoveryOwnerId,
        association.createdAt,
      ]);
      await session.run(COUNT_IN_IPAM, [association.accountId, association.ipamId, 1]);
    },
    async removeAssociation({ accountId, associationId, ipamId }) {
      if ((await session.run(DELETE, [accountId, associationId])) !== 1) {
        throw new Error(`The association ${associationId} is gone already.`);
      }
      await session.run(COUNT_IN_IPAM, [accountId, ipamId, -1]);
    },
  };
}
