import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs';
import Database from 'better-sqlite3';
import { StoreOpenError } from '../store-error.ts';
import { MIGRATIONS } from './migrations.ts';

/** Marks a database file as ours: the letters CADA. */
const APPLICATION_ID = 0x43414441;

/**
 * Pages that the log may hold before they are copied to the database: 64 MiB. A page that many
 * commits changed is copied once, and each copying holds up all calls for two more fsyncs.
 */
const CHECKPOINT_PAGES = 16_384;

const SQLITE_HEADER = 'SQLite format 3\0';
const APPLICATION_ID_OFFSET = 68;
const USER_VERSION_OFFSET = 60;
const HEADER_BYTES = 100;

/**
 * Opens the database file and applies the migrations it lacks. A file that is not ours, is newer
 * than this program or cannot be read is left untouched and gives a StoreOpenError.
 */
export function openDatabase(file: string): Database.Database {
  checkDatabaseFile(file);
  let database: Database.Database | undefined;
  try {
    database = new Database(file);
    database.pragma('journal_mode = WAL');
    database.pragma('synchronous = FULL');
    database.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
    database.pragma('foreign_keys = ON');
    database.pragma('busy_timeout = 5000');
    database.pragma('cache_size = -65536');
    database.pragma('temp_store = MEMORY');
    migrate(database);
    return database;
  } catch (error) {
    database?.close();
    if (error instanceof StoreOpenError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new StoreOpenError(`The database ${file} cannot be opened: ${reason}.`, { cause: error });
  }
}

/**
 * Opens the database file without ever writing to it, also while a server has it open. Only a
 * database of ours in this very version is opened; anything else gives a StoreOpenError.
 */
export function openDatabaseForReading(file: string): Database.Database {
  if (!existsSync(file)) throw new StoreOpenError(`There is no database ${file}.`);
  checkHeader(file);
  checkContent(file);
  let database: Database.Database | undefined;
  try {
    database = new Database(file, { readonly: true, fileMustExist: true });
    const version = Number(database.pragma('user_version', { simple: true }));
    if (version === MIGRATIONS.length) return database;
    throw new StoreOpenError(
      `${file} was written by an older version (schema ${version}; this one knows ${MIGRATIONS.length}). Start the server once to bring it up to date.`,
    );
  } catch (error) {
    database?.close();
    if (error instanceof StoreOpenError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new StoreOpenError(`The database ${file} cannot be read: ${reason}.`, { cause: error });
  }
}

/** Throws StoreOpenError for a file that is not ours, is newer than this program or cannot be read. */
export function checkDatabaseFile(file: string): void {
  checkHeader(file);
  checkContent(file);
}

/** Reads the file's own header, so that a foreign or newer file is refused before SQLite opens it. */
function checkHeader(file: string): void {
  if (!existsSync(file)) return;
  const header = readHeader(file);
  if (header.length === 0) return;
  if (
    header.length < HEADER_BYTES ||
    header.toString('latin1', 0, SQLITE_HEADER.length) !== SQLITE_HEADER
  ) {
    throw new StoreOpenError(`${file} is not a database. It was left as it is.`);
  }
  const applicationId = header.readUInt32BE(APPLICATION_ID_OFFSET);
  const version = header.readUInt32BE(USER_VERSION_OFFSET);
  if (applicationId !== APPLICATION_ID && (applicationId !== 0 || version !== 0)) {
    throw foreignFile(file);
  }
  if (version > MIGRATIONS.length) throw newerFile(file, version);
}

function readHeader(file: string): Buffer {
  try {
    if (!statSync(file).isFile()) throw new StoreOpenError(`${file} is not a file.`);
    const descriptor = openSync(file, 'r');
    try {
      const header = Buffer.alloc(HEADER_BYTES);
      return header.subarray(0, readSync(descriptor, header, 0, HEADER_BYTES, 0));
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    if (error instanceof StoreOpenError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new StoreOpenError(`The database ${file} cannot be read: ${reason}.`, { cause: error });
  }
}

/**
 * A file with no application id but with tables is another program's. The version is looked at once
 * more, because after a kill it may stand in the write-ahead log only.
 */
function checkContent(file: string): void {
  if (!existsSync(file) || statSync(file).size === 0) return;
  let database: Database.Database | undefined;
  try {
    database = new Database(file, { readonly: true });
    if (database.pragma('application_id', { simple: true }) === APPLICATION_ID) {
      const version = Number(database.pragma('user_version', { simple: true }));
      if (version > MIGRATIONS.length) throw newerFile(file, version);
      return;
    }
    const tables = database.prepare('SELECT count(*) FROM sqlite_master').pluck().get();
    if (tables !== 0) throw foreignFile(file);
  } catch (error) {
    if (error instanceof StoreOpenError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new StoreOpenError(`The database ${file} cannot be read: ${reason}.`, { cause: error });
  } finally {
    database?.close();
  }
}

function newerFile(file: string, version: number): StoreOpenError {
  return new StoreOpenError(
    `${file} was written by a newer version (schema ${version}; this one knows ${MIGRATIONS.length}). It was left as it is; start the newer version.`,
  );
}

function foreignFile(file: string): StoreOpenError {
  return new StoreOpenError(
    `${file} is a database of another program. It was left as it is; choose another data folder.`,
  );
}

/** Applies what is missing. Safe to run from several processes: each step takes the write lock. */
function migrate(database: Database.Database): void {
  const version = () => Number(database.pragma('user_version', { simple: true }));
  for (const [index, migration] of MIGRATIONS.entries()) {
    if (version() > index) continue;
    database
      .transaction(() => {
        if (version() > index) return;
        database.exec(migration.sql);
        database.pragma(`application_id = ${APPLICATION_ID}`);
        database.pragma(`user_version = ${index + 1}`);
      })
      .immediate();
  }
}
