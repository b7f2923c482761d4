import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { readEncryptionKey } from './encryption-key.ts';
import { ENCRYPTION_KEY_BYTES } from './identity/secret-box.ts';
import { checkDatabaseFile } from './store/sqlite/open-database.ts';
import { StoreOpenError } from './store/store-error.ts';

export const DATABASE_FILE = 'cadastre.db';
export const ENCRYPTION_KEY_FILE = 'encryption.key';
export const LOCK_FILE = 'lock.db';

/** Where a restore works until all is proved. Only one that was killed leaves it. */
export const RESTORING_FOLDER = 'restoring';

export const PRIVATE_FILE_MODE = 0o600;
export const PRIVATE_FOLDER_MODE = 0o700;

/** The folder of one server: its database, its encryption key, its first access key. */
export interface DataFolder {
  readonly databaseFile: string;
  readonly rootAccessKeyFile: string;
  readonly encryptionKey: Uint8Array;
  readonly encryptionKeyFile: string;
  readonly movedMark: MovedMark;
  /** Lets another server have the folder. */
  release(): void;
}

/** The mark of a folder whose store was moved to another place: it is not opened any more. */
export interface MovedMark {
  /** `target` says where to, and when. */
  set(target: string): void;
  remove(): void;
}

/**
 * Opens a data folder, making it when it does not exist, and keeps every other server out of it.
 * Throws StoreOpenError when it cannot be used.
 */
export function openDataFolder(folder: string): DataFolder {
  try {
    mkdirSync(folder, { recursive: true, mode: PRIVATE_FOLDER_MODE });
  } catch (error) {
    throw new StoreOpenError(`The data folder ${folder} cannot be made: ${reasonOf(error)}.`);
  }
  const release = lockDataFolder(folder);
  try {
    if (existsSync(join(folder, RESTORING_FOLDER))) {
      throw new StoreOpenError(
        `A restore to the data folder ${folder} was not finished. Empty the folder and restore again.`,
      );
    }
    const movedFile = join(folder, 'moved-away');
    refuseMovedFolder(folder, movedFile);
    const databaseFile = join(folder, DATABASE_FILE);
    // Before the key: beside a foreign database a missing key is not what is wrong.
    checkDatabaseFile(databaseFile);
    const encryptionKeyFile = join(folder, ENCRYPTION_KEY_FILE);
    return {
      databaseFile,
      rootAccessKeyFile: join(folder, 'root-access-key.json'),
      encryptionKey: readOrMakeKey(encryptionKeyFile, existsSync(databaseFile)),
      encryptionKeyFile,
      movedMark: {
        set: (target) => writePrivateFile(movedFile, `${target}\n`),
        remove: () => rmSync(movedFile, { force: true }),
      },
      release,
    };
  } catch (error) {
    release();
    throw error;
  }
}

/** Serving from both places would make two truths of one. */
function refuseMovedFolder(folder: string, movedFile: string): void {
  if (!existsSync(movedFile)) return;
  const target = readFileSync(movedFile, 'utf8').trim();
  throw new StoreOpenError(
    `The store in ${folder} was moved to ${target}; what is there now is not here. To use this one all the same, remove ${movedFile}.`,
  );
}

/**
 * Keeps every other server out of a folder, until the answer is called. Throws StoreOpenError.
 *
 * The lock is that of a small SQLite file, held for the life of the process: the system lets go of
 * it even after a kill -9, which no lock file with a process id survives well.
 */
export function lockDataFolder(folder: string): () => void {
  const file = join(folder, LOCK_FILE);
  let database: Database.Database | undefined;
  try {
    database = new Database(file, { timeout: 0 });
    database.exec('BEGIN EXCLUSIVE');
    chmodSync(file, PRIVATE_FILE_MODE);
  } catch (error) {
    database?.close();
    const isBusy = error instanceof Database.SqliteError && error.code === 'SQLITE_BUSY';
    throw new StoreOpenError(
      isBusy
        ? `The data folder ${folder} is in use by another server.`
        : `The data folder ${folder} cannot be locked: ${reasonOf(error)}.`,
    );
  }
  const held = database;
  return () => held.close();
}

function readOrMakeKey(file: string, hasDatabase: boolean): Uint8Array {
  if (!existsSync(file)) {
    if (hasDatabase) {
      throw new StoreOpenError(
        `The encryption key ${file} is missing; without it the secrets in the database cannot be read. Put it back from a backup.`,
      );
    }
    writePrivateFile(file, `${randomBytes(ENCRYPTION_KEY_BYTES).toString('hex')}\n`);
  }
  return readEncryptionKey(file);
}

/** Writes a file that only its owner can read, whole or not at all. */
export function writePrivateFile(file: string, text: string): void {
  const unfinished = `${file}.new`;
  rmSync(unfinished, { force: true });
  writeFileSync(unfinished, text, { mode: PRIVATE_FILE_MODE, flag: 'wx', flush: true });
  renameSync(unfinished, file);
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
