import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { lockFolder, writePrivateFile } from './data-folder.ts';
import { MoveError } from './store/move/move-error.ts';

const PRIVATE_FOLDER_MODE = 0o700;

/** What a move that was cut off may have left; nothing of it is a store. */
const LEFTOVERS = ['incoming', 'lock.db', 'encryption.key.new'];

/** A data folder that a store is being moved into. */
export interface IncomingFolder {
  readonly databaseFile: string;
  /** Where the database is until it is whole. */
  readonly incomingFolder: string;
  readonly encryptionKeyFile: string;
  writeKey(key: Uint8Array): void;
  /** Lets a server have the folder, or takes back all that was made. */
  release(isDone: boolean): void;
}

/** Takes an empty folder, making it where it is missing. Throws MoveError for any other. */
export function openIncomingFolder(folder: string): IncomingFolder {
  const isNew = !existsSync(folder);
  if (!isNew) refuseFiles(folder);
  mkdirSync(folder, { recursive: true, mode: PRIVATE_FOLDER_MODE });
  const unlock = lockFolder(folder);
  const encryptionKeyFile = join(folder, 'encryption.key');
  const incomingFolder = join(folder, 'incoming');
  return {
    databaseFile: join(folder, 'cadastre.db'),
    incomingFolder,
    encryptionKeyFile,
    writeKey: (key) => writePrivateFile(encryptionKeyFile, `${Buffer.from(key).toString('hex')}\n`),
    release: (isDone) => {
      if (!isDone) {
        for (const file of [encryptionKeyFile, incomingFolder])
          rmSync(file, { recursive: true, force: true });
      }
      unlock();
      if (isDone) return;
      rmSync(join(folder, 'lock.db'), { force: true });
      if (isNew) rmSync(folder, { recursive: true, force: true });
    },
  };
}

function refuseFiles(folder: string): void {
  const present = readdirSync(folder).filter((name) => !LEFTOVERS.includes(name));
  if (present.length === 0) return;
  throw new MoveError(
    `The folder ${folder} is not empty: there is ${present[0]}. A store is moved to a folder of its own.`,
  );
}
