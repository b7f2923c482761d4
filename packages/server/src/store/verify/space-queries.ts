/** Rows of one page: enough that the call to the engine does not count. */
export const SPACE_PAGE_SIZE = 1_000;

/**
 * The rows that make up the space of pools, a page at a time: those after an account, pool and first
 * key, in this order, which is that of their tables. The first key of a pool's own row is empty.
 */
function pageOf(kind: string, table: string, columns: string): string {
  return `SELECT '${kind}' AS "kind", account_id AS "accountId", pool_id AS "poolId",
    first_key AS "firstKey", ${columns} FROM ${table}
    WHERE (account_id, pool_id, first_key) > (?, ?, ?)
    ORDER BY account_id, pool_id, first_key LIMIT ${SPACE_PAGE_SIZE}`;
}

export const SPACE_PAGES: readonly string[] = [
  `SELECT 'pool' AS "kind", account_id AS "accountId", pool_id AS "poolId", '' AS "firstKey",
    ip_version AS "ipVersion", cidr_count AS "cidrCount", allocation_count AS "allocationCount"
    FROM pools WHERE (account_id, pool_id) > (?, ?) AND '' = ? ORDER BY account_id, pool_id
    LIMIT ${SPACE_PAGE_SIZE}`,
  pageOf('cidr', 'pool_cidrs', `last_key AS "lastKey", prefix_length AS "prefixLength"`),
  pageOf(
    'free',
    'free_blocks',
    `prefix_length AS "prefixLength", source_prefix_length AS "sourcePrefixLength"`,
  ),
  pageOf(
    'allocation',
    'allocations',
    `last_key AS "lastKey", prefix_length AS "prefixLength",
      source_prefix_length AS "sourcePrefixLength", allocation_id AS "allocationId"`,
  ),
];

export const SPACE_ROW_COUNT = `SELECT (SELECT count(*) FROM pools)
  + (SELECT count(*) FROM pool_cidrs) + (SELECT count(*) FROM free_blocks)
  + (SELECT count(*) FROM allocations) AS "count"`;

export const ACCOUNT_COUNT = 'SELECT count(*) AS "count" FROM accounts';

/** Top-level CIDRs of one scope never overlap; different scopes may. */
export const TOP_LEVEL_ROWS = `SELECT
  'the scope ' || scope_id || ' of account ' || account_id AS "space", account_id AS "accountId", pool_id AS "poolId", first_key AS "firstKey",
  prefix_length AS "prefixLength" FROM pool_cidrs WHERE source_pool_id IS NULL
  ORDER BY account_id, scope_id, ip_version, first_key`;

/** CIDRs from one public supply never overlap, whatever account has them. */
export const PUBLIC_ROWS = `SELECT 'the public supply ' || public_supply AS "space",
  account_id AS "accountId", pool_id AS "poolId", first_key AS "firstKey",
  prefix_length AS "prefixLength" FROM pool_cidrs WHERE public_supply IS NOT NULL
  ORDER BY public_supply, first_key`;
