/** CIDRs that IPAMs see, by scope, family and address, the larger ones first. */
export const SEEN_CIDR_ROWS = `SELECT account_id AS "accountId", scope_id AS "scopeId",
  owner_id AS "ownerId", resource_id AS "resourceId", resource_type AS "resourceType",
  vpc_id AS "vpcId", first_key AS "firstKey", last_key AS "lastKey",
  prefix_length AS "prefixLength", is_ignored AS "isIgnored", is_overlapping AS "isOverlapping"
  FROM resource_cidrs ORDER BY account_id, scope_id, ip_version, first_key, prefix_length`;

export const DISCOVERED_IDS = `SELECT account_id AS "accountId", resource_id AS "resourceId"
  FROM discovered_resources ORDER BY account_id, resource_id`;

/** Queries for rows that break an invariant of the inventory, as those of the other tables. */
export const INVENTORY_QUERIES: readonly string[] = [
  counterQuery({
    counters: 'discovered_counts',
    rows: 'discovered_cidrs',
    columns: ['account_id', 'region_id', 'resource_type'],
    subject: `'discovered_counts of ' || resource_type || ' in ' || region_id`,
  }),
  counterQuery({
    counters: 'resource_cidr_counts',
    rows: 'resource_cidrs',
    columns: ['account_id', 'scope_id', 'pool_id', 'resource_type'],
    subject: `'resource_cidr_counts of ' || resource_type || ' in scope ' || scope_id
      || CASE pool_id WHEN '' THEN '' ELSE ' and pool ' || pool_id END`,
  }),
  `SELECT c.account_id AS "accountId", 'resource ' || c.resource_id AS "subject",
    'it has a CIDR at ' || c.first_key || ', but does not agree with it or does not exist' AS "text"
    FROM discovered_cidrs c WHERE NOT EXISTS (SELECT 1 FROM discovered_resources r
      WHERE r.account_id = c.account_id AND r.resource_id = c.resource_id
      AND r.resource_type = c.resource_type AND r.region_id = c.region_id AND r.vpc_id = c.vpc_id)`,
  `SELECT r.account_id AS "accountId", 'resource ' || r.resource_id AS "subject",
    'it has no CIDR' AS "text" FROM discovered_resources r WHERE NOT EXISTS
      (SELECT 1 FROM discovered_cidrs c
        WHERE c.account_id = r.account_id AND c.resource_id = r.resource_id)`,
  `SELECT DISTINCT e.account_id AS "accountId",
    'resource ' || e.resource_id || ' of account ' || e.owner_id AS "subject",
    'an IPAM sees it, but it does not exist' AS "text"
    FROM resource_cidrs e WHERE NOT EXISTS (SELECT 1 FROM discovered_resources r
      WHERE r.account_id = e.owner_id AND r.resource_id = e.resource_id)`,
  // What the server's own operations made has no source.
  ...['discovered_resources', 'discovered_addresses'].map(
    (table) => `SELECT DISTINCT r.account_id AS "accountId",
      'inventory source ' || r.source_name AS "subject",
      'it is gone, but told of rows of ${table}' AS "text"
      FROM ${table} r WHERE r.source_name <> '' AND NOT EXISTS (SELECT 1 FROM inventory_sources s
        WHERE s.account_id = r.account_id AND s.source_name = r.source_name)`,
  ),
  `SELECT a.account_id AS "accountId",
    'pool ' || a.pool_id || ', allocation ' || a.allocation_id AS "subject",
    'the network ' || a.resource_id || ' of account ' || a.resource_owner_id
      || ' has no such CIDR' AS "text"
    FROM allocations a WHERE a.resource_type = 'VPC' AND NOT EXISTS (SELECT 1 FROM discovered_cidrs c
      WHERE c.account_id = a.resource_owner_id AND c.resource_id = a.resource_id
      AND c.resource_type = 'VPC' AND c.first_key = a.first_key
      AND c.prefix_length = a.prefix_length)`,
];

/** Both ways: a counter that is wrong, and rows that no counter counts. */
function counterQuery(given: {
  readonly counters: string;
  readonly rows: string;
  readonly columns: readonly string[];
  readonly subject: string;
}): string {
  const columns = given.columns.join(', ');
  return `SELECT account_id AS "accountId", ${given.subject} AS "subject",
    'it is ' || max(stored) || ', but there are ' || max(counted) AS "text"
    FROM (SELECT ${columns}, cidr_count AS stored, 0 AS counted FROM ${given.counters}
      UNION ALL SELECT ${columns}, 0, count(*) FROM ${given.rows} GROUP BY ${columns}) counts
    GROUP BY ${columns} HAVING max(stored) <> max(counted)`;
}
