import Database from 'better-sqlite3';
import { StoreOpenError } from '../store-error.ts';
import { openDatabase, openDatabaseForReading } from './open-database.ts';

/** Pages that are copied before others get their turn: 4 MiB. */
const PAGES_PER_STEP = 1_024;

/**
 * Copies a database, also one that a server has open and writes to, into a new file that needs no
 * write-ahead log beside it. The copy is the state at the call: everything committed before is in
 * it, whole. One read transaction spans all steps, so that commits of others neither change what is
 * copied nor start it anew; the log of the source grows meanwhile. Throws StoreOpenError.
 */
export async function copyDatabase(
  from: string,
  to: string,
  onProgress?: (doneCount: number, totalCount: number) => void,
): Promise<void> {
  const source = openDatabaseForReading(from);
  try {
    source.exec('BEGIN');
    // The state is fixed by the first read, not by BEGIN.
    source.prepare('SELECT count(*) FROM sqlite_master').get();
    await source.backup(to, {
      progress: ({ totalPages, remainingPages }) => {
        onProgress?.(totalPages - remainingPages, totalPages);
        return PAGES_PER_STEP;
      },
    });
    leaveWriteAheadLog(to);
  } catch (error) {
    if (!(error instanceof Database.SqliteError)) throw error;
    throw new StoreOpenError(`${from} cannot be copied to ${to}: ${error.message}.`, {
      cause: error,
    });
  } finally {
    source.close();
  }
}

/** Applies the migrations that a database lacks, which no server uses. Throws StoreOpenError. */
export function bringUpToDate(file: string): void {
  openDatabase(file).close();
  leaveWriteAheadLog(file);
}

/** Makes the file all that there is, so that it can be moved; a server sets its own mode. */
function leaveWriteAheadLog(file: string): void {
  const database = new Database(file, { fileMustExist: true });
  try {
    database.pragma('journal_mode = DELETE');
  } finally {
    database.close();
  }
}

/** A secret as it is stored, and whose it is. */
export interface StoredSecret {
  readonly accessKeyId: string;
  readonly encryptedSecret: Uint8Array;
}

/** The secrets of all access keys. Throws StoreOpenError where the database cannot be read. */
export function readStoredSecrets(file: string): readonly StoredSecret[] {
  const database = openDatabaseForReading(file);
  try {
    return database.prepare<[], StoredSecret>(STORED_SECRETS).all();
  } finally {
    database.close();
  }
}

const STORED_SECRETS = `SELECT access_key_id AS "accessKeyId", encrypted_secret AS "encryptedSecret"
  FROM access_keys ORDER BY access_key_id`;
