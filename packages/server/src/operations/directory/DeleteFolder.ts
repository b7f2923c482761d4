import { type ErrorKey, type OPERATIONS, refuse } from '@cadastre/api-contract';
import type { Reader } from '../../store/store.ts';
import type { WriteHandler } from '../handler.ts';

const ONE = { after: undefined, limit: 1 };

export const DeleteFolder: WriteHandler<typeof OPERATIONS.DeleteFolder> = async (
  { input, accountId },
  transactor,
) => {
  const { FolderId: folderId } = input;
  const folder = await transactor.folders.find(accountId, folderId);
  if (folder === undefined) return refuse('EntityNotExist.Folder');
  const conflict = await findConflict(transactor, accountId, folderId);
  if (conflict !== undefined) return refuse(conflict);
  await transactor.controlPolicies.detachAll(accountId, folderId);
  await transactor.folders.remove(accountId, folderId);
  return {
    kind: 'answer',
    response: {},
    change: { resourceType: 'Folder', resourceId: folderId, before: folder },
  };
};

async function findConflict(
  { folders, directoryAccounts, members }: Reader,
  directoryId: string,
  folderId: string,
): Promise<ErrorKey | undefined> {
  if ((await folders.list(directoryId, folderId, ONE)).totalCount > 0) {
    return 'DeleteConflict.Folder.Folder';
  }
  if ((await directoryAccounts.list(folderId, ONE)).totalCount > 0) {
    return 'DeleteConflict.Folder.Account';
  }
  return (await members.isFolderMember(folderId)) ? 'DeleteConflict.Folder.IpamMember' : undefined;
}
