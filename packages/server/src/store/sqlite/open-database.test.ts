import { execFile } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import Database from 'better-sqlite3';
import { describe, expect, onTestFinished, test } from 'vitest';
import { makeTemporaryFolder } from '../../temporary-folder.test-support.ts';
import { StoreOpenError } from '../store-error.ts';
import { MIGRATIONS } from './migrations.ts';
import { openDatabase } from './open-database.ts';

const APPLICATION_ID = 0x43414441;

function temporaryFile(): string {
  return join(makeTemporaryFolder(), 'cadastre.db');
}

function open(file: string): Database.Database {
  const database = openDatabase(file);
  onTestFinished(() => {
    database.close();
  });
  return database;
}

function makeDatabase(file: string, sql: string): void {
  const database = new Database(file);
  database.exec(sql);
  database.close();
}

function schemaOf(database: Database.Database): unknown {
  return database.prepare('SELECT name, sql FROM sqlite_master ORDER BY name').all();
}

/** Opening is refused with a message of that kind, and not one byte of the file changes. */
function expectRefused(file: string, message: RegExp): void {
  const before = readFileSync(file);
  expect(() => openDatabase(file)).toThrow(StoreOpenError);
  expect(() => openDatabase(file)).toThrow(message);
  expect(readFileSync(file).equals(before)).toBe(true);
}

describe('a database of ours', () => {
  test('a missing file is made, with our application id and the newest schema', () => {
    const database = open(temporaryFile());
    expect(database.pragma('application_id', { simple: true })).toBe(APPLICATION_ID);
    expect(database.pragma('user_version', { simple: true })).toBe(MIGRATIONS.length);
  });

  test('an empty file is taken for a new one', () => {
    const file = temporaryFile();
    writeFileSync(file, '');
    expect(open(file).pragma('user_version', { simple: true })).toBe(MIGRATIONS.length);
  });

  test('what is answered is on disk: a write-ahead log, synchronized in full', () => {
    const database = open(temporaryFile());
    expect(database.pragma('journal_mode', { simple: true })).toBe('wal');
    expect(database.pragma('synchronous', { simple: true })).toBe(2);
    expect(database.pragma('foreign_keys', { simple: true })).toBe(1);
  });

  test('opening again applies nothing twice and keeps the rows', () => {
    const file = temporaryFile();
    const first = openDatabase(file);
    first.exec("INSERT INTO accounts VALUES ('1', 'root', 'Active', NULL, 'rg-1', 0)");
    const schema = schemaOf(first);
    first.close();
    const second = open(file);
    expect(schemaOf(second)).toEqual(schema);
    expect(second.prepare('SELECT count(*) FROM accounts').pluck().get()).toBe(1);
  });

  test('two handles open one new file', () => {
    const file = temporaryFile();
    expect(schemaOf(open(file))).toEqual(schemaOf(open(file)));
  });

  test('a file that stops after any migration is brought up to date', () => {
    const wanted = schemaOf(open(temporaryFile()));
    for (let version = 1; version < MIGRATIONS.length; version += 1) {
      const file = temporaryFile();
      const applied = MIGRATIONS.slice(0, version).map((migration) => migration.sql);
      makeDatabase(
        file,
        `${applied.join('\n')}; PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${version}`,
      );
      expect(schemaOf(open(file))).toEqual(wanted);
    }
  });

  test('users, policies and attachments of the second schema are carried over', () => {
    const file = temporaryFile();
    const applied = MIGRATIONS.slice(0, 2).map((migration) => migration.sql);
    makeDatabase(
      file,
      `${applied.join('\n')};
      INSERT INTO accounts VALUES ('1', 'root', 'Active', NULL, 'rg-1', 0);
      INSERT INTO users VALUES ('1', 'user-1', 'alice', 5);
      INSERT INTO policies VALUES ('1', 'p', '{"Version":"1"}', 7);
      INSERT INTO policy_attachments VALUES ('1', 'user-1', 'p');
      PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = 2`,
    );
    const database = open(file);
    expect(database.prepare('SELECT user_name, comments, updated_at FROM users').get()).toEqual({
      user_name: 'alice',
      comments: '',
      updated_at: 5,
    });
    expect(database.prepare('SELECT * FROM policies').get()).toEqual({
      account_id: '1',
      policy_name: 'p',
      created_at: 7,
      description: '',
      default_version: 1,
      latest_version: 1,
      updated_at: 7,
    });
    expect(database.prepare('SELECT version, document FROM policy_versions').all()).toEqual([
      { version: 1, document: '{"Version":"1"}' },
    ]);
    expect(database.prepare('SELECT * FROM policy_attachments').all()).toEqual([
      {
        account_id: '1',
        principal_type: 'user',
        principal_id: 'user-1',
        policy_type: 'Custom',
        policy_name: 'p',
        resource_group_id: '',
        attached_at: 7,
      },
    ]);
    expect(database.pragma('foreign_key_check')).toEqual([]);
  });

  test('migrations have four digits in order', () => {
    const numbers = MIGRATIONS.map((migration) => migration.name.slice(0, 5));
    expect(numbers).toEqual(MIGRATIONS.map((_, index) => `${String(index + 1).padStart(4, '0')}-`));
  });

  test('several processes may open one new file at the same time', async () => {
    const file = temporaryFile();
    const script = `
      const Database = require('better-sqlite3');
      const database = new Database(${JSON.stringify(file)}, { timeout: 10000 });
      database.pragma('journal_mode = WAL');
      const migrations = ${JSON.stringify(MIGRATIONS.map((migration) => migration.sql))};
      const version = () => database.pragma('user_version', { simple: true });
      let appliedCount = 0;
      migrations.forEach((sql, index) => database.transaction(() => {
        if (version() > index) return;
        database.exec(sql);
        database.pragma('application_id = ${APPLICATION_ID}');
        database.pragma('user_version = ' + (index + 1));
        appliedCount += 1;
      }).immediate());
      process.stdout.write(String(appliedCount));`;
    const run = promisify(execFile);
    const others = Array.from({ length: 3 }, () =>
      run(process.execPath, ['-e', script], { cwd: import.meta.dirname }),
    );
    // The other processes take a while to start: this one opens the file again and again meanwhile.
    let isDone = false;
    const finished = Promise.all(others).finally(() => {
      isDone = true;
    });
    while (!isDone) {
      openDatabase(file).close();
      await new Promise((resolve) => setImmediate(resolve));
    }
    for (const { stdout } of await finished) {
      expect(Number(stdout)).toBeLessThanOrEqual(MIGRATIONS.length);
    }
    expect(open(file).pragma('user_version', { simple: true })).toBe(MIGRATIONS.length);
  });
});

