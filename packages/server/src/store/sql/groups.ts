import type { AttachedTo, GroupWriter } from '../identity-store.ts';
import type { User, UserGroup } from '../records.ts';
import { listOfPolicy } from './list-of-policy.ts';
import type { SqlSession } from './session.ts';
import { USER_COLUMNS } from './users.ts';

const COLUMNS = `t.account_id AS "accountId", t.group_id AS "groupId", t.group_name AS "groupName",
  t.comments, t.created_at AS "createdAt", t.updated_at AS "updatedAt"`;

const FIND_BY_NAME = `SELECT ${COLUMNS} FROM user_groups t
  WHERE t.account_id = $1 AND t.group_name = $2`;
const LIST = `SELECT ${COLUMNS} FROM user_groups t
  WHERE t.account_id = $1 AND t.group_id > $2 ORDER BY t.group_id LIMIT $3`;
const COUNT = 'SELECT count(*) AS count FROM user_groups WHERE account_id = $1';
const LIST_OF_POLICY = listOfPolicy(COLUMNS, 'user_groups', 'group_id', 'group');
const LIST_MEMBERS = `SELECT ${USER_COLUMNS}, m.joined_at AS "joinedAt" FROM group_members m
  JOIN users t ON t.account_id = m.account_id AND t.user_id = m.user_id
  WHERE m.account_id = $1 AND m.group_id = $2 AND m.user_id > $3 ORDER BY m.user_id LIMIT $4`;
const LIST_OF_USER = `SELECT ${COLUMNS}, m.joined_at AS "joinedAt" FROM group_members m
  JOIN user_groups t ON t.account_id = m.account_id AND t.group_id = m.group_id
  WHERE m.account_id = $1 AND m.user_id = $2 ORDER BY m.group_id`;
const INSERT = `INSERT INTO user_groups (account_id, group_id, group_name, comments, created_at,
  updated_at) VALUES ($1, $2, $3, $4, $5, $6)`;
const REMOVE = 'DELETE FROM user_groups WHERE account_id = $1 AND group_id = $2';
const ADD_MEMBER = `INSERT INTO group_members (account_id, group_id, user_id, joined_at)
  VALUES ($1, $2, $3, $4)`;
const REMOVE_MEMBER =
  'DELETE FROM group_members WHERE account_id = $1 AND group_id = $2 AND user_id = $3';

type Joined = { readonly joinedAt: number };

export function groupTables(session: SqlSession): GroupWriter {
  return {
    findByName: (accountId, groupName) =>
      session.get<UserGroup>(FIND_BY_NAME, [accountId, groupName]),
    list: (accountId, page) =>
      session.all<UserGroup>(LIST, [accountId, page.after ?? '', page.limit]),
    async count(accountId) {
      const row = await session.get<{ count: number }>(COUNT, [accountId]);
      return Number(row?.count ?? 0);
    },
    listOfPolicy: (accountId, { policyType, policyName }) =>
      session.all<UserGroup & AttachedTo>(LIST_OF_POLICY, [accountId, policyType, policyName]),
    listMembers: (accountId, groupId, page) => {
      const values = [accountId, groupId, page.after ?? '', page.limit];
      return session.all<User & Joined>(LIST_MEMBERS, values);
    },
    listOfUser: (accountId, userId) =>
      session.all<UserGroup & Joined>(LIST_OF_USER, [accountId, userId]),
    async insert(group) {
      await session.run(INSERT, [
        group.accountId,
        group.groupId,
        group.groupName,
        group.comments,
        group.createdAt,
        group.updatedAt,
      ]);
    },
    async remove(accountId, groupId) {
      await session.run(REMOVE, [accountId, groupId]);
    },
    async addMember(accountId, groupId, userId, joinedAt) {
      await session.run(ADD_MEMBER, [accountId, groupId, userId, joinedAt]);
    },
    async removeMember(accountId, groupId, userId) {
      return (await session.run(REMOVE_MEMBER, [accountId, groupId, userId])) > 0;
    },
  };
}
