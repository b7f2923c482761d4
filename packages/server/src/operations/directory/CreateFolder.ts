import {
  FOLDER_COUNT_MAX,
  FOLDER_DEPTH_MAX,
  type OPERATIONS,
  ROOT_FOLDER_ID,
  refuse,
} from '@cadastre/api-contract';
import type { Folder } from '../../store/directory-store.ts';
import type { WriteHandler } from '../handler.ts';
import { checkFolderName } from './check-folder-name.ts';
import { describeFolder } from './describe-folder.ts';
import { folderDepth } from './folder-depth.ts';

export const CreateFolder: WriteHandler<typeof OPERATIONS.CreateFolder> = async (
  { input, accountId, ids, now },
  transactor,
) => {
  const { FolderName: name, ParentFolderId: parentFolderId = ROOT_FOLDER_ID } = input;
  const { folders } = transactor;
  const refusal = checkFolderName('FolderName', name);
  if (refusal !== undefined) return refusal;
  const parentDepth = await folderDepth(transactor, accountId, parentFolderId);
  if (parentDepth === undefined) return refuse('EntityNotExist.Folder');
  if ((await folders.findByName(accountId, parentFolderId, name)) !== undefined) {
    return refuse('EntityAlreadyExists.Folder');
  }
  if (parentDepth >= FOLDER_DEPTH_MAX) {
    return refuse('LimitExceeded.Folder.Depth', { Limit: String(FOLDER_DEPTH_MAX) });
  }
  if ((await folders.count(accountId)) >= FOLDER_COUNT_MAX) {
    return refuse('LimitExceeded.Folder', { Limit: String(FOLDER_COUNT_MAX) });
  }
  const folder: Folder = {
    accountId,
    folderId: ids.resourceId('fd'),
    parentFolderId,
    name,
    depth: parentDepth + 1,
    createdAt: now,
  };
  await folders.insert(folder);
  return {
    kind: 'answer',
    response: { Folder: describeFolder(folder) },
    change: { resourceType: 'Folder', resourceId: folder.folderId, after: folder },
  };
};
