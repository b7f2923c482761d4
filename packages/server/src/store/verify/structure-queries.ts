import { DIRECTORY_QUERIES } from './directory-queries.ts';
import { NETWORK_QUERIES } from './network-queries.ts';
import { SHARING_QUERIES } from './sharing-queries.ts';

/**
 * Queries for rows that break an invariant between tables: each row of an answer is one broken
 * invariant, with `accountId`, `subject` and `text`. They keep to SQL that both engines have.
 */
export const STRUCTURE_QUERIES: readonly string[] = [
  ...counters(),
  ...orphans(),
  // Scopes and pools stand where their IPAM, scope and source pool say.
  `SELECT s.account_id AS "accountId", 'scope ' || s.scope_id AS "subject",
    'region_id is ' || s.region_id || ', but its IPAM is in ' || i.region_id AS "text"
    FROM scopes s JOIN ipams i ON i.account_id = s.account_id AND i.ipam_id = s.ipam_id
    WHERE s.region_id <> i.region_id`,
  `SELECT i.account_id AS "accountId", 'IPAM ' || i.ipam_id AS "subject",
    'its default scope ' || d.scope_id || ' is no ' || d.scope_type || ' default scope of it' AS "text"
    FROM (SELECT account_id, ipam_id, public_default_scope_id AS scope_id, 'public' AS scope_type
        FROM ipams
      UNION ALL SELECT account_id, ipam_id, private_default_scope_id, 'private' FROM ipams) d
    JOIN ipams i ON i.account_id = d.account_id AND i.ipam_id = d.ipam_id
    WHERE NOT EXISTS (SELECT 1 FROM scopes s WHERE s.account_id = d.account_id
      AND s.scope_id = d.scope_id AND s.ipam_id = d.ipam_id AND s.scope_type = d.scope_type
      AND s.is_default = 1)`,
  `SELECT i.account_id AS "accountId", 'IPAM ' || i.ipam_id AS "subject",
    'its default association ' || i.default_association_id || ' with ' || i.default_discovery_id
      || ' does not exist' AS "text"
    FROM ipams i WHERE NOT EXISTS (SELECT 1 FROM discovery_associations a
      WHERE a.account_id = i.account_id AND a.association_id = i.default_association_id
      AND a.ipam_id = i.ipam_id AND a.discovery_id = i.default_discovery_id)`,
  `SELECT p.account_id AS "accountId", 'pool ' || p.pool_id AS "subject",
    'it does not agree with its scope ' || s.scope_id || ' in IPAM, type or region' AS "text"
    FROM pools p JOIN scopes s ON s.account_id = p.account_id AND s.scope_id = p.scope_id
    WHERE p.ipam_id <> s.ipam_id OR p.scope_type <> s.scope_type OR p.region_id <> s.region_id`,
  `SELECT account_id AS "accountId", 'pool ' || pool_id AS "subject",
    'depth is ' || depth || ', but it has no source pool' AS "text"
    FROM pools WHERE source_pool_id IS NULL AND depth <> 0`,
  `SELECT p.account_id AS "accountId", 'pool ' || p.pool_id AS "subject",
    'depth is ' || p.depth || ', but its source pool ' || s.pool_id || ' is at ' || s.depth AS "text"
    FROM pools p JOIN pools s ON s.account_id = p.account_id AND s.pool_id = p.source_pool_id
    WHERE p.depth <> s.depth + 1`,
  `SELECT p.account_id AS "accountId", 'pool ' || p.pool_id AS "subject",
    'it does not agree with its source pool ' || s.pool_id
      || ' in scope, IP version, ISP or region' AS "text"
    FROM pools p JOIN pools s ON s.account_id = p.account_id AND s.pool_id = p.source_pool_id
    WHERE p.scope_id <> s.scope_id OR p.ip_version <> s.ip_version
      OR p.ipv6_isp IS DISTINCT FROM s.ipv6_isp
      OR (s.pool_region_id IS NOT NULL AND p.pool_region_id IS DISTINCT FROM s.pool_region_id)`,
  `SELECT p.account_id AS "accountId", 'pool ' || p.pool_id AS "subject",
    'is_shared is ' || p.is_shared || ', but it is'
      || CASE p.is_shared WHEN 1 THEN ' not' ELSE '' END || ' shared with another account' AS "text"
    FROM pools p WHERE p.is_shared <> CASE WHEN EXISTS (SELECT 1 FROM shared_pools s
      WHERE s.owner_account_id = p.account_id AND s.pool_id = p.pool_id) THEN 1 ELSE 0 END`,
  ...SHARING_QUERIES,
  ...DIRECTORY_QUERIES,
  ...NETWORK_QUERIES,
  // A CIDR repeats what its pool says, and a sub-pool's is one allocation of its source pool.
  `SELECT c.account_id AS "accountId", 'pool ' || c.pool_id || ', CIDR at ' || c.first_key AS "subject",
    'it does not agree with its pool in scope, IP version or source pool' AS "text"
    FROM pool_cidrs c JOIN pools p ON p.account_id = c.account_id AND p.pool_id = c.pool_id
    WHERE c.scope_id <> p.scope_id OR c.ip_version <> p.ip_version
      OR c.source_pool_id IS DISTINCT FROM p.source_pool_id`,
  `SELECT c.account_id AS "accountId", 'pool ' || c.pool_id || ', CIDR at ' || c.first_key AS "subject",
    'public_supply is ' || coalesce(c.public_supply, 'missing')
      || ', which is not that of the pool''s region and ISP' AS "text"
    FROM pool_cidrs c JOIN pools p ON p.account_id = c.account_id AND p.pool_id = c.pool_id
    WHERE c.public_supply IS DISTINCT FROM CASE
      WHEN p.scope_type = 'public' AND p.source_pool_id IS NULL
      THEN p.pool_region_id || '/' || p.ipv6_isp END`,
  `SELECT c.account_id AS "accountId", 'pool ' || c.pool_id || ', CIDR at ' || c.first_key AS "subject",
    'its source pool ' || c.source_pool_id || ' has no allocation of type IpamPool for it' AS "text"
    FROM pool_cidrs c WHERE c.source_pool_id IS NOT NULL AND NOT EXISTS
      (SELECT 1 FROM allocations a WHERE a.account_id = c.account_id
        AND a.pool_id = c.source_pool_id AND a.first_key = c.first_key
        AND a.prefix_length = c.prefix_length AND a.resource_type = 'IpamPool'
        AND a.resource_id = c.pool_id)`,
  `SELECT a.account_id AS "accountId",
    'pool ' || a.pool_id || ', allocation ' || a.allocation_id AS "subject",
    'its sub-pool ' || a.resource_id || ' has no such CIDR' AS "text"
    FROM allocations a WHERE a.resource_type = 'IpamPool' AND NOT EXISTS
      (SELECT 1 FROM pool_cidrs c WHERE c.account_id = a.account_id AND c.pool_id = a.resource_id
        AND c.first_key = a.first_key AND c.prefix_length = a.prefix_length
        AND c.source_pool_id = a.pool_id)`,
  `SELECT h.account_id AS "accountId",
    'pool ' || h.pool_id || ', past allocation ' || h.allocation_id AS "subject",
    'it was released after the live allocation of the same id was made' AS "text"
    FROM allocation_history h JOIN allocations a
      ON a.account_id = h.account_id AND a.allocation_id = h.allocation_id
    WHERE a.created_at < h.released_at`,
];

