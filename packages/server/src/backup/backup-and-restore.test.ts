import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { lockDataFolder, openDataFolder } from '../data-folder.ts';
import { SecretBox } from '../identity/secret-box.ts';
import {
  ACCOUNT_ID,
  NOW,
  sampleAccessKey,
  sampleAccount,
} from '../store/record-samples.test-support.ts';
import { MIGRATIONS } from '../store/sqlite/migrations.ts';
import { SqliteStore } from '../store/sqlite/sqlite-store.ts';
import { formatProblem } from '../store/verify/problem.ts';
import { corrupt, verify } from '../store/verify/verification.test-support.ts';
import { makeTemporaryFolder } from '../temporary-folder.test-support.ts';
import { type BackupOptions, backUpDataFolder } from './back-up-data-folder.ts';
import { readManifest, writeManifest } from './backup-manifest.ts';
import { hashFile } from './hash-file.ts';
import { type RestoreOptions, restoreDataFolder } from './restore-data-folder.ts';

/** A data folder with an account, its access key and as many nonces as it takes to be this large. */
async function makeDataFolder(nonceCount = 0): Promise<string> {
  const folder = makeTemporaryFolder();
  const { databaseFile, encryptionKey, release } = openDataFolder(folder);
  const store = new SqliteStore({ file: databaseFile, now: () => NOW });
  const encryptedSecret = new SecretBox(encryptionKey).seal('secret', 'access-key:LTAI-1');
  await store.write({
    run: async ({ accessKeys, accounts }) => {
      await accounts.insert(sampleAccount());
      await accessKeys.insert(sampleAccessKey({ encryptedSecret }));
      return { kind: 'commit', value: undefined };
    },
  });
  await store.close();
  addNonces(databaseFile, nonceCount);
  release();
  return folder;
}

function addNonces(databaseFile: string, count: number): void {
  const database = new Database(databaseFile);
  const insert = database.prepare('INSERT INTO signature_nonces VALUES (NULL, ?, ?, ?, ?)');
  database.transaction(() => {
    for (let index = 0; index < count; index += 1) {
      insert.run(ACCOUNT_ID, 'LTAI-1', `${index} ${'n'.repeat(100)}`, NOW);
    }
  })();
  database.close();
}

function countNonces(folder: string): number {
  const database = new Database(join(folder, 'cadastre.db'), { readonly: true });
  const count = database.prepare('SELECT count(*) FROM signature_nonces').pluck().get();
  database.close();
  return Number(count);
}

/** Breaks one invariant: a user of an account that does not exist. */
function addOrphan(folder: string): void {
  const columns = 'account_id, user_id, user_name, created_at';
  corrupt(folder, `INSERT INTO users (${columns}) VALUES ('2', 'user-1', 'alice', 0)`);
}

const problems: string[] = [];
const PROOF = {
  onProblem: (problem: Parameters<typeof formatProblem>[0]) => {
    problems.push(formatProblem(problem));
  },
  isBrokenAccepted: false,
};

function backUp(dataFolder: string, backupFolder: string, given: Partial<BackupOptions> = {}) {
  const options = { dataFolder, backupFolder, isKeyIncluded: true, version: '1.2.3' };
  return backUpDataFolder({ ...PROOF, ...options, ...given });
}

function restore(backupFolder: string, dataFolder: string, given: Partial<RestoreOptions> = {}) {
  return restoreDataFolder({ ...PROOF, backupFolder, dataFolder, ...given });
}

async function makeBackup(given: Partial<BackupOptions> = {}): Promise<string> {
  const backup = join(makeTemporaryFolder(), 'backup');
  await backUp(await makeDataFolder(), backup, given);
  return backup;
}

const modeOf = (path: string) => statSync(path).mode & 0o777;

