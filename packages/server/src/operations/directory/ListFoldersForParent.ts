import { type OPERATIONS, ROOT_FOLDER_ID, refuse } from '@cadastre/api-contract';
import { pageAnswer } from '../answers.ts';
import type { ListHandler } from '../handler.ts';
import { describeFolder } from './describe-folder.ts';
import { folderDepth } from './folder-depth.ts';

export const ListFoldersForParent: ListHandler<typeof OPERATIONS.ListFoldersForParent> = async (
  { input, accountId, page },
  reader,
) => {
  const { ParentFolderId: parentFolderId = ROOT_FOLDER_ID } = input;
  if ((await folderDepth(reader, accountId, parentFolderId)) === undefined) {
    return refuse('EntityNotExist.Folder');
  }
  const folders = await reader.folders.list(accountId, parentFolderId, page);
  return pageAnswer(folders, ({ folderId }) => folderId, describeFolder);
};
