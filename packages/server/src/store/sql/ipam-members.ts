import type { IpamMember, MemberReader, MemberWriter } from '../directory-store.ts';
import { Conditions } from './conditions.ts';
import { coveredAccounts } from './covered-accounts.ts';
import { countRows } from './page-of.ts';
import type { SqlSession } from './session.ts';

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

const listMembers = async (
  session: SqlSession,
  { accountId, ipamId, memberIds }: Parameters<MemberReader['list']>[0],
  { after, limit }: Parameters<MemberReader['list']>[1],
) => {
  const conditions = new Conditions();
  conditions.addEqual('account_id', accountId);
  conditions.addEqual('ipam_id', ipamId);
  conditions.addOneOf('member_id', memberIds);
  const count = `SELECT count(*) AS count FROM ipam_members WHERE ${conditions.text}`;
  const totalCount = await countRows(session, count, [...conditions.values]);
  if (after !== undefined) conditions.add(`member_id > ${conditions.placeholder(after)}`);
  const rows = await session.all<IpamMember>(
    `${SELECT} WHERE ${conditions.text} ORDER BY member_id
     LIMIT ${conditions.placeholder(limit + 1)}`,
    conditions.values,
  );
  return { items: rows.slice(0, limit), totalCount, hasMore: rows.length > limit };
};
