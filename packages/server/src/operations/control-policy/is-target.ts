import type { Reader } from '../../store/store.ts';
import { folderDepth } from '../directory/folder-depth.ts';

/** Whether control policies can be attached to something: a folder, the root folder or an account. */
export async function isTarget(
  reader: Reader,
  directoryId: string,
  targetId: string,
): Promise<boolean> {
  return (
    (await folderDepth(reader, directoryId, targetId)) !== undefined ||
    (await reader.accounts.find(targetId)) !== undefined
  );
}
