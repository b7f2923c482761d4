/** Queries that find VPCs and VSwitches that break the rules, or that the inventory knows otherwise. */
export const NETWORK_QUERIES: readonly string[] = [
  `SELECT v.account_id AS "accountId", 'VPC ' || v.vpc_id AS "subject",
    'it has no primary block' AS "text"
    FROM vpcs v WHERE NOT EXISTS (SELECT 1 FROM vpc_cidrs c WHERE c.account_id = v.account_id
      AND c.vpc_id = v.vpc_id AND c.ip_version = 'IPv4')`,
  `SELECT s.account_id AS "accountId", 'VSwitch ' || s.vswitch_id AS "subject",
    'region_id is ' || s.region_id || ', but its VPC is in ' || v.region_id AS "text"
    FROM vswitches s JOIN vpcs v ON v.account_id = s.account_id AND v.vpc_id = s.vpc_id
    WHERE s.region_id <> v.region_id`,
  ...[
    { column: 'first_key', end: 'last_key', family: 'IPv4' },
    { column: 'ipv6_first_key', end: 'ipv6_first_key', family: 'IPv6' },
  ].map(
    ({ column, end, family }) => `SELECT s.account_id AS "accountId",
    'VSwitch ' || s.vswitch_id AS "subject",
    'no block of its VPC ' || s.vpc_id || ' is around its ${family} block' AS "text"
    FROM vswitches s WHERE s.${column} IS NOT NULL AND NOT EXISTS (SELECT 1 FROM vpc_cidrs c
      WHERE c.account_id = s.account_id AND c.vpc_id = s.vpc_id AND c.ip_version = '${family}'
      AND c.first_key <= s.${column} AND c.last_key >= s.${end})`,
  ),
  `SELECT account_id AS "accountId", 'VSwitch ' || vswitch_id AS "subject",
    'it overlaps another one of its VPC ' || vpc_id AS "text"
    FROM (SELECT account_id, vswitch_id, vpc_id, first_key, lag(last_key) OVER
      (PARTITION BY account_id, vpc_id ORDER BY first_key) AS before_key FROM vswitches) s
    WHERE before_key >= first_key`,
  ...[
    { table: 'vpcs', idColumn: 'vpc_id', type: 'VPC' },
    { table: 'vswitches', idColumn: 'vswitch_id', type: 'VSwitch' },
  ].flatMap(({ table, idColumn, type }) => [
    `SELECT n.account_id AS "accountId", '${type} ' || n.${idColumn} AS "subject",
      'the inventory does not have it' AS "text"
      FROM ${table} n WHERE NOT EXISTS (SELECT 1 FROM discovered_resources d
        WHERE d.account_id = n.account_id AND d.resource_id = n.${idColumn}
        AND d.resource_type = '${type}' AND d.source_name = '')`,
    `SELECT d.account_id AS "accountId", '${type} ' || d.resource_id AS "subject",
      'the inventory has it, but it is not there' AS "text"
      FROM discovered_resources d WHERE d.source_name = '' AND d.resource_type = '${type}'
      AND NOT EXISTS (SELECT 1 FROM ${table} n WHERE n.account_id = d.account_id
        AND n.${idColumn} = d.resource_id)`,
  ]),
];
