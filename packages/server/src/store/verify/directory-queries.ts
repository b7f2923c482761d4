import { ROOT_FOLDER_ID } from '@cadastre/api-contract';

const FOLDER = `'folder ' || f.folder_id`;
const MEMBER = `'member ' || m.member_id || ' of IPAM ' || m.ipam_id`;
const ATTACHMENT = `'attachment of control policy ' || t.policy_id || ' to ' || t.target_id`;

/** Whether a column has the id of an account. */
const isAccount = (column: string) =>
  `EXISTS (SELECT 1 FROM accounts a WHERE a.account_id = ${column})`;
/** Whether a column has the id of a folder that is not the root folder. */
const isFolder = (column: string) =>
  `EXISTS (SELECT 1 FROM folders g WHERE g.folder_id = ${column})`;

/** Queries for folders that hang from nowhere, members that are nothing, and accounts covered by none. */
export const DIRECTORY_QUERIES: readonly string[] = [
  `SELECT f.account_id AS "accountId", ${FOLDER} AS "subject",
    'there is no parent folder ' || f.parent_folder_id AS "text"
    FROM folders f WHERE f.parent_folder_id <> '${ROOT_FOLDER_ID}'
    AND NOT ${isFolder('f.parent_folder_id')}`,
  `SELECT f.account_id AS "accountId", ${FOLDER} AS "subject",
    'depth is ' || f.depth || ', but its parent folder is at ' || coalesce(p.depth, 0) AS "text"
    FROM folders f LEFT JOIN folders p
      ON p.account_id = f.account_id AND p.folder_id = f.parent_folder_id
    WHERE f.depth <> coalesce(p.depth, 0) + 1
      AND (p.folder_id IS NOT NULL OR f.parent_folder_id = '${ROOT_FOLDER_ID}')`,
  `SELECT m.account_id AS "accountId", ${MEMBER} AS "subject",
    'there is no such account or folder' AS "text" FROM ipam_members m
    WHERE NOT CASE m.member_type WHEN 'Folder' THEN ${isFolder('m.member_id')}
      ELSE ${isAccount('m.member_id')} END`,
  `WITH RECURSIVE below(account_id, ipam_id, folder_id) AS (
      SELECT account_id, ipam_id, member_id FROM ipam_members WHERE member_type = 'Folder'
      UNION SELECT b.account_id, b.ipam_id, f.folder_id FROM folders f
        JOIN below b ON f.parent_folder_id = b.folder_id)
    SELECT c.account_id AS "accountId", 'IPAM ' || c.ipam_id || ' of ' || c.owner_account_id
      AS "subject", 'it covers the account, which is neither a member nor below one' AS "text"
    FROM covered_accounts c
    WHERE NOT EXISTS (SELECT 1 FROM ipam_members m WHERE m.account_id = c.owner_account_id
        AND m.ipam_id = c.ipam_id AND m.member_id = c.account_id)
      AND NOT EXISTS (SELECT 1 FROM account_placements p JOIN below b ON b.folder_id = p.folder_id
        WHERE p.account_id = c.account_id AND b.account_id = c.owner_account_id
        AND b.ipam_id = c.ipam_id)`,
  `SELECT t.account_id AS "accountId", ${ATTACHMENT} AS "subject", 'there is no such target' AS "text"
    FROM control_policy_attachments t WHERE t.target_id <> '${ROOT_FOLDER_ID}'
    AND NOT ${isFolder('t.target_id')} AND NOT ${isAccount('t.target_id')}`,
];
