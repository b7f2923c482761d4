import type { Folder, FolderWriter } from '../directory-store.ts';
import { countRows, pageOf } from './page-of.ts';
import type { SqlSession } from './session.ts';

const COLUMNS = `account_id AS "accountId", folder_id AS "folderId",
  parent_folder_id AS "parentFolderId", name, depth, created_at AS "createdAt"`;
const FIND = `SELECT ${COLUMNS} FROM folders WHERE account_id = $1 AND folder_id = $2`;
const FIND_BY_NAME = `SELECT ${COLUMNS} FROM folders
  WHERE account_id = $1 AND parent_folder_id = $2 AND name = $3`;
const COUNT = 'SELECT count(*) AS count FROM folders WHERE account_id = $1';
const COUNT_IN_FOLDER = `SELECT count(*) AS count FROM folders
  WHERE account_id = $1 AND parent_folder_id = $2`;
const LIST = `SELECT ${COLUMNS} FROM folders
  WHERE account_id = $1 AND parent_folder_id = $2 AND folder_id > $3 ORDER BY folder_id LIMIT $4`;
const INSERT = `INSERT INTO folders (account_id, folder_id, parent_folder_id, name, depth, created_at)
  VALUES ($1, $2, $3, $4, $5, $6)`;
const SET_NAME = 'UPDATE folders SET name = $3 WHERE account_id = $1 AND folder_id = $2';
const REMOVE = 'DELETE FROM folders WHERE account_id = $1 AND folder_id = $2';

export function folderTable(session: SqlSession): FolderWriter {
  return {
    find: (directoryId, folderId) => session.get<Folder>(FIND, [directoryId, folderId]),
    findByName: (directoryId, parentFolderId, name) =>
      session.get<Folder>(FIND_BY_NAME, [directoryId, parentFolderId, name]),
    count: (directoryId) => countRows(session, COUNT, [directoryId]),
    list: (directoryId, parentFolderId, page) =>
      pageOf<Folder>(session, COUNT_IN_FOLDER, LIST, [directoryId, parentFolderId], page),
    async insert(folder) {
      await session.run(INSERT, [
        folder.accountId,
        folder.folderId,
        folder.parentFolderId,
        folder.name,
        folder.depth,
        folder.createdAt,
      ]);
    },
    async setName(directoryId, folderId, name) {
      await session.run(SET_NAME, [directoryId, folderId, name]);
    },
    async remove(directoryId, folderId) {
      await session.run(REMOVE, [directoryId, folderId]);
    },
  };
}
