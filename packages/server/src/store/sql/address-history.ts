import { addressBits } from '@cadastre/address-space';
import type { AddressHistoryFilter, AddressHistoryWriter, ScannedPage } from '../history-store.ts';
import type { AllocationRecord } from '../records.ts';
import type { PageRequest } from '../store.ts';
import { enclosing, firstKey, lastKey, toCidr } from './cidr-columns.ts';
import { Conditions } from './conditions.ts';
import { defined, type SqlSession, type SqlValue } from './session.ts';

const COLUMNS = `a.account_id AS "accountId", a.pool_id AS "poolId", a.scope_id AS "scopeId",
  a.first_key AS "firstKey", a.prefix_length AS "prefixLength",
  a.allocation_id AS "allocationId", a.name, a.description, a.resource_type AS "resourceType",
  a.resource_id AS "resourceId", a.resource_region_id AS "resourceRegionId",
  a.resource_owner_id AS "resourceOwnerId", a.created_by AS "createdBy",
  a.created_at AS "createdAt"`;
const LIVE_COLUMNS = `${COLUMNS}, NULL AS "releasedBy", NULL AS "releasedAt"`;
const PAST_COLUMNS = `${COLUMNS}, a.released_by AS "releasedBy", a.released_at AS "releasedAt"`;

// Below, $1 is the account and $2 to $4 are the IP version and the first and last address of the CIDR
// that is looked for. Where it is found by address, $5 is its prefix length.

/** Rows that have addresses in common with the CIDR, out of all rows, in order of their ids. */
const OF_ALL_ROWS = {
  live: `SELECT a.*, p.scope_id FROM allocations a
    CROSS JOIN pools p
    WHERE p.account_id = $1 AND p.pool_id = a.pool_id
      AND a.account_id = $1 AND p.ip_version = $2 AND a.first_key <= $4 AND a.last_key >= $3`,
  past: `SELECT a.* FROM allocation_history a
    WHERE a.account_id = $1 AND a.ip_version = $2 AND a.first_key <= $4 AND a.last_key >= $3`,
};

const EQUALS_AROUND = `x.account_id = $1 AND x.ip_version = $2
  AND x.first_key = around.first_key AND x.prefix_length = around.prefix_length`;
const IS_INSIDE = `x.account_id = $1 AND x.ip_version = $2
  AND x.first_key BETWEEN $3 AND $4 AND x.prefix_length > $5`;
const AROUND = `around CROSS JOIN pool_cidrs x CROSS JOIN allocations a
  WHERE ${EQUALS_AROUND} AND a.account_id = $1 AND a.pool_id = x.pool_id`;

/**
 * The same rows found by address, in no order; they need the table `around`. Blocks that share an
 * address contain one another: those around the CIDR are found one by one, those inside it stand
 * together. A live allocation is found through its pool's CIDR, so that allocating keeps no index.
 */
const BY_ADDRESS = {
  live: `SELECT a.*, x.scope_id FROM ${AROUND} AND a.first_key BETWEEN $3 AND $4
    UNION ALL
    SELECT a.*, x.scope_id FROM ${AROUND} AND a.last_key >= $4
      AND a.first_key = (SELECT max(first_key) FROM allocations
        WHERE account_id = $1 AND pool_id = x.pool_id AND first_key < $3)
    UNION ALL
    SELECT a.*, x.scope_id FROM pool_cidrs x CROSS JOIN allocations a
    WHERE a.account_id = $1 AND a.pool_id = x.pool_id
      AND a.first_key BETWEEN x.first_key AND x.last_key AND ${IS_INSIDE}`,
  past: `SELECT x.* FROM around CROSS JOIN allocation_history x WHERE ${EQUALS_AROUND}
    UNION ALL
    SELECT x.* FROM allocation_history x WHERE ${IS_INSIDE}`,
};

