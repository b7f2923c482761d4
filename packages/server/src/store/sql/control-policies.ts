import { ROOT_FOLDER_ID } from '@cadastre/api-contract';
import type {
  ControlPolicy,
  ControlPolicyAttachment,
  ControlPolicyWriter,
} from '../directory-store.ts';
import { countRows, pageOf } from './page-of.ts';
import type { SqlSession } from './session.ts';

const COLUMNS = `p.account_id AS "accountId", p.policy_id AS "policyId",
  p.policy_name AS "policyName", p.description, p.document, p.created_at AS "createdAt",
  p.updated_at AS "updatedAt"`;
const ATTACHMENT_COLUMNS = `t.account_id AS "accountId", t.policy_id AS "policyId",
  t.target_id AS "targetId", t.attached_at AS "attachedAt"`;

const FIND = `SELECT ${COLUMNS} FROM control_policies p WHERE account_id = $1 AND policy_id = $2`;
const FIND_BY_NAME = `SELECT ${COLUMNS} FROM control_policies p
  WHERE account_id = $1 AND policy_name = $2`;
const COUNT = 'SELECT count(*) AS count FROM control_policies WHERE account_id = $1';
const LIST = `SELECT ${COLUMNS} FROM control_policies p
  WHERE account_id = $1 AND policy_id > $2 ORDER BY policy_id LIMIT $3`;
const INSERT = `INSERT INTO control_policies (account_id, policy_id, policy_name, description,
  document, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7)`;
const UPDATE = `UPDATE control_policies SET policy_name = $3, description = $4, document = $5,
  updated_at = $6 WHERE account_id = $1 AND policy_id = $2`;
const REMOVE = 'DELETE FROM control_policies WHERE account_id = $1 AND policy_id = $2';

const COUNT_OF_POLICY = `SELECT count(*) AS count FROM control_policy_attachments
  WHERE account_id = $1 AND policy_id = $2`;
const COUNT_OF_TARGET = `SELECT count(*) AS count FROM control_policy_attachments
  WHERE account_id = $1 AND target_id = $2`;
const FIND_ATTACHMENT = `SELECT ${ATTACHMENT_COLUMNS} FROM control_policy_attachments t
  WHERE account_id = $1 AND target_id = $2 AND policy_id = $3`;
const LIST_ATTACHMENTS = `SELECT ${ATTACHMENT_COLUMNS}, p.policy_name AS "policyName"
  FROM control_policy_attachments t
  JOIN control_policies p ON p.account_id = t.account_id AND p.policy_id = t.policy_id
  WHERE t.account_id = $1 AND t.target_id = $2 AND t.policy_id > $3 ORDER BY t.policy_id LIMIT $4`;
const ATTACH = `INSERT INTO control_policy_attachments (account_id, target_id, policy_id, attached_at)
  VALUES ($1, $2, $3, $4)`;
const DETACH = `DELETE FROM control_policy_attachments
  WHERE account_id = $1 AND target_id = $2 AND policy_id = $3`;
const DETACH_ALL =
  'DELETE FROM control_policy_attachments WHERE account_id = $1 AND target_id = $2';

/** The targets over an account: itself, its folder and the folders above that one, and the root. */
const LIST_EFFECTIVE = `WITH RECURSIVE above(target_id) AS (
    SELECT $2 UNION SELECT '${ROOT_FOLDER_ID}'
    UNION SELECT folder_id FROM account_placements WHERE account_id = $2
    UNION SELECT f.parent_folder_id FROM folders f
      JOIN above a ON f.account_id = $1 AND f.folder_id = a.target_id)
  SELECT ${COLUMNS} FROM control_policies p
  WHERE p.account_id = $1 AND p.policy_id IN (SELECT t.policy_id FROM above a
    JOIN control_policy_attachments t ON t.account_id = $1 AND t.target_id = a.target_id)
  ORDER BY p.policy_id`;

type NamedAttachment = ControlPolicyAttachment & Pick<ControlPolicy, 'policyName'>;

export function controlPolicyTables(session: SqlSession): ControlPolicyWriter {
  return {
    find: (directoryId, policyId) => session.get<ControlPolicy>(FIND, [directoryId, policyId]),
    findByName: (directoryId, policyName) =>
      session.get<ControlPolicy>(FIND_BY_NAME, [directoryId, policyName]),
    count: (directoryId) => countRows(session, COUNT, [directoryId]),
    list: (directoryId, page) => pageOf<ControlPolicy>(session, COUNT, LIST, [directoryId], page),
    countAttachments: (directoryId, policyId) =>
      countRows(session, COUNT_OF_POLICY, [directoryId, policyId]),
    findAttachment: (directoryId, policyId, targetId) =>
      session.get<ControlPolicyAttachment>(FIND_ATTACHMENT, [directoryId, targetId, policyId]),
    listAttachments: (directoryId, targetId, page) =>
      pageOf<NamedAttachment>(
        session,
        COUNT_OF_TARGET,
        LIST_ATTACHMENTS,
        [directoryId, targetId],
        page,
      ),
    listEffective: (directoryId, accountId) =>
      session.all<ControlPolicy>(LIST_EFFECTIVE, [directoryId, accountId]),
    async insert({ accountId, policyId, policyName, description, document, createdAt, updatedAt }) {
      const texts = [policyName, description, document];
      await session.run(INSERT, [accountId, policyId, ...texts, createdAt, updatedAt]);
    },
    async update({ accountId, policyId, policyName, description, document, updatedAt }) {
      const texts = [policyName, description, document];
      await session.run(UPDATE, [accountId, policyId, ...texts, updatedAt]);
    },
    async remove(directoryId, policyId) {
      await session.run(REMOVE, [directoryId, policyId]);
    },
    async attach({ accountId, policyId, targetId, attachedAt }) {
      await session.run(ATTACH, [accountId, targetId, policyId, attachedAt]);
    },
    async detach({ accountId, policyId, targetId }) {
      await session.run(DETACH, [accountId, targetId, policyId]);
    },
    async detachAll(directoryId, targetId) {
      await session.run(DETACH_ALL, [directoryId, targetId]);
    },
  };
}
