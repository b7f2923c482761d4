import type { StoredResourceCidr } from '../inventory-records.ts';
import { firstKey, toCidr } from './cidr-columns.ts';

export const RESOURCE_CIDR_COLUMNS = `e.account_id AS "accountId", e.ipam_id AS "ipamId",
  e.scope_id AS "scopeId", e.owner_id AS "ownerId", e.resource_id AS "resourceId",
  e.resource_type AS "resourceType", e.region_id AS "regionId", e.vpc_id AS "vpcId",
  e.first_key AS "firstKey", e.prefix_length AS "prefixLength", e.pool_id AS "poolId",
  e.allocation_id AS "allocationId", e.is_ignored AS "isIgnored",
  e.is_overlapping AS "isOverlapping"`;

export type ResourceCidrRow = Omit<
  StoredResourceCidr,
  'cidr' | 'poolId' | 'allocationId' | 'isIgnored' | 'isOverlapping'
> & {
  readonly firstKey: string;
  readonly prefixLength: number;
  readonly poolId: string;
  readonly allocationId: string;
  readonly isIgnored: number;
  readonly isOverlapping: number;
};

/** Field by field: lists and batches make many of them, and a spread takes several times as long. */
export function toResourceCidr(row: ResourceCidrRow): StoredResourceCidr {
  return {
    accountId: row.accountId,
    ipamId: row.ipamId,
    scopeId: row.scopeId,
    ownerId: row.ownerId,
    resourceId: row.resourceId,
    resourceType: row.resourceType,
    regionId: row.regionId,
    vpcId: row.vpcId,
    cidr: toCidr(row.firstKey, row.prefixLength),
    poolId: row.poolId === '' ? undefined : row.poolId,
    allocationId: row.allocationId === '' ? undefined : row.allocationId,
    isIgnored: row.isIgnored === 1,
    isOverlapping: row.isOverlapping === 1,
  };
}

/** The primary key of a row, in the order of its columns. */
export function primaryKey({
  accountId,
  scopeId,
  cidr,
  ownerId,
  resourceId,
}: Pick<StoredResourceCidr, 'accountId' | 'scopeId' | 'cidr' | 'ownerId' | 'resourceId'>) {
  return [
    accountId,
    scopeId,
    cidr.ipVersion,
    firstKey(cidr),
    cidr.prefixLength,
    ownerId,
    resourceId,
  ];
}

export const IS_KEY = `account_id = $1 AND scope_id = $2 AND ip_version = $3 AND first_key = $4
  AND prefix_length = $5 AND owner_id = $6 AND resource_id = $7`;
