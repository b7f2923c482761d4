import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DATABASE_FILE, lockDataFolder, writePrivateFile } from './data-folder.ts';
import { readEncryptionKey } from './encryption-key.ts';
import { MoveError } from './store/move/move-error.ts';

const PRIVATE_FOLDER_MODE = 0o700;
const KEY_FILE = 'encryption.key';

/** What a move that was killed may have left; nothing of it is a store. */
const LEFTOVERS = ['incoming', 'lock.db', 'lock.db-journal', `${KEY_FILE}.new`];

/** A data folder that a store is being moved into. */
export interface IncomingFolder {
  readonly databaseFile: string;
  /** Where the database is until it is whole. */
  readonly incomingFolder: string;
  readonly encryptionKeyFile: string;
  writeKey(): void;
  /** Lets a server have the folder, or takes back all that was made. */
  release(isDone: boolean): void;
}

/**
 * Takes an empty folder, making it where it is missing. The key of the store may be in it already.
 * Throws MoveError for any other.
 */
export function openIncomingFolder(folder: string, key: Uint8Array): IncomingFolder {
  const isNew = !existsSync(folder);
  const encryptionKeyFile = join(folder, KEY_FILE);
  const hasKey = existsSync(encryptionKeyFile);
  if (!isNew) refuseFiles(folder, key);
  mkdirSync(folder, { recursive: true, mode: PRIVATE_FOLDER_MODE });
  const unlock = lockDataFolder(folder);
  const incomingFolder = join(folder, 'incoming');
  return {
    databaseFile: join(folder, DATABASE_FILE),
    incomingFolder,
    encryptionKeyFile,
    writeKey: () => {
      if (!hasKey) writePrivateFile(encryptionKeyFile, `${Buffer.from(key).toString('hex')}\n`);
    },
    release: (isDone) => {
      if (!isDone) {
        rmSync(incomingFolder, { recursive: true, force: true });
        if (!hasKey) rmSync(encryptionKeyFile, { force: true });
      }
      unlock();
      if (isDone) return;
      rmSync(join(folder, 'lock.db'), { force: true });
      if (isNew) rmSync(folder, { recursive: true, force: true });
    },
  };
}

function refuseFiles(folder: string, key: Uint8Array): void {
  const present = readdirSync(folder).filter((name) => !LEFTOVERS.includes(name));
  for (const name of present) {
    const isKey = name === KEY_FILE && isSameKey(readEncryptionKey(join(folder, name)), key);
    if (isKey) continue;
    throw new MoveError(
      `The folder ${folder} is not empty: there is ${name}. A store is moved to a folder of its own.`,
    );
  }
}

function isSameKey(one: Uint8Array, other: Uint8Array): boolean {
  return Buffer.compare(one, other) === 0;
}
