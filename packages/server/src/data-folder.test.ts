import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openDataFolder, writePrivateFile } from './data-folder.ts';
import { openDatabase } from './store/sqlite/open-database.ts';
import { StoreOpenError } from './store/store-error.ts';
import { makeTemporaryFolder } from './temporary-folder.test-support.ts';

function open(folder: string) {
  const opened = openDataFolder(folder);
  onTestFinished(() => opened.release());
  return opened;
}

const modeOf = (file: string) => statSync(file).mode & 0o777;

describe('a data folder', () => {
  test('with the database of another program says so, not that a key is missing', () => {
    const folder = makeTemporaryFolder();
    writeFileSync(join(folder, 'cadastre.db'), 'rows');
    expect(() => openDataFolder(folder)).toThrow(/is not a database/);
  });

  test('is made where it is missing, readable by its owner only', () => {
    const folder = join(makeTemporaryFolder(), 'deeply', 'nested');
    const { encryptionKey, databaseFile } = open(folder);
    expect(modeOf(folder)).toBe(0o700);
    expect(encryptionKey).toHaveLength(32);
    expect(databaseFile).toBe(join(folder, 'cadastre.db'));
    for (const name of ['encryption.key', 'lock.db']) {
      expect([name, modeOf(join(folder, name))]).toEqual([name, 0o600]);
    }
  });

  test('keeps its encryption key', () => {
    const folder = makeTemporaryFolder();
    const first = openDataFolder(folder);
    first.release();
    expect([...open(folder).encryptionKey]).toEqual([...first.encryptionKey]);
  });

  test('has a key of its own', () => {
    const keys = [open(makeTemporaryFolder()), open(makeTemporaryFolder())].map(
      ({ encryptionKey }) => Buffer.from(encryptionKey).toString('hex'),
    );
    expect(new Set(keys).size).toBe(2);
  });

  test('is had by one server at a time', () => {
    const folder = makeTemporaryFolder();
    const first = openDataFolder(folder);
    expect(() => openDataFolder(folder)).toThrow(StoreOpenError);
    expect(() => openDataFolder(folder)).toThrow(/in use by another server/);
    first.release();
    open(folder);
  });

  test('with a database but without its key is refused, and no new key is made', () => {
    const folder = makeTemporaryFolder();
    openDataFolder(folder).release();
    rmSync(join(folder, 'encryption.key'));
    openDatabase(join(folder, 'cadastre.db')).close();
    expect(() => openDataFolder(folder)).toThrow(StoreOpenError);
    expect(() => openDataFolder(folder)).toThrow(/encryption\.key is missing/);
    expect(existsSync(join(folder, 'encryption.key'))).toBe(false);
  });

  test.each(['', 'short', 'g'.repeat(64), 'a'.repeat(63), 'A'.repeat(64)])(
    'with the damaged key %j is refused and left as it is, for the next try too',
    (text) => {
      const folder = makeTemporaryFolder();
      writeFileSync(join(folder, 'encryption.key'), text);
      for (let round = 0; round < 2; round += 1) {
        expect(() => openDataFolder(folder)).toThrow(/does not hold an encryption key/);
      }
      expect(readFileSync(join(folder, 'encryption.key'), 'utf8')).toBe(text);
    },
  );

  test('with a folder in place of the key is refused', () => {
    const folder = makeTemporaryFolder();
    mkdirSync(join(folder, 'encryption.key'));
    expect(() => openDataFolder(folder)).toThrow(StoreOpenError);
  });

  test('that is a file is refused', () => {
    const file = join(makeTemporaryFolder(), 'file');
    writeFileSync(file, '');
    expect(() => openDataFolder(file)).toThrow(StoreOpenError);
    expect(() => openDataFolder(join(file, 'below'))).toThrow(/cannot be made/);
  });

  test('whose lock is not a database is refused', () => {
    const folder = makeTemporaryFolder();
    writeFileSync(join(folder, 'lock.db'), 'not a database, but something else '.repeat(200));
    expect(() => openDataFolder(folder)).toThrow(StoreOpenError);
    expect(() => openDataFolder(folder)).toThrow(/cannot be locked/);
  });
});

describe('a private file', () => {
  test('is written whole over an older one and over what a killed write left', () => {
    const file = join(makeTemporaryFolder(), 'key.json');
    writeFileSync(file, 'old', { mode: 0o644 });
    writeFileSync(`${file}.new`, 'unfinished', { mode: 0o644 });
    writePrivateFile(file, 'new');
    expect(readFileSync(file, 'utf8')).toBe('new');
    expect(modeOf(file)).toBe(0o600);
    expect(existsSync(`${file}.new`)).toBe(false);
  });
});

describe('a data folder that was moved away', () => {
  test('says where to, and is opened again when the mark is gone', () => {
    const folder = makeTemporaryFolder();
    const opened = openDataFolder(folder);
    opened.movedMark.set('postgres://db/cadastre at noon');
    opened.release();
    expect(() => openDataFolder(folder)).toThrow(/was moved to postgres:\/\/db\/cadastre at noon;/);
    expect(modeOf(join(folder, 'moved-away'))).toBe(0o600);
    rmSync(join(folder, 'moved-away'));
    const again = open(folder);
    again.movedMark.set('elsewhere');
    again.movedMark.remove();
    again.release();
    open(folder);
  });
});
