import type { EffectivePolicy, PolicyWriter } from '../identity-store.ts';
import type { CustomPolicy, PolicyAttachment, PolicyVersion } from '../records.ts';
import { defined, type SqlSession } from './session.ts';

const COLUMNS = `account_id AS "accountId", policy_name AS "policyName", description,
  default_version AS "defaultVersion", latest_version AS "latestVersion",
  created_at AS "createdAt", updated_at AS "updatedAt"`;
const VERSION_COLUMNS = `account_id AS "accountId", policy_name AS "policyName", version, document,
  created_at AS "createdAt"`;

const FIND = `SELECT ${COLUMNS} FROM policies WHERE account_id = $1 AND policy_name = $2`;
const LIST = `SELECT ${COLUMNS} FROM policies
  WHERE account_id = $1 AND policy_name > $2 ORDER BY policy_name LIMIT $3`;
const COUNT = 'SELECT count(*) AS count FROM policies WHERE account_id = $1';
const INSERT = `INSERT INTO policies (account_id, policy_name, description, default_version,
  latest_version, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7)`;
const UPDATE = `UPDATE policies SET default_version = $3, latest_version = $4, updated_at = $5
  WHERE account_id = $1 AND policy_name = $2`;
const REMOVE_VERSIONS = 'DELETE FROM policy_versions WHERE account_id = $1 AND policy_name = $2';
const REMOVE = 'DELETE FROM policies WHERE account_id = $1 AND policy_name = $2';

const FIND_VERSION = `SELECT ${VERSION_COLUMNS} FROM policy_versions
  WHERE account_id = $1 AND policy_name = $2 AND version = $3`;
const LIST_VERSIONS = `SELECT ${VERSION_COLUMNS} FROM policy_versions
  WHERE account_id = $1 AND policy_name = $2 ORDER BY version`;
const INSERT_VERSION = `INSERT INTO policy_versions (account_id, policy_name, version, document,
  created_at) VALUES ($1, $2, $3, $4, $5)`;
const REMOVE_VERSION = `DELETE FROM policy_versions
  WHERE account_id = $1 AND policy_name = $2 AND version = $3`;

const LIST_ATTACHMENTS = `SELECT account_id AS "accountId", principal_type AS "principalType",
  principal_id AS "principalId", policy_type AS "policyType", policy_name AS "policyName",
  resource_group_id AS "resourceGroupId", attached_at AS "attachedAt" FROM policy_attachments
  WHERE account_id = $1 AND principal_type = $2 AND principal_id = $3
  ORDER BY policy_type, policy_name, resource_group_id`;
const COUNT_ATTACHMENTS = `SELECT count(*) AS count FROM policy_attachments
  WHERE account_id = $1 AND policy_type = $2 AND policy_name = $3`;
const ATTACH = `INSERT INTO policy_attachments (account_id, principal_type, principal_id, policy_type,
  policy_name, resource_group_id, attached_at) VALUES ($1, $2, $3, $4, $5, $6, $7)`;
const DETACH = `DELETE FROM policy_attachments WHERE account_id = $1 AND principal_type = $2
  AND principal_id = $3 AND policy_type = $4 AND policy_name = $5 AND resource_group_id = $6`;
const DETACH_FROM_ALL = `DELETE FROM policy_attachments
  WHERE account_id = $1 AND policy_type = $2 AND policy_name = $3`;

/** The attachments `a` that a condition picks, each with the document that holds. */
function effective(condition: string): string {
  return `SELECT a.policy_type AS "policyType", a.policy_name AS "policyName",
    a.resource_group_id AS "resourceGroupId", v.document
    FROM policy_attachments a
    LEFT JOIN policies p ON a.policy_type = 'Custom'
      AND p.account_id = a.account_id AND p.policy_name = a.policy_name
    LEFT JOIN policy_versions v ON v.account_id = p.account_id
      AND v.policy_name = p.policy_name AND v.version = p.default_version
    WHERE a.account_id = $1 AND ${condition}
    ORDER BY a.policy_type, a.policy_name, a.resource_group_id, a.principal_type, a.principal_id`;
}

