import type { IpamMember, IpamMemberFilter, MemberWriter } from '../directory-store.ts';
import type { Page, PageRequest } from '../store.ts';
import { Conditions } from './conditions.ts';
import { coveredAccounts } from './covered-accounts.ts';
import { countRows } from './page-of.ts';
import type { SqlSession } from './session.ts';
import { uncountedPage } from './share-members.ts';

const SELECT = `SELECT account_id AS "accountId", ipam_id AS "ipamId", member_type AS "memberType",
  member_id AS "memberId", created_at AS "createdAt" FROM ipam_members`;
const FIND = `${SELECT} WHERE account_id = $1 AND ipam_id = $2 AND member_id = $3`;
const LIST_IPAMS = `SELECT DISTINCT ipam_id AS "ipamId" FROM ipam_members
  WHERE account_id = $1 ORDER BY ipam_id`;
const IS_FOLDER_MEMBER = `SELECT count(*) AS count FROM ipam_members
  WHERE member_id = $1 AND member_type = 'Folder'`;
const INSERT = `INSERT INTO ipam_members (account_id, ipam_id, member_type, member_id, created_at)
  VALUES ($1, $2, $3, $4, $5)`;
const REMOVE = `DELETE FROM ipam_members
  WHERE account_id = $1 AND ipam_id = $2 AND member_id = $3`;

export function ipamMemberTables(session: SqlSession): MemberWriter {
  return {
    find: (accountId, ipamId, memberId) =>
      session.get<IpamMember>(FIND, [accountId, ipamId, memberId]),
    list: (filter, page) => listMembers(session, filter, page),
    async listIpamsWithMembers(accountId) {
      const rows = await session.all<{ ipamId: string }>(LIST_IPAMS, [accountId]);
      return rows.map(({ ipamId }) => ipamId);
    },
    isFolderMember: async (folderId) =>
      (await countRows(session, IS_FOLDER_MEMBER, [folderId])) > 0,
    async insert({ accountId, ipamId, memberType, memberId, createdAt }) {
      await session.run(INSERT, [accountId, ipamId, memberType, memberId, createdAt]);
    },
    async remove({ accountId, ipamId, memberId }) {
      await session.run(REMOVE, [accountId, ipamId, memberId]);
    },
    ...coveredAccounts(session),
  };
}

async function listMembers(
  session: SqlSession,
  { accountId, ipamId, memberIds }: IpamMemberFilter,
  { after, limit }: PageRequest,
): Promise<Page<IpamMember>> {
  const conditions = new Conditions();
  conditions.addEqual('account_id', accountId);
  conditions.addEqual('ipam_id', ipamId);
  conditions.addOneOf('member_id', memberIds);
  const count = `SELECT count(*) AS count FROM ipam_members WHERE ${conditions.text}`;
  const totalCount = await countRows(session, count, [...conditions.values]);
  if (after !== undefined) conditions.add(`member_id > ${conditions.placeholder(after)}`);
  const listed = await uncountedPage<IpamMember>(session, SELECT, conditions, 'member_id', limit);
  return { ...listed, totalCount };
}
