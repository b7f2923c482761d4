/** Joins a principal's table `t` with its attachments `a`, for the principals of one policy. */
export function listOfPolicy(
  columns: string,
  table: string,
  idColumn: string,
  principalType: string,
): string {
  return `SELECT ${columns}, a.attached_at AS "attachedAt", a.resource_group_id AS "resourceGroupId"
    FROM policy_attachments a
    JOIN ${table} t ON t.account_id = a.account_id AND t.${idColumn} = a.principal_id
    WHERE a.account_id = $1 AND a.policy_type = $2 AND a.policy_name = $3
      AND a.principal_type = '${principalType}'
    ORDER BY a.principal_id, a.resource_group_id`;
}
