import type { SqlSession } from './session.ts';

/** What the accepted shares of an owner give, by type of resource. */
function given(resourceType: string): string {
  return `FROM share_resources r JOIN share_targets t
    ON t.account_id = r.account_id AND t.share_id = r.share_id AND t.is_accepted = 1
    WHERE r.account_id = $1 AND r.resource_type = '${resourceType}'`;
}

const EFFECTIVE = [
  { table: 'shared_pools', idColumn: 'pool_id', resourceType: 'IpamPool' },
  {
    table: 'shared_discoveries',
    idColumn: 'discovery_id',
    resourceType: 'IpamResourceDiscovery',
  },
] as const;

const REFRESH = [
  ...EFFECTIVE.flatMap(({ table, idColumn, resourceType }) => [
    `INSERT INTO ${table} (account_id, ${idColumn}, owner_account_id)
     SELECT DISTINCT t.target_id, r.resource_id, r.account_id ${given(resourceType)}
     ON CONFLICT DO NOTHING`,
    `DELETE FROM ${table} WHERE owner_account_id = $1 AND NOT EXISTS (SELECT 1
     ${given(resourceType)} AND r.resource_id = ${table}.${idColumn}
     AND t.target_id = ${table}.account_id)`,
  ]),
  `UPDATE pools SET is_shared = 1 WHERE account_id = $1 AND is_shared = 0
   AND pool_id IN (SELECT pool_id FROM shared_pools WHERE owner_account_id = $1)`,
  `UPDATE pools SET is_shared = 0 WHERE account_id = $1 AND is_shared = 1
   AND pool_id NOT IN (SELECT pool_id FROM shared_pools WHERE owner_account_id = $1)`,
];

/**
 * Brings what is shared with others in step with the shares of one owner. The cost grows with what
 * the owner shares; sharing changes seldom and is looked up with every call.
 */
export async function refreshEffectiveShares(
  session: SqlSession,
  ownerAccountId: string,
): Promise<void> {
  for (const statement of REFRESH) await session.run(statement, [ownerAccountId]);
}

/** How many resources of a type each account has that accepted the share. */
export function countSharedWithTargets(resourceType: string): string {
  const table = EFFECTIVE.find((effective) => effective.resourceType === resourceType)?.table;
  return `SELECT e.account_id AS "accountId", count(*) AS "count" FROM ${table ?? ''} e
    WHERE e.account_id IN (SELECT target_id FROM share_targets
    WHERE account_id = $1 AND share_id = $2 AND is_accepted = 1)
    GROUP BY e.account_id ORDER BY e.account_id`;
}
