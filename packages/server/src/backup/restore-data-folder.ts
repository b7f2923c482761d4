import { existsSync, mkdirSync, renameSync, rmdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import {
  DATABASE_FILE,
  ENCRYPTION_KEY_FILE,
  PRIVATE_FOLDER_MODE,
  RESTORING_FOLDER,
  writePrivateFile,
} from '../data-folder.ts';
import { readEncryptionKey } from '../encryption-key.ts';
import { bringUpToDate } from '../store/sqlite/copy-database.ts';
import { checkDatabaseFile } from '../store/sqlite/open-database.ts';
import type { VerifyReport } from '../store/verify/prove-invariants.ts';
import { BackupError } from './backup-error.ts';
import { type BackupManifest, readManifest } from './backup-manifest.ts';
import { takeEmptyFolder } from './empty-folder.ts';
import { copyHashed, type ReportProgress } from './hash-file.ts';
import { type ProofOptions, proveFolder } from './prove-folder.ts';
import { syncToDisk } from './sync-to-disk.ts';

export interface RestoreOptions extends ProofOptions {
  readonly backupFolder: string;
  /** The folder to restore to: missing or empty. */
  readonly dataFolder: string;
  /** The key of the backup, where it is kept apart from it. */
  readonly encryptionKeyFile?: string | undefined;
  /** Told how many bytes of the database have been copied. */
  readonly onCopyProgress?: ReportProgress | undefined;
}

export interface RestoreReport extends VerifyReport {
  readonly manifest: BackupManifest;
}

/**
 * Makes a data folder from a backup. The copy is compared with what the backup says of itself,
 * brought to the schema of this version, proved, and only then put in place. No server starts in a
 * folder where that was cut short. Throws BackupError or StoreOpenError, and leaves no data in the
 * target.
 */
export async function restoreDataFolder(options: RestoreOptions): Promise<RestoreReport> {
  const { backupFolder } = options;
  const manifest = readManifest(backupFolder);
  const key = readKey(options);
  checkDatabase(join(backupFolder, DATABASE_FILE), manifest);
  const folder = takeEmptyFolder(options.dataFolder);
  try {
    const work = join(folder.path, RESTORING_FOLDER);
    mkdirSync(work, { mode: PRIVATE_FOLDER_MODE });
    const databaseFile = join(work, DATABASE_FILE);
    const digest = await copyHashed(
      join(backupFolder, DATABASE_FILE),
      databaseFile,
      options.onCopyProgress,
    );
    if (digest !== manifest.databaseSha256) throw damaged(backupFolder);
    bringUpToDate(databaseFile);
    const report = await proveFolder(work, key, options);
    writePrivateFile(join(work, ENCRYPTION_KEY_FILE), `${Buffer.from(key).toString('hex')}\n`);
    syncToDisk(databaseFile);
    putInPlace(work, folder.path);
    folder.release();
    return { ...report, manifest };
  } catch (error) {
    folder.discard();
    throw error;
  }
}

function readKey({ backupFolder, encryptionKeyFile }: RestoreOptions): Uint8Array {
  const inBackup = join(backupFolder, ENCRYPTION_KEY_FILE);
  if (encryptionKeyFile === undefined && !existsSync(inBackup)) {
    throw new BackupError(
      `${backupFolder} was made without its encryption key. Name the file of the key with --encryption-key-file.`,
    );
  }
  return readEncryptionKey(encryptionKeyFile ?? inBackup);
}

/** What can be said before a byte is copied. */
function checkDatabase(file: string, { databaseBytes }: BackupManifest): void {
  if (statSync(file, { throwIfNoEntry: false })?.size !== databaseBytes) throw damaged(file);
  checkDatabaseFile(file);
}

function damaged(path: string): BackupError {
  return new BackupError(`${path} is damaged: its database is not the one that was backed up.`);
}

/** A server starts only after the last step: see `openDataFolder`. */
function putInPlace(work: string, folder: string): void {
  for (const name of [DATABASE_FILE, ENCRYPTION_KEY_FILE]) {
    renameSync(join(work, name), join(folder, name));
    syncToDisk(folder);
  }
  rmdirSync(work);
}
