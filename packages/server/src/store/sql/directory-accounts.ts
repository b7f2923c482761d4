import { ROOT_FOLDER_ID } from '@cadastre/api-contract';
import type { DirectoryAccount, DirectoryAccountWriter } from '../directory-store.ts';
import { Conditions } from './conditions.ts';
import { countRows } from './page-of.ts';
import type { SqlSession } from './session.ts';
import { uncountedPage } from './share-members.ts';

/** Accounts `a` with their placement `p`; an account without one is in the root folder. */
const FROM = 'FROM accounts a LEFT JOIN account_placements p ON p.account_id = a.account_id';
const SELECT = `SELECT a.account_id AS "accountId", a.account_name AS "accountName", a.status,
  a.created_at AS "createdAt", coalesce(p.folder_id, '${ROOT_FOLDER_ID}') AS "folderId",
  coalesce(p.placed_at, a.created_at) AS "placedAt" ${FROM}`;
const FIND = `${SELECT} WHERE a.account_id = $1`;
const REMOVE = 'DELETE FROM account_placements WHERE account_id = $1';
const PUT = `INSERT INTO account_placements (account_id, directory_account_id, folder_id, placed_at)
  VALUES ($1, $2, $3, $4)`;

export function directoryAccountTable(session: SqlSession): DirectoryAccountWriter {
  return {
    find: (accountId) => session.get<DirectoryAccount>(FIND, [accountId]),
    async list(folderId, { after, limit }) {
      const conditions = new Conditions();
      conditions.add('1 = 1');
      if (folderId === ROOT_FOLDER_ID) conditions.add('p.folder_id IS NULL');
      else conditions.addEqual('p.folder_id', folderId);
      const count = `SELECT count(*) AS count ${FROM} WHERE ${conditions.text}`;
      const totalCount = await countRows(session, count, [...conditions.values]);
      if (after !== undefined) {
        conditions.add(`(a.created_at, a.account_id) > (SELECT created_at, account_id FROM accounts
          WHERE account_id = ${conditions.placeholder(after)})`);
      }
      const order = 'a.created_at, a.account_id';
      const listed = await uncountedPage<DirectoryAccount>(
        session,
        SELECT,
        conditions,
        order,
        limit,
      );
      return { ...listed, totalCount };
    },
    async move(directoryId, accountId, folderId, placedAt) {
      await session.run(REMOVE, [accountId]);
      if (folderId === ROOT_FOLDER_ID) return;
      await session.run(PUT, [accountId, directoryId, folderId, placedAt]);
    },
  };
}
