import type { Folder } from '../../store/directory-store.ts';
import { formatTime } from '../answers.ts';

export function describeFolder(folder: Folder) {
  return {
    FolderId: folder.folderId,
    FolderName: folder.name,
    ParentFolderId: folder.parentFolderId,
    CreateTime: formatTime(folder.createdAt),
  };
}
