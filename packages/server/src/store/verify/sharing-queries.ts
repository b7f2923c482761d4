const SHARED_TABLES = [
  { table: 'shared_pools', idColumn: 'pool_id', resourceType: 'IpamPool' },
  { table: 'shared_discoveries', idColumn: 'discovery_id', resourceType: 'IpamResourceDiscovery' },
] as const;

/** Queries that find what is shared with an account otherwise than by the shares it has accepted. */
export const SHARING_QUERIES: readonly string[] = [
  ...SHARED_TABLES.flatMap(({ table, idColumn, resourceType }) => [
    `SELECT e.owner_account_id AS "accountId", 'resource ' || e.${idColumn} AS "subject",
      'it is shared with ' || e.account_id || ', but no accepted share gives it' AS "text"
      FROM ${table} e WHERE NOT EXISTS (SELECT 1 FROM share_resources r JOIN share_targets t
        ON t.account_id = r.account_id AND t.share_id = r.share_id AND t.is_accepted = 1
        WHERE r.account_id = e.owner_account_id AND r.resource_id = e.${idColumn}
        AND r.resource_type = '${resourceType}' AND t.target_id = e.account_id)`,
    `SELECT DISTINCT r.account_id AS "accountId", 'resource ' || r.resource_id AS "subject",
      'an accepted share gives it to ' || t.target_id || ', which does not have it' AS "text"
      FROM share_resources r JOIN share_targets t
        ON t.account_id = r.account_id AND t.share_id = r.share_id AND t.is_accepted = 1
      WHERE r.resource_type = '${resourceType}' AND NOT EXISTS (SELECT 1 FROM ${table} e
        WHERE e.account_id = t.target_id AND e.${idColumn} = r.resource_id
        AND e.owner_account_id = r.account_id)`,
  ]),
  `SELECT a.account_id AS "accountId", 'association ' || a.association_id AS "subject",
    'the resource discovery ' || a.discovery_id || ' is not shared with the account' AS "text"
    FROM discovery_associations a WHERE a.discovery_owner_id <> a.account_id
    AND NOT EXISTS (SELECT 1 FROM shared_discoveries e WHERE e.account_id = a.account_id
      AND e.discovery_id = a.discovery_id AND e.owner_account_id = a.discovery_owner_id)`,
];
