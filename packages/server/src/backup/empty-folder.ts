import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import {
  LOCK_FILE,
  lockDataFolder,
  PRIVATE_FOLDER_MODE,
  RESTORING_FOLDER,
} from '../data-folder.ts';
import { BackupError } from './backup-error.ts';

/** What an empty folder may hold: a lock, what a killed restore left, what file systems make. */
const NOT_DATA = new Set([LOCK_FILE, `${LOCK_FILE}-journal`, RESTORING_FOLDER, 'lost+found']);

/** A folder without data that nobody else can use. */
export interface EmptyFolder {
  readonly path: string;
  /** Lets others have the folder. */
  release(): void;
  /** Takes away what is in the work folder, and all of it where it was made here. */
  discard(): void;
}

/** Takes an empty folder for its own, making it where it is missing. Throws BackupError. */
export function takeEmptyFolder(folder: string): EmptyFolder {
  const path = resolve(folder);
  const firstMade = mkdirSync(path, { recursive: true, mode: PRIVATE_FOLDER_MODE });
  // Before the lock, which is a file: a folder of something else is left as it is.
  checkEmpty(path);
  const release = lockDataFolder(path);
  const discard = () => {
    rmSync(join(path, RESTORING_FOLDER), { recursive: true, force: true });
    if (firstMade !== undefined) rmSync(firstMade, { recursive: true, force: true });
    release();
  };
  try {
    checkEmpty(path);
    rmSync(join(path, RESTORING_FOLDER), { recursive: true, force: true });
    return { path, release, discard };
  } catch (error) {
    release();
    throw error;
  }
}

function checkEmpty(folder: string): void {
  const found = readdirSync(folder).find((name) => !NOT_DATA.has(name));
  if (found === undefined) return;
  throw new BackupError(
    `The folder ${folder} is not empty: it has ${found}. Nothing is restored over data; name another folder, or move this one away.`,
  );
}