/** What is counted on writing must be what counting finds. */
function counters(): readonly string[] {
  const counter = (
    table: string,
    noun: string,
    idColumn: string,
    column: string,
    counted: string,
  ) => `SELECT account_id AS "accountId", '${noun} ' || ${idColumn} AS "subject",
    '${column} is ' || ${column} || ', but there are ' || counted AS "text"
    FROM (SELECT r.account_id, r.${idColumn}, r.${column}, (SELECT count(*) FROM ${counted}) AS counted
      FROM ${table} r) counts WHERE ${column} <> counted`;
  return [
    counter(
      'ipams',
      'IPAM',
      'ipam_id',
      'scope_count',
      'scopes c WHERE c.account_id = r.account_id AND c.ipam_id = r.ipam_id',
    ),
    counter(
      'ipams',
      'IPAM',
      'ipam_id',
      'association_count',
      'discovery_associations c WHERE c.account_id = r.account_id AND c.ipam_id = r.ipam_id',
    ),
    counter(
      'scopes',
      'scope',
      'scope_id',
      'pool_count',
      'pools c WHERE c.account_id = r.account_id AND c.scope_id = r.scope_id',
    ),
    counter(
      'pools',
      'pool',
      'pool_id',
      'sub_pool_count',
      'pools c WHERE c.account_id = r.account_id AND c.source_pool_id = r.pool_id',
    ),
    // Both ways: a counter that is wrong, and rows that no counter counts.
    `SELECT account_id AS "accountId", 'resource_counts of ' || resource_type || ' in ' || region_id
      AS "subject", 'it is ' || max(stored) || ', but there are ' || max(counted) AS "text"
      FROM (SELECT account_id, region_id, resource_type, resource_count AS stored, 0 AS counted
          FROM resource_counts
        UNION ALL SELECT account_id, region_id, 'ipams', 0, count(*) FROM ipams
          GROUP BY account_id, region_id
        UNION ALL SELECT account_id, region_id, 'scopes', 0, count(*) FROM scopes
          GROUP BY account_id, region_id
        UNION ALL SELECT account_id, region_id, 'pools', 0, count(*) FROM pools
          GROUP BY account_id, region_id
        UNION ALL SELECT account_id, region_id, 'resource_discoveries', 0, count(*)
          FROM resource_discoveries GROUP BY account_id, region_id) counts
      GROUP BY account_id, region_id, resource_type HAVING max(stored) <> max(counted)`,
  ];
}