describe('a backup', () => {
  test('has the database in one file, the key and what it says of itself, for its owner only', async () => {
    const folder = await makeDataFolder(10);
    const backup = join(makeTemporaryFolder(), 'backup');
    const report = await backUp(folder, backup);
    expect(report).toMatchObject({ accountCount: 1, problemCount: 0 });
    expect(modeOf(backup)).toBe(0o700);
    expect(readdirSync(backup).sort()).toEqual(['backup.json', 'cadastre.db', 'encryption.key']);
    for (const name of readdirSync(backup)) expect(modeOf(join(backup, name))).toBe(0o600);
    const readKey = (place: string) => readFileSync(join(place, 'encryption.key'), 'utf8');
    expect(readKey(backup)).toBe(readKey(folder));
    expect(readManifest(backup)).toEqual(report.manifest);
    expect(report.manifest).toMatchObject({
      version: '1.2.3',
      databaseBytes: statSync(join(backup, 'cadastre.db')).size,
      databaseSha256: await hashFile(join(backup, 'cadastre.db')),
    });
    expect(countNonces(backup)).toBe(10);
    expect((await verify(backup)).lines).toEqual([]);
  });

  test('is the state at its beginning, whatever is written while it is copied', async () => {
    const folder = await makeDataFolder(100_000);
    const backup = join(makeTemporaryFolder(), 'backup');
    let stepCount = 0;
    await backUp(folder, backup, {
      onCopyProgress: () => {
        stepCount += 1;
        addNonces(join(folder, 'cadastre.db'), 100);
      },
    });
    expect(stepCount).toBeGreaterThan(2);
    expect(countNonces(folder)).toBe(100_000 + stepCount * 100);
    expect(countNonces(backup)).toBe(100_000);
    expect((await verify(backup)).lines).toEqual([]);
  });

  test('has what stands in the write-ahead log that a killed server left', async () => {
    const folder = await makeDataFolder();
    const databaseFile = join(folder, 'cadastre.db');
    // While another connection has read, the log is not put away.
    const open = new Database(databaseFile);
    open.prepare('SELECT count(*) FROM accounts').get();
    addNonces(databaseFile, 10);
    const killed = makeTemporaryFolder();
    cpSync(folder, killed, { recursive: true });
    open.close();
    expect(statSync(join(killed, 'cadastre.db-wal')).size).toBeGreaterThan(0);
    const backup = join(makeTemporaryFolder(), 'backup');
    await backUp(killed, backup);
    expect(countNonces(backup)).toBe(10);
  });

  test('of a folder whose invariants are broken is kept only where that is accepted', async () => {
    const folder = await makeDataFolder();
    addOrphan(folder);
    const place = makeTemporaryFolder();
    problems.length = 0;
    await expect(backUp(folder, join(place, 'backup'))).rejects.toThrow(/breaks invariants/);
    expect(problems).toContainEqual(expect.stringContaining('users'));
    expect(readdirSync(place)).toEqual([]);

    const accepted = { isBrokenAccepted: true };
    const report = await backUp(folder, join(place, 'backup'), accepted);
    expect(report.problemCount).toBeGreaterThan(0);
    expect(report.manifest.problemCount).toBe(report.problemCount);
    const target = makeTemporaryFolder();
    await expect(restore(join(place, 'backup'), target)).rejects.toThrow(/breaks invariants/);
    expect(readdirSync(target)).toEqual(['lock.db']);
    await restore(join(place, 'backup'), target, accepted);
    openDataFolder(target).release();
  });

  test.each([
    ['that does not exist', (folder: string) => rmSync(folder, { recursive: true }), /no database/],
    [
      'without its key',
      (folder: string) => rmSync(join(folder, 'encryption.key')),
      /encryption\.key cannot be read/,
    ],
    [
      'with the key of another',
      (folder: string) => writeFileSync(join(folder, 'encryption.key'), 'a'.repeat(64)),
      /not the one of this database.* LTAI-1/,
    ],
    [
      'with the database of another program',
      (folder: string) => writeFileSync(join(folder, 'cadastre.db'), 'rows'),
      /is not a database/,
    ],
    [
      'with a database that is cut off',
      (folder: string) => truncateSync(join(folder, 'cadastre.db'), 8_192),
      /malformed|damaged|cannot be/,
    ],
  ])('of a folder %s is refused and leaves nothing', async (_, damage, reason) => {
    const folder = await makeDataFolder();
    damage(folder);
    const place = makeTemporaryFolder();
    await expect(backUp(folder, join(place, 'backup'))).rejects.toThrow(reason);
    expect(readdirSync(place)).toEqual([]);
  });

  test('is never written over something, nor into a folder that is not there', async () => {
    const folder = await makeDataFolder();
    const place = makeTemporaryFolder();
    const [file, empty] = [join(place, 'file'), join(place, 'empty')];
    writeFileSync(file, 'kept');
    mkdirSync(empty);
    await expect(backUp(folder, file)).rejects.toThrow(/exists already/);
    await expect(backUp(folder, empty)).rejects.toThrow(/exists already/);
    await expect(backUp(folder, join(place, 'no', 'backup'))).rejects.toThrow(/no folder .*no for/);
    await expect(backUp(folder, join(file, 'backup'))).rejects.toThrow(/no folder .*file for/);
    expect(readdirSync(place).sort()).toEqual(['empty', 'file']);
    expect(readFileSync(file, 'utf8')).toBe('kept');
  });
});

