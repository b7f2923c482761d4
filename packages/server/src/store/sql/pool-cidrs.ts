import type { IpVersion } from '@cadastre/address-space';
import type { PoolCidr } from '../records.ts';
import type { PoolCidrWriter } from '../store.ts';
import { firstKey, lastKey, toCidr } from './cidr-columns.ts';
import { defined, optional, type SqlSession } from './session.ts';

const COLUMNS = `account_id AS "accountId", pool_id AS "poolId", first_key AS "firstKey",
  prefix_length AS "prefixLength", scope_id AS "scopeId", source_pool_id AS "sourcePoolId",
  public_supply AS "publicSupply", created_at AS "createdAt"`;

const FIND = `SELECT ${COLUMNS} FROM pool_cidrs
  WHERE account_id = $1 AND pool_id = $2 AND first_key = $3 AND prefix_length = $4`;
const PAGE = `SELECT ${COLUMNS} FROM pool_cidrs
  WHERE account_id = $1 AND pool_id = $2 AND first_key > $3 ORDER BY first_key LIMIT $4`;
const OVERLAPPING_IN_POOL = `SELECT ${COLUMNS} FROM pool_cidrs
  WHERE account_id = $1 AND pool_id = $2 AND first_key <= $3 ORDER BY first_key DESC LIMIT 1`;
const OVERLAPPING_TOP_LEVEL = `SELECT ${COLUMNS} FROM pool_cidrs
  WHERE account_id = $1 AND scope_id = $2 AND ip_version = $3 AND source_pool_id IS NULL
  AND first_key <= $4 ORDER BY first_key DESC LIMIT 1`;
const LIST_PUBLIC = `SELECT ${COLUMNS} FROM pool_cidrs
  WHERE public_supply = $1 AND public_supply IS NOT NULL ORDER BY first_key`;
const INSERT = `INSERT INTO pool_cidrs (account_id, pool_id, first_key, last_key, prefix_length,
  scope_id, ip_version, source_pool_id, public_supply, created_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`;
const DELETE = 'DELETE FROM pool_cidrs WHERE account_id = $1 AND pool_id = $2 AND first_key = $3';
const COUNT_IN_POOL = `UPDATE pools SET cidr_count = cidr_count + $3
  WHERE account_id = $1 AND pool_id = $2`;

interface PoolCidrRow {
  readonly accountId: string;
  readonly poolId: string;
  readonly firstKey: string;
  readonly prefixLength: number;
  readonly scopeId: string;
  readonly sourcePoolId: string | null;
  readonly publicSupply: string | null;
  readonly createdAt: number;
}

function toPoolCidr({ firstKey: key, prefixLength, ...row }: PoolCidrRow): PoolCidr {
  return {
    ...row,
    cidr: toCidr(key, prefixLength),
    sourcePoolId: defined(row.sourcePoolId),
    publicSupply: defined(row.publicSupply),
  };
}

export function poolCidrTable(session: SqlSession): PoolCidrWriter {
  const neighbour = async (sql: string, values: readonly string[], first: string) => {
    const row = await session.get<PoolCidrRow>(sql, values);
    if (row === undefined) return undefined;
    const found = toPoolCidr(row);
    return lastKey(found.cidr) >= first ? found : undefined;
  };
  return {
    async find(accountId, poolId, cidr) {
      const values = [accountId, poolId, firstKey(cidr), cidr.prefixLength];
      const row = await session.get<PoolCidrRow>(FIND, values);
      return row === undefined ? undefined : toPoolCidr(row);
    },
    async list(accountId, poolId, page) {
      const values = [accountId, poolId, page.after ?? '', page.limit];
      return (await session.all<PoolCidrRow>(PAGE, values)).map(toPoolCidr);
    },
    async listOfPools(accountId, poolIds) {
      if (poolIds.length === 0) return [];
      const ids = poolIds.map((_, index) => `$${index + 2}`).join(', ');
      const rows = await session.all<PoolCidrRow>(
        `SELECT ${COLUMNS} FROM pool_cidrs WHERE account_id = $1 AND pool_id IN (${ids})
         ORDER BY pool_id, first_key`,
        [accountId, ...poolIds],
      );
      return rows.map(toPoolCidr);
    },
    findOverlapping: (accountId, poolId, cidr) =>
      neighbour(OVERLAPPING_IN_POOL, [accountId, poolId, lastKey(cidr)], firstKey(cidr)),
    findTopLevelOverlapping: (accountId, scopeId, cidr) => {
      const ipVersion: IpVersion = cidr.ipVersion;
      const values = [accountId, scopeId, ipVersion, lastKey(cidr)];
      return neighbour(OVERLAPPING_TOP_LEVEL, values, firstKey(cidr));
    },
    async listPublic(publicSupply) {
      return (await session.all<PoolCidrRow>(LIST_PUBLIC, [publicSupply])).map(toPoolCidr);
    },
    async insert(poolCidr) {
      const { accountId, poolId, cidr } = poolCidr;
      await session.run(INSERT, [
        accountId,
        poolId,
        firstKey(cidr),
        lastKey(cidr),
        cidr.prefixLength,
        poolCidr.scopeId,
        cidr.ipVersion,
        optional(poolCidr.sourcePoolId),
        optional(poolCidr.publicSupply),
        poolCidr.createdAt,
      ]);
      await session.run(COUNT_IN_POOL, [accountId, poolId, 1]);
    },
    lockPublic: (publicSupply) => session.lock(`public supply ${publicSupply}`),
    async remove({ accountId, poolId, cidr }) {
      await session.run(DELETE, [accountId, poolId, firstKey(cidr)]);
      await session.run(COUNT_IN_POOL, [accountId, poolId, -1]);
    },
  };
}