/** What finding by address would look at; the text goes on with a limit. */
const ROWS_BY_ADDRESS = `SELECT pool_id FROM pool_cidrs x WHERE ${IS_INSIDE}
  UNION ALL SELECT pool_id FROM (${BY_ADDRESS.past}) AS y
  UNION ALL SELECT pool_id FROM (${BY_ADDRESS.live}) AS z`;

const LAST_SCANNED = `SELECT allocation_id AS "allocationId" FROM
  (SELECT allocation_id FROM allocations WHERE account_id = $1 AND allocation_id > $2
   UNION ALL
   SELECT allocation_id FROM allocation_history WHERE account_id = $1 AND allocation_id > $2) AS rows
  ORDER BY allocation_id LIMIT 1 OFFSET $3`;
// One look into the index for each account.
const REMOVE_RELEASED_BEFORE = `DELETE FROM allocation_history WHERE (account_id, allocation_id) IN
  (SELECT h.account_id, h.allocation_id FROM accounts a
   CROSS JOIN allocation_history h
   WHERE h.account_id = a.account_id AND h.released_at < $1 LIMIT $2)`;

/** What no address column has. */
const NO_KEY = '';

type RecordRow = Omit<AllocationRecord, 'cidr' | 'releasedBy' | 'releasedAt'> & {
  readonly firstKey: string;
  readonly prefixLength: number;
  readonly releasedBy: string | null;
  readonly releasedAt: number | null;
};

function toRecord({ firstKey: key, prefixLength, ...row }: RecordRow): AllocationRecord {
  return {
    ...row,
    cidr: toCidr(key, prefixLength),
    releasedBy: defined(row.releasedBy),
    releasedAt: defined(row.releasedAt),
  };
}

/** Binds `$1` to `$4`. */
function bindRange({ accountId, cidr }: AddressHistoryFilter, conditions: Conditions): void {
  const range = [accountId, cidr.ipVersion, firstKey(cidr), lastKey(cidr)];
  for (const value of range) conditions.placeholder(value);
}

/**
 * Binds `$1` to `$5`, and the CIDRs that contain the given one, itself included, as a table. It has
 * a row for each prefix length there is, so that all CIDRs of a family share one prepared statement;
 * the rows of longer prefixes match nothing.
 */
function bindAround(filter: AddressHistoryFilter, conditions: Conditions): string {
  const { cidr } = filter;
  const bind = (value: SqlValue) => conditions.placeholder(value);
  bindRange(filter, conditions);
  bind(cidr.prefixLength);
  const rows = Array.from({ length: addressBits(cidr.ipVersion) + 1 }, (_, length) => {
    const key = length <= cidr.prefixLength ? firstKey(enclosing(cidr, length)) : NO_KEY;
    return `(CAST(${bind(key)} AS TEXT), CAST(${bind(length)} AS INTEGER))`;
  });
  return `WITH around (first_key, prefix_length) AS (VALUES ${rows.join(', ')})`;
}

/** Binds what is looked for. Answers the statement's beginning and its table of rows that may match. */
function bindSearch(
  state: 'live' | 'past',
  { isByAddress }: Way,
  filter: AddressHistoryFilter,
  conditions: Conditions,
): readonly [beginning: string, table: string] {
  if (isByAddress) {
    const around = bindAround(filter, conditions);
    return [`${around}, found AS MATERIALIZED (${BY_ADDRESS[state]})`, 'found'];
  }
  bindRange(filter, conditions);
  return ['', `(${OF_ALL_ROWS[state]})`];
}

function addFilters(filter: AddressHistoryFilter, conditions: Conditions): void {
  conditions.addEqual('a.pool_id', filter.poolId);
  conditions.addEqual('a.scope_id', filter.scopeId);
  const { asOf, endAt } = filter;
  if (asOf !== undefined) conditions.add(`a.created_at <= ${conditions.placeholder(asOf)}`);
  if (endAt !== undefined) conditions.add(`a.created_at < ${conditions.placeholder(endAt)}`);
}

