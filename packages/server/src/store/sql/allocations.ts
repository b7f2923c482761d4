import type { Allocation } from '../records.ts';
import type { AllocationFilter, AllocationWriter, Page, PageRequest } from '../store.ts';
import { enclosing, firstKey, lastKey, toCidr } from './cidr-columns.ts';
import { rowInsert } from './row-insert.ts';
import type { SqlSession, SqlValue } from './session.ts';

export const ALLOCATION_COLUMNS = `account_id AS "accountId", pool_id AS "poolId", first_key AS "firstKey",
  prefix_length AS "prefixLength", allocation_id AS "allocationId", name, description,
  resource_type AS "resourceType", resource_id AS "resourceId",
  resource_region_id AS "resourceRegionId", resource_owner_id AS "resourceOwnerId",
  created_by AS "createdBy", created_at AS "createdAt",
  source_prefix_length AS "sourcePrefixLength"`;

const FIND = `SELECT ${ALLOCATION_COLUMNS} FROM allocations WHERE account_id = $1 AND allocation_id = $2`;
const FIND_SHARED_WITH = `SELECT ${ALLOCATION_COLUMNS} FROM allocations
  WHERE allocation_id = $2 AND (account_id, pool_id) IN
  (SELECT owner_account_id, pool_id FROM shared_pools WHERE account_id = $1)`;
const FIND_BY_CIDR = `SELECT ${ALLOCATION_COLUMNS} FROM allocations
  WHERE account_id = $1 AND pool_id = $2 AND first_key = $3 AND prefix_length = $4`;

/** Of an allocation in its table and in the history alike. */
const DESCRIBED_COLUMNS = {
  allocation_id: 'TEXT',
  name: 'TEXT',
  description: 'TEXT',
  resource_type: 'TEXT',
  resource_id: 'TEXT',
  resource_region_id: 'TEXT',
  resource_owner_id: 'TEXT',
  created_by: 'TEXT',
  created_at: 'BIGINT',
} as const;
export const INSERT_ALLOCATION = rowInsert('allocations', {
  account_id: 'TEXT',
  pool_id: 'TEXT',
  first_key: 'TEXT',
  last_key: 'TEXT',
  prefix_length: 'INTEGER',
  source_prefix_length: 'INTEGER',
  ...DESCRIBED_COLUMNS,
});
export const COUNT_ALLOCATIONS = `UPDATE pools SET allocation_count = allocation_count + $3
  WHERE account_id = $1 AND pool_id = $2`;
const LIST_OF_NETWORK = `SELECT ${ALLOCATION_COLUMNS} FROM allocations
  WHERE resource_owner_id = $1 AND resource_id = $2 AND resource_type = 'VPC'
  ORDER BY account_id, pool_id, first_key`;
const SET_NAME_AND_DESCRIPTION = `UPDATE allocations SET name = $4, description = $5
  WHERE account_id = $1 AND pool_id = $2 AND first_key = $3`;
export const DELETE_ALLOCATION =
  'DELETE FROM allocations WHERE account_id = $1 AND pool_id = $2 AND first_key = $3';
// The history outlives its pools, and so keeps which scope they were in.
export const INSERT_RELEASED = rowInsert(
  'allocation_history',
  {
    account_id: 'TEXT',
    pool_id: 'TEXT',
    ip_version: 'TEXT',
    first_key: 'TEXT',
    last_key: 'TEXT',
    prefix_length: 'INTEGER',
    ...DESCRIBED_COLUMNS,
    released_by: 'TEXT',
    released_at: 'BIGINT',
  },
  {
    derived: {
      scope_id: '(SELECT scope_id FROM pools WHERE account_id = $1 AND pool_id = $2)',
    },
  },
);

export type AllocationRow = Omit<Allocation, 'cidr' | 'within'> & {
  readonly firstKey: string;
  readonly prefixLength: number;
  readonly sourcePrefixLength: number;
};

export function toAllocation(row: AllocationRow): Allocation {
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
      const { accountId, poolId } = allocation;
      await session.send(INSERT_ALLOCATION.sql, allocationRow(allocation));
      await session.send(COUNT_ALLOCATIONS, [accountId, poolId, 1]);
    },
    async setNameAndDescription({ accountId, poolId, cidr }, name, description) {
      const values = [accountId, poolId, firstKey(cidr), name, description];
      await session.run(SET_NAME_AND_DESCRIPTION, values);
    },
    async release(allocation, releasedBy, releasedAt) {
      const { accountId, poolId, cidr } = allocation;
      await session.send(
        DELETE_ALLOCATION,
        [accountId, poolId, firstKey(cidr)],
        () => new Error(`The allocation ${allocation.allocationId} is gone already.`),
      );
      await session.send(COUNT_ALLOCATIONS, [accountId, poolId, -1]);
      await session.send(INSERT_RELEASED.sql, releasedRow(allocation, releasedBy, releasedAt));
    },
  };
}

/** The values of INSERT_ALLOCATION. */
export function allocationRow(allocation: Allocation): SqlValue[] {
  const { accountId, poolId, cidr, within } = allocation;
  return [
    accountId,
    poolId,
    firstKey(cidr),
    lastKey(cidr),
    cidr.prefixLength,
    within.prefixLength,
    ...describedColumns(allocation),
  ];
}

/** The values of INSERT_RELEASED. */
export function releasedRow(
  allocation: Allocation,
  releasedBy: string,
  releasedAt: number,
): SqlValue[] {
  const { accountId, poolId, cidr } = allocation;
  return [
    accountId,
    poolId,
    cidr.ipVersion,
    firstKey(cidr),
    lastKey(cidr),
    cidr.prefixLength,
    ...describedColumns(allocation),
    releasedBy,
    releasedAt,
  ];
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
    `SELECT ${ALLOCATION_COLUMNS} FROM allocations WHERE ${conditions.join(' AND ')}
     ORDER BY first_key LIMIT ${bind(page.limit + 1)}`,
    values,
  );
  return {
    items: rows.slice(0, page.limit).map(toAllocation),
    totalCount: Number(counted?.count ?? 0),
    hasMore: rows.length > page.limit,
  };
}