/** Every reference leads to a row, also where the schema has no foreign key. */
function orphans(): readonly string[] {
  const orphan = (
    table: string,
    subject: string,
    column: string,
    noun: string,
    found: string,
    condition = '1 = 1',
  ) => `SELECT r.account_id AS "accountId", ${subject} AS "subject",
    'there is no ${noun} ' || r.${column} AS "text"
    FROM ${table} r WHERE ${condition} AND NOT EXISTS (SELECT 1 FROM ${found})`;
  const account = (table: string, subject: string) =>
    orphan(table, subject, 'account_id', 'account', 'accounts a WHERE a.account_id = r.account_id');
  const inAccount = (table: string, column: string, from: string) =>
    `${table} t WHERE t.account_id = r.account_id AND t.${column} = r.${from}`;
  const accessKey = `'access key ' || r.access_key_id`;
  const ipam = `'IPAM ' || r.ipam_id`;
  const scope = `'scope ' || r.scope_id`;
  const pool = `'pool ' || r.pool_id`;
  const association = `'association ' || r.association_id`;
  const attachment = `'attachment of policy ' || r.policy_name || ' to ' || r.principal_type || ' '
    || r.principal_id`;
  const member = `'member ' || r.user_id || ' of group ' || r.group_id`;
  const isAttachedTo = (principalType: string) => `r.principal_type = '${principalType}'`;
  const sharedPool = `'shared pool ' || r.pool_id`;
  const tag = `'tag ' || r.tag_key || ' of ' || r.resource_id`;
  const user = inAccount('users', 'user_id', 'user_id');
  const ipamOf = inAccount('ipams', 'ipam_id', 'ipam_id');
  const vpcOf = inAccount('vpcs', 'vpc_id', 'vpc_id');
  return [
    account('access_keys', accessKey),
    orphan('access_keys', accessKey, 'user_id', 'user', user, 'r.user_id IS NOT NULL'),
    account('users', `'user ' || r.user_id`),
    account('policies', `'policy ' || r.policy_name`),
    account('roles', `'role ' || r.role_id`),
    account('user_groups', `'group ' || r.group_id`),
    orphan('group_members', member, 'user_id', 'user', user),
    orphan(
      'group_members',
      member,
      'group_id',
      'group',
      inAccount('user_groups', 'group_id', 'group_id'),
    ),
    orphan(
      'policy_versions',
      `'version ' || r.version || ' of policy ' || r.policy_name`,
      'policy_name',
      'policy',
      inAccount('policies', 'policy_name', 'policy_name'),
    ),
    orphan(
      'policies',
      `'policy ' || r.policy_name`,
      'default_version',
      'version',
      `policy_versions v WHERE v.account_id = r.account_id AND v.policy_name = r.policy_name
        AND v.version = r.default_version`,
    ),
    ...[
      ['user', 'users', 'user_id'] as const,
      ['role', 'roles', 'role_id'] as const,
      ['group', 'user_groups', 'group_id'] as const,
    ].map(([principalType, table, idColumn]) =>
      orphan(
        'policy_attachments',
        attachment,
        'principal_id',
        principalType,
        inAccount(table, idColumn, 'principal_id'),
        isAttachedTo(principalType),
      ),
    ),
    orphan(
      'policy_attachments',
      attachment,
      'policy_name',
      'policy',
      inAccount('policies', 'policy_name', 'policy_name'),
      `r.policy_type = 'Custom'`,
    ),
    account('vpcs', `'VPC ' || r.vpc_id`),
    orphan('vpc_cidrs', `'block of VPC ' || r.vpc_id`, 'vpc_id', 'VPC', vpcOf),
    orphan('vswitches', `'VSwitch ' || r.vswitch_id`, 'vpc_id', 'VPC', vpcOf),
    account('ipams', ipam),
    orphan('scopes', scope, 'ipam_id', 'IPAM', ipamOf),
    orphan('pools', pool, 'ipam_id', 'IPAM', ipamOf),
    orphan('pools', pool, 'scope_id', 'scope', inAccount('scopes', 'scope_id', 'scope_id')),
    orphan(
      'pools',
      pool,
      'source_pool_id',
      'source pool',
      inAccount('pools', 'pool_id', 'source_pool_id'),
      'r.source_pool_id IS NOT NULL',
    ),
    account('shared_pools', sharedPool),
    orphan(
      'shared_pools',
      sharedPool,
      'pool_id',
      'pool',
      'pools p WHERE p.account_id = r.owner_account_id AND p.pool_id = r.pool_id',
    ),
    orphan(
      'share_resources',
      `'resource ' || r.resource_id || ' of share ' || r.share_id`,
      'resource_id',
      'resource',
      `(SELECT account_id, pool_id AS resource_id, 'IpamPool' AS resource_type FROM pools
        UNION ALL SELECT account_id, discovery_id, 'IpamResourceDiscovery'
          FROM resource_discoveries) s
        WHERE s.account_id = r.account_id AND s.resource_id = r.resource_id
          AND s.resource_type = r.resource_type`,
    ),
    account('resource_discoveries', `'resource discovery ' || r.discovery_id`),
    orphan('discovery_associations', association, 'ipam_id', 'IPAM', ipamOf),
    orphan(
      'discovery_associations',
      association,
      'discovery_id',
      'resource discovery',
      `resource_discoveries d WHERE d.account_id = r.discovery_owner_id
        AND d.discovery_id = r.discovery_id`,
    ),
    orphan(
      'tags',
      tag,
      'resource_id',
      'resource',
      `(SELECT account_id, ipam_id AS resource_id, 'IPAM' AS resource_type FROM ipams
        UNION ALL SELECT account_id, scope_id, 'IPAMSCOPE' FROM scopes
        UNION ALL SELECT account_id, pool_id, 'IPAMPOOL' FROM pools
        UNION ALL SELECT account_id, vpc_id, 'VPC' FROM vpcs
        UNION ALL SELECT account_id, vswitch_id, 'VSWITCH' FROM vswitches
        UNION ALL SELECT account_id, share_id, 'RESOURCESHARE' FROM resource_shares
        UNION ALL SELECT account_id, role_id, 'ROLE' FROM roles
        UNION ALL SELECT account_id, 'policy/' || policy_name, 'POLICY' FROM policies
        UNION ALL SELECT account_id, discovery_id, 'IPAMRESOURCEDISCOVERY'
          FROM resource_discoveries) t
        WHERE t.account_id = r.account_id AND t.resource_id = r.resource_id
          AND t.resource_type = r.resource_type`,
    ),
  ];
}
