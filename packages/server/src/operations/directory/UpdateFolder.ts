import { type OPERATIONS, refuse } from '@cadastre/api-contract';
import type { WriteHandler } from '../handler.ts';
import { checkFolderName } from './check-folder-name.ts';
import { describeFolder } from './describe-folder.ts';

export const UpdateFolder: WriteHandler<typeof OPERATIONS.UpdateFolder> = async (
  { input, accountId },
  { folders },
) => {
  const { FolderId: folderId, NewFolderName: name } = input;
  const refusal = checkFolderName('NewFolderName', name);
  if (refusal !== undefined) return refusal;
  const before = await folders.find(accountId, folderId);
  if (before === undefined) return refuse('EntityNotExist.Folder');
  const named = await folders.findByName(accountId, before.parentFolderId, name);
  if (named !== undefined && named.folderId !== folderId) {
    return refuse('EntityAlreadyExists.Folder');
  }
  await folders.setName(accountId, folderId, name);
  const after = { ...before, name };
  return {
    kind: 'answer',
    response: { Folder: describeFolder(after) },
    change: { resourceType: 'Folder', resourceId: folderId, before, after },
  };
};
