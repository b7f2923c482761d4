import { ROOT_FOLDER_ID } from '@cadastre/api-contract';
import type { Reader } from '../../store/store.ts';

/** The levels from the root folder, which is at 0, to a folder; undefined where there is none. */
export async function folderDepth(
  { folders }: Reader,
  directoryId: string,
  folderId: string,
): Promise<number | undefined> {
  if (folderId === ROOT_FOLDER_ID) return 0;
  return (await folders.find(directoryId, folderId))?.depth;
}
