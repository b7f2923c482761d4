import { chmodSync, lstatSync, mkdtempSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import {
  DATABASE_FILE,
  ENCRYPTION_KEY_FILE,
  PRIVATE_FILE_MODE,
  writePrivateFile,
} from '../data-folder.ts';
import { readEncryptionKey } from '../encryption-key.ts';
import { copyDatabase } from '../store/sqlite/copy-database.ts';
import type { VerifyReport } from '../store/verify/prove-invariants.ts';
import { BackupError } from './backup-error.ts';
import { type BackupManifest, writeManifest } from './backup-manifest.ts';
import { hashFile, type ReportProgress } from './hash-file.ts';
import { type ProofOptions, proveFolder } from './prove-folder.ts';
import { syncToDisk } from './sync-to-disk.ts';

export interface BackupOptions extends ProofOptions {
  readonly dataFolder: string;
  /** The folder of the backup; nothing may stand there yet. */
  readonly backupFolder: string;
  readonly isKeyIncluded: boolean;
  /** The version of the program. */
  readonly version: string;
  /** Told how many pages of the database have been copied. */
  readonly onCopyProgress?: ReportProgress | undefined;
}

export interface BackupReport extends VerifyReport {
  readonly manifest: BackupManifest;
}

/**
 * Makes a backup of a data folder, beside a running server or not: everything that was acknowledged
 * before the call is in it. The backup gets its name when it is complete, proved and on the disk;
 * until then there is a folder of another name, which goes away where that fails. Throws BackupError
 * or StoreOpenError.
 */
export async function backUpDataFolder(options: BackupOptions): Promise<BackupReport> {
  const target = resolve(options.backupFolder);
  checkTarget(target);
  const startedAt = new Date().toISOString();
  const unfinished = mkdtempSync(`${target}.unfinished-`);
  try {
    const report = await fill(unfinished, startedAt, options);
    syncToDisk(unfinished);
    renameSync(unfinished, target);
    syncToDisk(dirname(target));
    return report;
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true });
    throw error;
  }
}

async function fill(
  folder: string,
  startedAt: string,
  options: BackupOptions,
): Promise<BackupReport> {
  const { dataFolder, version, onCopyProgress } = options;
  const databaseFile = join(folder, DATABASE_FILE);
  await copyDatabase(join(dataFolder, DATABASE_FILE), databaseFile, onCopyProgress);
  chmodSync(databaseFile, PRIVATE_FILE_MODE);
  syncToDisk(databaseFile);
  const key = readEncryptionKey(join(dataFolder, ENCRYPTION_KEY_FILE));
  const report = await proveFolder(folder, key, options);
  if (options.isKeyIncluded) {
    writePrivateFile(join(folder, ENCRYPTION_KEY_FILE), `${Buffer.from(key).toString('hex')}\n`);
  }
  const manifest: BackupManifest = {
    format: 1,
    version,
    startedAt,
    databaseBytes: statSync(databaseFile).size,
    databaseSha256: await hashFile(databaseFile),
    problemCount: report.problemCount,
  };
  writeManifest(folder, manifest);
  return { ...report, manifest };
}

function checkTarget(target: string): void {
  // A missing parent is not made: it may be a disk that is not mounted.
  if (statSync(dirname(target), { throwIfNoEntry: false })?.isDirectory() !== true) {
    throw new BackupError(`There is no folder ${dirname(target)} for the backup.`);
  }
  if (lstatSync(target, { throwIfNoEntry: false }) !== undefined) {
    throw new BackupError(`${target} exists already. A backup is never written over another.`);
  }
}