/** The times of release; live allocations have none, so these filters let them pass. */
function addReleaseFilters({ asOf, startAt }: AddressHistoryFilter, conditions: Conditions): void {
  if (asOf !== undefined) conditions.add(`a.released_at > ${conditions.placeholder(asOf)}`);
  if (startAt === undefined) return;
  // What is released in the instant that it is made is in the time that begins with this instant.
  const start = conditions.placeholder(startAt);
  conditions.add(`(a.released_at > ${start} OR a.created_at >= ${start})`);
}

/** Whether so few rows have to do with the CIDR that all of them can be put in order. */
async function areFewByAddress(
  session: SqlSession,
  filter: AddressHistoryFilter,
  countMax: number,
): Promise<boolean> {
  const conditions = new Conditions();
  const around = bindAround(filter, conditions);
  const limit = conditions.placeholder(countMax + 1);
  const counted = await session.get<{ count: number }>(
    `${around} SELECT count(*) AS count FROM (${ROWS_BY_ADDRESS} LIMIT ${limit}) AS x`,
    conditions.values,
  );
  return Number(counted?.count) <= countMax;
}

/** Which rows are looked at: those that are found by address, or all, up to the one of an id. */
interface Way {
  readonly isByAddress: boolean;
  /** Undefined where no row is left behind it. */
  readonly lastId: string | undefined;
}

/** Both ways give the same rows in the same order, so a list may change its way between pages. */
async function chooseWay(
  session: SqlSession,
  filter: AddressHistoryFilter,
  after: string,
  scanCountMax: number,
): Promise<Way> {
  if (await areFewByAddress(session, filter, scanCountMax)) {
    return { isByAddress: true, lastId: undefined };
  }
  const values = [filter.accountId, after, scanCountMax - 1];
  const last = await session.get<{ allocationId: string }>(LAST_SCANNED, values);
  return { isByAddress: false, lastId: last?.allocationId };
}

async function selectRecords(
  session: SqlSession,
  state: 'live' | 'past',
  way: Way,
  filter: AddressHistoryFilter,
  { after = '', limit }: PageRequest,
): Promise<readonly RecordRow[]> {
  const conditions = new Conditions();
  const [beginning, table] = bindSearch(state, way, filter, conditions);
  conditions.add(`a.allocation_id > ${conditions.placeholder(after)}`);
  if (way.lastId !== undefined) {
    conditions.add(`a.allocation_id <= ${conditions.placeholder(way.lastId)}`);
  }
  addFilters(filter, conditions);
  if (state === 'past') addReleaseFilters(filter, conditions);
  return session.all<RecordRow>(
    `${beginning} SELECT ${state === 'live' ? LIVE_COLUMNS : PAST_COLUMNS} FROM ${table} AS a
     WHERE ${conditions.text} ORDER BY a.allocation_id LIMIT ${conditions.placeholder(limit + 1)}`,
    conditions.values,
  );
}

async function listHistory(
  session: SqlSession,
  filter: AddressHistoryFilter,
  page: PageRequest,
  scanCountMax: number,
): Promise<ScannedPage<AllocationRecord>> {
  const way = await chooseWay(session, filter, page.after ?? '', scanCountMax);
  const live = await selectRecords(session, 'live', way, filter, page);
  const past = await selectRecords(session, 'past', way, filter, page);
  const rows = [...live, ...past].sort((left, right) =>
    left.allocationId < right.allocationId ? -1 : 1,
  );
  const items = rows.slice(0, page.limit).map(toRecord);
  const nextAfter = rows.length > page.limit ? items.at(-1)?.allocationId : way.lastId;
  return { items, nextAfter };
}

export function addressHistoryTable(session: SqlSession): AddressHistoryWriter {
  return {
    list: (filter, page, scanCountMax) => listHistory(session, filter, page, scanCountMax),
    removeReleasedBefore: (time, limit) => session.run(REMOVE_RELEASED_BEFORE, [time, limit]),
  };
}
