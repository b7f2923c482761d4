import type { IpamReference, MemberWriter } from '../directory-store.ts';
import type { SqlSession } from './session.ts';

/** The accounts below the members of an IPAM, with since when they are where they are. */
const BELOW = `WITH RECURSIVE below(folder_id) AS (
    SELECT member_id FROM ipam_members
      WHERE account_id = $1 AND ipam_id = $2 AND member_type = 'Folder'
    UNION SELECT f.folder_id FROM folders f JOIN below b ON f.parent_folder_id = b.folder_id),
  member_accounts(account_id, since) AS (
    SELECT account_id, min(since) FROM (
      SELECT member_id AS account_id, created_at AS since FROM ipam_members
        WHERE account_id = $1 AND ipam_id = $2 AND member_type = 'Account'
      UNION ALL SELECT p.account_id, p.placed_at FROM account_placements p
        JOIN below b ON b.folder_id = p.folder_id) found
    WHERE account_id <> $1 GROUP BY account_id)`;
const IS_COVERED = `EXISTS (SELECT 1 FROM covered_accounts c
  WHERE c.account_id = m.account_id AND c.ipam_id = $2)`;

const LIST_MEMBER_ACCOUNTS = `${BELOW} SELECT m.account_id AS "accountId" FROM member_accounts m
  ORDER BY CASE WHEN ${IS_COVERED} THEN 0 ELSE 1 END, m.since, m.account_id`;
/** The names by which an account can be a member: its own and those of the folders it is below. */
const LIST_IPAMS_OVER = `WITH RECURSIVE above(member_id) AS (
    SELECT $1 UNION SELECT folder_id FROM account_placements WHERE account_id = $1
    UNION SELECT f.parent_folder_id FROM folders f JOIN above a ON f.folder_id = a.member_id)
  SELECT DISTINCT m.account_id AS "accountId", m.ipam_id AS "ipamId"
  FROM ipam_members m JOIN above a ON a.member_id = m.member_id
  WHERE m.account_id <> $1 ORDER BY m.account_id, m.ipam_id`;
const LIST_IPAMS_MANAGING = `SELECT owner_account_id AS "accountId", ipam_id AS "ipamId"
  FROM covered_accounts WHERE account_id = $1 ORDER BY owner_account_id, ipam_id`;
const LIST_COVERED = `SELECT account_id AS "accountId" FROM covered_accounts
  WHERE owner_account_id = $1 AND ipam_id = $2 ORDER BY account_id`;
const COVER = `INSERT INTO covered_accounts (account_id, ipam_id, owner_account_id)
  VALUES ($1, $2, $3)`;
const UNCOVER = 'DELETE FROM covered_accounts WHERE account_id = $1 AND ipam_id = $2';

/** Which accounts the members of an IPAM come to. */
export function coveredAccounts(
  session: SqlSession,
): Pick<
  MemberWriter,
  | 'listMemberAccounts'
  | 'listIpamsOver'
  | 'listIpamsManaging'
  | 'listCoveredAccounts'
  | 'refreshCoverage'
> {
  const accountIds = async (sql: string, accountId: string, ipamId: string) => {
    const rows = await session.all<{ accountId: string }>(sql, [accountId, ipamId]);
    return rows.map((row) => row.accountId);
  };
  return {
    listMemberAccounts: (accountId, ipamId) => accountIds(LIST_MEMBER_ACCOUNTS, accountId, ipamId),
    listIpamsOver: (accountId) => session.all<IpamReference>(LIST_IPAMS_OVER, [accountId]),
    listIpamsManaging: (accountId) => session.all<IpamReference>(LIST_IPAMS_MANAGING, [accountId]),
    listCoveredAccounts: (accountId, ipamId) => accountIds(LIST_COVERED, accountId, ipamId),
    async refreshCoverage(accountId, ipamId, accountCountMax) {
      const before = await accountIds(LIST_COVERED, accountId, ipamId);
      const below = await accountIds(LIST_MEMBER_ACCOUNTS, accountId, ipamId);
      const isBelow = new Set(below);
      const leaving = before.filter((covered) => !isBelow.has(covered));
      const stayingCount = before.length - leaving.length;
      const joining = below.slice(stayingCount, Math.max(stayingCount, accountCountMax));
      for (const covered of leaving) await session.run(UNCOVER, [covered, ipamId]);
      for (const covered of joining) await session.run(COVER, [covered, ipamId, accountId]);
      return [...leaving, ...joining].sort();
    },
  };
}
