import type { Allocation } from '../records.ts';
import type { AllocationFilter, AllocationWriter, Page, PageRequest } from '../store.ts';
import { enclosing, firstKey, lastKey, toCidr } from './cidr-columns.ts';
import type { SqlSession, SqlValue } from './session.ts';

const COLUMNS = `account_id AS "accountId", pool_id AS "poolId", first_key AS "firstKey",
  prefix_length AS "prefixLength", allocation_id AS "allocationId", name, description,
  resource_type AS "resourceType", resource_id AS "resourceId",
  resource_region_id AS "resourceRegionId", resource_owner_id AS "resourceOwnerId",
  created_by AS "createdBy", created_at AS "createdAt",
  source_prefix_length AS "sourcePrefixLength"`;

const FIND = `SELECT ${COLUMNS} FROM allocations WHERE account_id = $1 AND allocation_id = $2`;
const FIND_SHARED_WITH = `SELECT ${COLUMNS} FROM allocations
  WHERE allocation_id = $2 AND (account_id, pool_id) IN
  (SELECT owner_account_id, pool_id FROM shared_pools WHERE account_id = $1)`;
const FIND_BY_CIDR = `SELECT ${COLUMNS} FROM allocations
  WHERE account_id = $1 AND pool_id = $2 AND first_key = $3 AND prefix_length = $4`;
const INSERT = `INSERT INTO allocations (account_id, pool_id, first_key, last_key, prefix_length,
  source_prefix_length, allocation_id, name, description, resource_type, resource_id,
  resource_region_id, resource_owner_id, created_by, created_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`;
const COUNT_IN_POOL = `UPDATE pools SET allocation_count = allocation_count + $3
  WHERE account_id = $1 AND pool_id = $2`;
const LIST_OF_NETWORK = `SELECT ${COLUMNS} FROM allocations
  WHERE resource_owner_id = $1 AND resource_id = $2 AND resource_type = 'VPC'
  ORDER BY account_id, pool_id, first_key`;
const SET_NAME_AND_DESCRIPTION = `UPDATE allocations SET name = $4, description = $5
  WHERE account_id = $1 AND pool_id = $2 AND first_key = $3`;
const DELETE = 'DELETE FROM allocations WHERE account_id = $1 AND pool_id = $2 AND first_key = $3';
const KEEP_IN_HISTORY = `INSERT INTO allocation_history (account_id, pool_id, scope_id, ip_version,
  first_key, last_key, prefix_length, allocation_id, name, description, resource_type, resource_id,
  resource_region_id, resource_owner_id, created_by, created_at, released_by, released_at)
  VALUES ($1, $2, (SELECT scope_id FROM pools WHERE account_id = $1 AND pool_id = $2), $3, $4, $5,
  $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)`;

type AllocationRow = Omit<Allocation, 'cidr' | 'within'> & {
  readonly firstKey: string;
  readonly prefixLength: number;
  readonly sourcePrefixLength: number;
};

function toAllocation(row: AllocationRow): Allocation {
  const { firstKey: key, prefixLength, sourcePrefixLength, ...rest } = row;
  const cidr = toCidr(key, prefixLength);
  return { ...rest, cidr, within: enclosing(cidr, sourcePrefixLength) };
}

/** The allocations that a network has in the pools of all accounts. */
export async function networkAllocations(
  session: SqlSession,
  ownerId: string,
  resourceId: string,
): Promise<readonly Allocation[]> {
  return (await session.all<AllocationRow>(LIST_OF_NETWORK, [ownerId, resourceId])).map(
    toAllocation,
  );
}

