import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { DATABASE_FILE, openDataFolder } from './data-folder.ts';
import { SecretBox } from './identity/secret-box.ts';
import { openIncomingFolder } from './incoming-folder.ts';
import { MoveError } from './store/move/move-error.ts';
import { describeDatabase } from './store/move/postgres-connection.ts';
import { PostgresSource } from './store/move/postgres-source.ts';
import { PostgresTarget } from './store/move/postgres-target.ts';
import { SqliteSource } from './store/move/sqlite-source.ts';
import { SqliteTarget } from './store/move/sqlite-target.ts';
import { type MoveProgress, type TransferReport, transfer } from './store/move/transfer.ts';
import { failureKind } from './store/postgres/failures.ts';
import { StoreOpenError } from './store/store-error.ts';

export interface MoveOptions {
  /** A data folder, or the URL of a database. */
  readonly from: string;
  /** The other of the two. */
  readonly to: string;
  /** The key of the servers on the database; may be left out where a data folder is moved. */
  readonly encryptionKey?: Uint8Array | undefined;
  readonly onProgress?: ((progress: MoveProgress) => void) | undefined;
  /** The time, in milliseconds since the epoch. */
  readonly now: () => number;
}

export interface MoveReport extends TransferReport {
  /** The file with the key that opens the secrets: what servers on the target need. */
  readonly keyFile: string;
}

/**
 * Moves a whole store from a data folder to PostgreSQL or back. Throws MoveError or StoreOpenError where
 * it cannot be done; then nothing is left in the target, and the source is as it was.
 */
export async function moveStore(options: MoveOptions): Promise<MoveReport> {
  const { from, to } = options;
  if (isUrl(from) === isUrl(to)) {
    throw new MoveError(
      'One of the two must be a data folder, the other a database: postgres://USER:PASSWORD@HOST:PORT/DATABASE.',
    );
  }
  try {
    return await (isUrl(to) ? moveToDatabase(options) : moveToFolder(options));
  } catch (error) {
    throw describeFailure(error);
  }
}

function isUrl(place: string): boolean {
  return /^postgres(ql)?:\/\//.test(place);
}

async function moveToDatabase({
  from,
  to,
  encryptionKey,
  onProgress = () => undefined,
  now,
}: MoveOptions): Promise<MoveReport> {
  const targetName = nameTarget(describeDatabase(to), now);
  // Opening a folder would make one.
  if (!existsSync(join(from, DATABASE_FILE))) {
    throw new StoreOpenError(`There is no database in ${from}.`);
  }
  const folder = openDataFolder(from);
  try {
    if (encryptionKey !== undefined && Buffer.compare(encryptionKey, folder.encryptionKey) !== 0) {
      throw new MoveError(
        `The secrets are sealed with the key in ${from}, which is not the one that is given. The servers on the database need that of the folder.`,
      );
    }
    const secretBox = new SecretBox(folder.encryptionKey);
    const source = SqliteSource.open(folder.databaseFile, folder.movedMark);
    try {
      const { tables } = source;
      const target = await PostgresTarget.open(to, tables, secretBox);
      try {
        const ends = { source, target, tables, secretBox, targetName, onProgress };
        const report = await transfer({ ...ends, beforeCommit: () => undefined });
        return { ...report, keyFile: folder.encryptionKeyFile };
      } finally {
        await target.close();
      }
    } finally {
      await source.close();
    }
  } finally {
    folder.release();
  }
}

async function moveToFolder({
  from,
  to,
  encryptionKey,
  onProgress = () => undefined,
  now,
}: MoveOptions): Promise<MoveReport> {
  describeDatabase(from);
  if (encryptionKey === undefined) {
    throw new MoveError(
      'The key of the servers on the database is needed: --encryption-key-file or CADASTRE_ENCRYPTION_KEY.',
    );
  }
  const secretBox = new SecretBox(encryptionKey);
  const folder = openIncomingFolder(to, encryptionKey);
  let isDone = false;
  try {
    const target = SqliteTarget.open(folder.databaseFile, folder.incomingFolder);
    try {
      const { tables } = target;
      const source = await PostgresSource.open(from, tables, secretBox);
      try {
        const ends = {
          source,
          target,
          tables,
          secretBox,
          targetName: nameTarget(resolve(to), now),
          onProgress,
        };
        const beforeCommit = () => folder.writeKey();
        const report = await transfer({ ...ends, beforeCommit });
        isDone = true;
        return { ...report, keyFile: folder.encryptionKeyFile };
      } finally {
        await source.close();
      }
    } finally {
      await target.close();
    }
  } finally {
    folder.release(isDone);
  }
}

function nameTarget(place: string, now: () => number): string {
  return `${place} at ${new Date(now()).toISOString()}`;
}

/** What drivers and the system say goes to the operator; anything else is a fault of ours. */
function describeFailure(error: unknown): unknown {
  if (error instanceof MoveError || error instanceof StoreOpenError) return error;
  if (!(error instanceof Error)) return error;
  if (!('code' in error) && failureKind(error) === 'other') return error;
  return new MoveError(`The move failed, and nothing is left in the target: ${error.message}.`, {
    cause: error,
  });
}