describe('a file that is not ours', () => {
  test('a database of another program, known by its application id', () => {
    const file = temporaryFile();
    makeDatabase(file, 'CREATE TABLE notes (text); PRAGMA application_id = 1234');
    expectRefused(file, /another program/);
  });

  test('a database of another program that has no application id, known by its tables', () => {
    const file = temporaryFile();
    makeDatabase(file, "CREATE TABLE notes (text); INSERT INTO notes VALUES ('keep me')");
    expectRefused(file, /another program/);
  });

  test('a database of another program, known by its schema version', () => {
    const file = temporaryFile();
    makeDatabase(file, 'CREATE TABLE notes (text); PRAGMA user_version = 1');
    expectRefused(file, /another program/);
  });

  test('a database of another program with a write-ahead log', () => {
    const file = temporaryFile();
    makeDatabase(file, 'PRAGMA journal_mode = WAL; CREATE TABLE notes (text)');
    expectRefused(file, /another program/);
  });

  test('a text file', () => {
    const file = temporaryFile();
    writeFileSync(file, 'not a database, but longer than the header of one. '.repeat(10));
    expectRefused(file, /is not a database/);
  });

  test('a file shorter than a header', () => {
    const file = temporaryFile();
    writeFileSync(file, 'SQLite format 3\0');
    expectRefused(file, /is not a database/);
  });

  test('a database that was cut off', () => {
    const file = temporaryFile();
    openDatabase(file).close();
    writeFileSync(file, readFileSync(file).subarray(0, 5_000));
    expect(() => openDatabase(file)).toThrow(StoreOpenError);
  });

  test('a newer database is left to the newer version', () => {
    const file = temporaryFile();
    openDatabase(file).close();
    makeDatabase(file, `PRAGMA user_version = ${MIGRATIONS.length + 1}`);
    expectRefused(file, /newer version/);
  });

  test('a newer database whose version is in its write-ahead log only', () => {
    const folder = makeTemporaryFolder();
    const file = join(folder, 'killed.db');
    const source = join(folder, 'running.db');
    openDatabase(source).close();
    const running = open(source);
    running.pragma('wal_autocheckpoint = 0');
    running.exec(`CREATE TABLE later (a); PRAGMA user_version = ${MIGRATIONS.length + 1}`);
    copyFileSync(source, file);
    copyFileSync(`${source}-wal`, `${file}-wal`);
    const log = readFileSync(`${file}-wal`);
    expectRefused(file, /newer version/);
    expect(readFileSync(`${file}-wal`).equals(log)).toBe(true);
  });
});

describe('a path that cannot be used', () => {
  test('a folder in place of the file', () => {
    const file = temporaryFile();
    mkdirSync(file);
    expect(() => openDatabase(file)).toThrow(StoreOpenError);
    expect(() => openDatabase(file)).toThrow(/is not a file/);
  });

  test('a file in a folder that does not exist', () => {
    const file = join(makeTemporaryFolder(), 'missing', 'cadastre.db');
    expect(() => openDatabase(file)).toThrow(StoreOpenError);
    expect(existsSync(file)).toBe(false);
  });

  test('a link to itself', () => {
    const file = temporaryFile();
    symlinkSync(file, file);
    expect(() => openDatabase(file)).toThrow(StoreOpenError);
  });

  // The root of a system may read everything, so that there is nothing to see.
  test.runIf(process.getuid?.() !== 0)('a file that may not be read', () => {
    const file = temporaryFile();
    openDatabase(file).close();
    chmodSync(file, 0);
    expect(() => openDatabase(file)).toThrow(StoreOpenError);
    expect(() => openDatabase(file)).toThrow(/cannot be read/);
  });
});