export function allocationTable(session: SqlSession): AllocationWriter {
  return {
    async find(accountId, allocationId) {
      const row = await session.get<AllocationRow>(FIND, [accountId, allocationId]);
      return row === undefined ? undefined : toAllocation(row);
    },
    async findSharedWith(accountId, allocationId) {
      const row = await session.get<AllocationRow>(FIND_SHARED_WITH, [accountId, allocationId]);
      return row === undefined ? undefined : toAllocation(row);
    },
    async findByCidr(accountId, poolId, cidr) {
      const values = [accountId, poolId, firstKey(cidr), cidr.prefixLength];
      const row = await session.get<AllocationRow>(FIND_BY_CIDR, values);
      return row === undefined ? undefined : toAllocation(row);
    },
    list: (filter, page) => listAllocations(session, filter, page),
    async insert(allocation) {
      const { accountId, poolId, cidr } = allocation;
      await session.send(INSERT, [
        accountId,
        poolId,
        firstKey(cidr),
        lastKey(cidr),
        cidr.prefixLength,
        allocation.within.prefixLength,
        ...describedColumns(allocation),
      ]);
      await session.send(COUNT_IN_POOL, [accountId, poolId, 1]);
    },
    async setNameAndDescription({ accountId, poolId, cidr }, name, description) {
      const values = [accountId, poolId, firstKey(cidr), name, description];
      await session.run(SET_NAME_AND_DESCRIPTION, values);
    },
    async release(allocation, releasedBy, releasedAt) {
      const { accountId, poolId, cidr } = allocation;
      const first = firstKey(cidr);
      await session.send(
        DELETE,
        [accountId, poolId, first],
        () => new Error(`The allocation ${allocation.allocationId} is gone already.`),
      );
      await session.send(COUNT_IN_POOL, [accountId, poolId, -1]);
      await session.send(KEEP_IN_HISTORY, [
        accountId,
        poolId,
        cidr.ipVersion,
        first,
        lastKey(cidr),
        cidr.prefixLength,
        ...describedColumns(allocation),
        releasedBy,
        releasedAt,
      ]);
    },
  };
}

function describedColumns(allocation: Allocation): SqlValue[] {
  return [
    allocation.allocationId,
    allocation.name,
    allocation.description,
    allocation.resourceType,
    allocation.resourceId,
    allocation.resourceRegionId,
    allocation.resourceOwnerId,
    allocation.createdBy,
    allocation.createdAt,
  ];
}

/** Address order by key; an unfiltered page takes its total from the pool's counter. */
async function listAllocations(
  session: SqlSession,
  filter: AllocationFilter,
  page: PageRequest,
): Promise<Page<Allocation>> {
  const values: SqlValue[] = [filter.accountId, filter.poolId];
  const conditions = ['account_id = $1', 'pool_id = $2'];
  const bind = (value: SqlValue) => `$${values.push(value)}`;
  if (filter.ids !== undefined) {
    conditions.push(`allocation_id IN (${filter.ids.map(bind).join(', ')})`);
  }
  if (filter.name !== undefined) conditions.push(`name = ${bind(filter.name)} AND name <> ''`);
  if (filter.cidr !== undefined) {
    conditions.push(`first_key = ${bind(firstKey(filter.cidr))}`);
    conditions.push(`prefix_length = ${bind(filter.cidr.prefixLength)}`);
  }
  const isFiltered = conditions.length > 2;
  const counted = await session.get<{ count: number }>(
    isFiltered
      ? `SELECT count(*) AS count FROM allocations WHERE ${conditions.join(' AND ')}`
      : 'SELECT allocation_count AS count FROM pools WHERE account_id = $1 AND pool_id = $2',
    [...values],
  );
  if (page.after !== undefined) conditions.push(`first_key > ${bind(page.after)}`);
  const rows = await session.all<AllocationRow>(
    `SELECT ${COLUMNS} FROM allocations WHERE ${conditions.join(' AND ')}
     ORDER BY first_key LIMIT ${bind(page.limit + 1)}`,
    values,
  );
  return {
    items: rows.slice(0, page.limit).map(toAllocation),
    totalCount: Number(counted?.count ?? 0),
    hasMore: rows.length > page.limit,
  };
}