const EFFECTIVE_OF_USER = effective(`((a.principal_type = 'user' AND a.principal_id = $2)
  OR (a.principal_type = 'group' AND a.principal_id IN
    (SELECT group_id FROM group_members WHERE account_id = $1 AND user_id = $2)))`);
const EFFECTIVE_OF_ROLE = effective(`a.principal_type = 'role' AND a.principal_id = $2`);

type EffectiveRow = Omit<EffectivePolicy, 'document'> & { readonly document: string | null };

function toEffective(row: EffectiveRow): EffectivePolicy {
  return { ...row, document: defined(row.document) };
}

export function policyTables(session: SqlSession): PolicyWriter {
  const count = async (sql: string, values: readonly string[]) => {
    const row = await session.get<{ count: number }>(sql, values);
    return Number(row?.count ?? 0);
  };
  return {
    find: (accountId, policyName) => session.get<CustomPolicy>(FIND, [accountId, policyName]),
    list: (accountId, page) =>
      session.all<CustomPolicy>(LIST, [accountId, page.after ?? '', page.limit]),
    count: (accountId) => count(COUNT, [accountId]),
    findVersion: (accountId, policyName, version) =>
      session.get<PolicyVersion>(FIND_VERSION, [accountId, policyName, version]),
    listVersions: (accountId, policyName) =>
      session.all<PolicyVersion>(LIST_VERSIONS, [accountId, policyName]),
    listAttachments: (accountId, principalType, principalId) =>
      session.all<PolicyAttachment>(LIST_ATTACHMENTS, [accountId, principalType, principalId]),
    countAttachments: (accountId, { policyType, policyName }) =>
      count(COUNT_ATTACHMENTS, [accountId, policyType, policyName]),
    async listEffectiveOfUser(accountId, userId) {
      const rows = await session.all<EffectiveRow>(EFFECTIVE_OF_USER, [accountId, userId]);
      return rows.map(toEffective);
    },
    async listEffectiveOfRole(accountId, roleId) {
      const rows = await session.all<EffectiveRow>(EFFECTIVE_OF_ROLE, [accountId, roleId]);
      return rows.map(toEffective);
    },
    async insert(policy) {
      await session.run(INSERT, [
        policy.accountId,
        policy.policyName,
        policy.description,
        policy.defaultVersion,
        policy.latestVersion,
        policy.createdAt,
        policy.updatedAt,
      ]);
    },
    async update(policy) {
      await session.run(UPDATE, [
        policy.accountId,
        policy.policyName,
        policy.defaultVersion,
        policy.latestVersion,
        policy.updatedAt,
      ]);
    },
    async remove(accountId, policyName) {
      await session.run(REMOVE_VERSIONS, [accountId, policyName]);
      await session.run(REMOVE, [accountId, policyName]);
    },
    async insertVersion(version) {
      await session.run(INSERT_VERSION, [
        version.accountId,
        version.policyName,
        version.version,
        version.document,
        version.createdAt,
      ]);
    },
    async removeVersion(accountId, policyName, version) {
      await session.run(REMOVE_VERSION, [accountId, policyName, version]);
    },
    async attach(attachment) {
      await session.run(ATTACH, [...attachmentKey(attachment), attachment.attachedAt]);
    },
    async detach(attachment) {
      return (await session.run(DETACH, attachmentKey(attachment))) > 0;
    },
    async detachFromAll(accountId, { policyType, policyName }) {
      await session.run(DETACH_FROM_ALL, [accountId, policyType, policyName]);
    },
  };
}

function attachmentKey(attachment: Omit<PolicyAttachment, 'attachedAt'>): readonly string[] {
  return [
    attachment.accountId,
    attachment.principalType,
    attachment.principalId,
    attachment.policyType,
    attachment.policyName,
    attachment.resourceGroupId,
  ];
}