describe('a restore', () => {
  test('gives a folder that a server can use, for its owner only', async () => {
    const folder = await makeDataFolder(10);
    const backup = join(makeTemporaryFolder(), 'backup');
    await backUp(folder, backup);
    const target = join(makeTemporaryFolder(), 'deeply', 'nested');
    expect(await restore(backup, target)).toMatchObject({ accountCount: 1, problemCount: 0 });
    expect(modeOf(target)).toBe(0o700);
    expect(readdirSync(target).sort()).toEqual(['cadastre.db', 'encryption.key', 'lock.db']);
    for (const name of readdirSync(target)) expect(modeOf(join(target, name))).toBe(0o600);
    const [restored, original] = [openDataFolder(target), openDataFolder(folder)];
    expect(restored.encryptionKey).toEqual(original.encryptionKey);
    restored.release();
    original.release();
    expect(countNonces(target)).toBe(10);
  });

  test('of a backup without the key asks for it, and knows a wrong one', async () => {
    const folder = await makeDataFolder();
    const backup = join(makeTemporaryFolder(), 'backup');
    await backUp(folder, backup, { isKeyIncluded: false });
    expect(readdirSync(backup).sort()).toEqual(['backup.json', 'cadastre.db']);
    const target = join(makeTemporaryFolder(), 'data');
    await expect(restore(backup, target)).rejects.toThrow(/--encryption-key-file/);
    const wrong = join(makeTemporaryFolder(), 'wrong.key');
    writeFileSync(wrong, 'a'.repeat(64));
    const withKey = (encryptionKeyFile: string) => restore(backup, target, { encryptionKeyFile });
    await expect(withKey(wrong)).rejects.toThrow(/not the one of this database/);
    await expect(withKey(join(backup, 'nothing'))).rejects.toThrow(/cannot be read/);
    expect(existsSync(target)).toBe(false);
    await withKey(join(folder, 'encryption.key'));
    openDataFolder(target).release();
  });

  test('brings the schema of an older version up to date', async () => {
    const backup = makeTemporaryFolder();
    const databaseFile = join(backup, 'cadastre.db');
    const older = new Database(databaseFile);
    for (const { sql } of MIGRATIONS.slice(0, 2)) older.exec(sql);
    older.pragma(`application_id = ${0x43414441}`);
    older.pragma('user_version = 2');
    older.exec("INSERT INTO accounts VALUES ('1', 'one', 'Active', NULL, 'rg-1', 5)");
    older.close();
    writeFileSync(join(backup, 'encryption.key'), 'a'.repeat(64));
    writeManifest(backup, {
      format: 1,
      version: '0.0.1',
      startedAt: new Date(NOW).toISOString(),
      databaseBytes: statSync(databaseFile).size,
      databaseSha256: await hashFile(databaseFile),
      problemCount: 0,
    });
    const target = makeTemporaryFolder();
    expect((await restore(backup, target)).accountCount).toBe(1);
    expect((await verify(target)).lines).toEqual([]);
    expect(readdirSync(target).sort()).toEqual(['cadastre.db', 'encryption.key', 'lock.db']);
  });

  const flipByte = (file: string) => {
    const bytes = readFileSync(file);
    const middle = bytes.length >> 1;
    bytes[middle] = (bytes[middle] ?? 0) ^ 1;
    writeFileSync(file, bytes);
  };
  const changeManifest = (backup: string, change: object) =>
    writeFileSync(
      join(backup, 'backup.json'),
      JSON.stringify({ ...readManifest(backup), ...change }),
    );

  test.each<[string, (backup: string) => void, RegExp]>([
    ['is missing', (backup) => rmSync(backup, { recursive: true }), /is not a backup/],
    ['is a data folder', (backup) => rmSync(join(backup, 'backup.json')), /is not a backup/],
    [
      'has no readable manifest',
      (backup) => writeFileSync(join(backup, 'backup.json'), '{"format": 1'),
      /backup\.json is damaged/,
    ],
    ['is of a newer form', (backup) => changeManifest(backup, { format: 2 }), /of a newer version/],
    ['has no database', (backup) => rmSync(join(backup, 'cadastre.db')), /is damaged/],
    ['is cut off', (backup) => truncateSync(join(backup, 'cadastre.db'), 4_096), /is damaged/],
    ['is longer', (backup) => appendFileSync(join(backup, 'cadastre.db'), 'more'), /is damaged/],
    ['has one changed bit', (backup) => flipByte(join(backup, 'cadastre.db')), /is damaged/],
    [
      'has a damaged key',
      (backup) => writeFileSync(join(backup, 'encryption.key'), 'short'),
      /does not hold an encryption key/,
    ],
    [
      'has a newer schema',
      (backup) => {
        const database = new Database(join(backup, 'cadastre.db'));
        database.pragma(`user_version = ${MIGRATIONS.length + 1}`);
        database.close();
      },
      /written by a newer version/,
    ],
  ])('of a backup that %s is refused and leaves nothing', async (_, damage, reason) => {
    const backup = await makeBackup();
    damage(backup);
    const place = makeTemporaryFolder();
    await expect(restore(backup, join(place, 'data'))).rejects.toThrow(reason);
    expect(readdirSync(place)).toEqual([]);
  });

  test('never touches a folder that has something, is in use or is no folder', async () => {
    const backup = await makeBackup();
    const live = await makeDataFolder(3);
    await expect(restore(backup, live)).rejects.toThrow(/is not empty: it has cadastre\.db/);
    expect(countNonces(live)).toBe(3);

    const foreign = makeTemporaryFolder();
    writeFileSync(join(foreign, 'letter.txt'), 'dear');
    await expect(restore(backup, foreign)).rejects.toThrow(/it has letter\.txt/);
    expect(readdirSync(foreign)).toEqual(['letter.txt']);
    await expect(restore(backup, join(foreign, 'letter.txt'))).rejects.toThrow(/EEXIST/);

    const used = makeTemporaryFolder();
    const release = lockDataFolder(used);
    await expect(restore(backup, used)).rejects.toThrow(/is in use/);
    release();
    await restore(backup, used);
    await expect(restore(backup, used)).rejects.toThrow(/is not empty/);
  });

  test('that was killed keeps servers out, and can be done again', async () => {
    const backup = await makeBackup();
    const target = makeTemporaryFolder();
    cpSync(backup, join(target, 'restoring'), { recursive: true });
    expect(() => openDataFolder(target)).toThrow(/restore .* was not finished/);
    await restore(backup, target);
    openDataFolder(target).release();
    expect(readdirSync(target).sort()).toEqual(['cadastre.db', 'encryption.key', 'lock.db']);
  });
});
