import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createIdSource } from '../ids.ts';
import { NOW } from '../store/record-samples.test-support.ts';
import { SqliteStore } from '../store/sqlite/sqlite-store.ts';
import { makeTemporaryFolder } from '../temporary-folder.test-support.ts';
import { ensureRootIdentity, type RootSettings, RootSettingsError } from './root-identity.ts';
import { SecretBox } from './secret-box.ts';

const SETTINGS = {
  accountId: '1234567890123456',
  accessKeyId: 'LTAI-own',
  accessKeySecret: 'own-secret',
};

function openFixture() {
  const folder = makeTemporaryFolder();
  const store = new SqliteStore({ file: join(folder, 'cadastre.db'), now: () => NOW });
  onTestFinished(() => store.close());
  const secretBox = new SecretBox(Buffer.alloc(32, 7));
  const keyFile = join(folder, 'root-access-key.json');
  const ids = createIdSource(() => NOW);
  return {
    store,
    secretBox,
    keyFile,
    ensure: (settings: RootSettings = {}) =>
      ensureRootIdentity(store, settings, keyFile, secretBox, ids, NOW),
    readKeyFile: () => JSON.parse(readFileSync(keyFile, 'utf8')) as unknown,
  };
}

test('in an empty store the root identity is made up and kept in a private file', async () => {
  const { ensure, readKeyFile, keyFile, store, secretBox } = openFixture();
  const root = await ensure();
  expect(root?.isMadeUp).toBe(true);
  expect(root?.accessKey.accountId).toMatch(/^[1-9]\d{15}$/);
  expect(root?.accessKey.accessKeyId).toMatch(/^LTAI5t[A-Za-z0-9]{18}$/);
  expect(root?.accessKey.accessKeySecret).toMatch(/^[A-Za-z0-9]{30}$/);
  expect(readKeyFile()).toEqual(root?.accessKey);
  expect(statSync(keyFile).mode & 0o777).toBe(0o600);
  const accessKeyId = root?.accessKey.accessKeyId ?? '';
  await store.read(async ({ accounts, accessKeys }) => {
    const account = await accounts.findFirst();
    expect(await accounts.count()).toBe(1);
    expect(account).toMatchObject({ accountId: root?.accessKey.accountId, status: 'Active' });
    expect(account?.defaultResourceGroupId).toMatch(/^rg-/);
    const key = await accessKeys.find(accessKeyId);
    expect(key).toMatchObject({ userId: undefined, status: 'Active' });
    const secret = secretBox.open(
      key?.encryptedSecret ?? Buffer.alloc(0),
      `access-key:${accessKeyId}`,
    );
    expect(secret).toBe(root?.accessKey.accessKeySecret);
  });
});

test('settings are taken as they are, and nothing is written to a file', async () => {
  const { ensure, keyFile } = openFixture();
  expect(await ensure(SETTINGS)).toEqual({ accessKey: SETTINGS, isMadeUp: false });
  expect(existsSync(keyFile)).toBe(false);
});

test('what is missing in the settings is made up', async () => {
  const { ensure, readKeyFile } = openFixture();
  const root = await ensure({ accountId: SETTINGS.accountId, accessKeyId: undefined });
  expect(root).toMatchObject({ accessKey: { accountId: SETTINGS.accountId }, isMadeUp: true });
  expect(readKeyFile()).toEqual(root?.accessKey);
});

test('a store that has an account keeps its identity, whatever the settings', async () => {
  const { ensure, store, keyFile } = openFixture();
  await ensure(SETTINGS);
  expect(await ensure()).toBeUndefined();
  expect(await ensure({ ...SETTINGS, accountId: 'not an id' })).toBeUndefined();
  expect(existsSync(keyFile)).toBe(false);
  expect(await store.read(({ accounts }) => accounts.count())).toBe(1);
});

test('a start that is killed after writing the key file is taken up with that key', async () => {
  const { ensure, keyFile } = openFixture();
  writeFileSync(keyFile, JSON.stringify(SETTINGS));
  expect(await ensure()).toEqual({ accessKey: SETTINGS, isMadeUp: true });
});

test('settings win over what a killed start left', async () => {
  const { ensure, keyFile, readKeyFile } = openFixture();
  writeFileSync(keyFile, JSON.stringify(SETTINGS));
  const root = await ensure({ accessKeyId: 'LTAI-new' });
  expect(root?.accessKey).toEqual({ ...SETTINGS, accessKeyId: 'LTAI-new' });
  expect(readKeyFile()).toEqual(root?.accessKey);
});

test.each(['', '{', 'null', '[]', '"text"'])('a key file with %j is written anew', async (text) => {
  const { ensure, keyFile, readKeyFile } = openFixture();
  writeFileSync(keyFile, text);
  const root = await ensure();
  expect(readKeyFile()).toEqual(root?.accessKey);
});

test.each<[string, RootSettings]>([
  ['CADASTRE_ROOT_ACCOUNT_ID', { accountId: '' }],
  ['CADASTRE_ROOT_ACCOUNT_ID', { accountId: '123' }],
  ['CADASTRE_ROOT_ACCOUNT_ID', { accountId: '0123456789012345' }],
  ['CADASTRE_ROOT_ACCOUNT_ID', { accountId: '12345678901234567' }],
  ['CADASTRE_ROOT_ACCOUNT_ID', { accountId: '123456789012345x' }],
  ['CADASTRE_ROOT_ACCESS_KEY_ID', { accessKeyId: '' }],
  ['CADASTRE_ROOT_ACCESS_KEY_ID', { accessKeyId: 'a b' }],
  ['CADASTRE_ROOT_ACCESS_KEY_ID', { accessKeyId: 'a,b' }],
  ['CADASTRE_ROOT_ACCESS_KEY_ID', { accessKeyId: 'a'.repeat(129) }],
  ['CADASTRE_ROOT_ACCESS_KEY_ID', { accessKeyId: 'STS.root' }],
  ['CADASTRE_ROOT_ACCESS_KEY_SECRET', { accessKeySecret: '' }],
  ['CADASTRE_ROOT_ACCESS_KEY_SECRET', { accessKeySecret: 'with space' }],
  ['CADASTRE_ROOT_ACCESS_KEY_SECRET', { accessKeySecret: 'ünicode' }],
  ['CADASTRE_ROOT_ACCESS_KEY_SECRET', { accessKeySecret: 's'.repeat(257) }],
])('an impossible %s is refused by name, and nothing is written', async (variable, settings) => {
  const { ensure, store, keyFile } = openFixture();
  const ensuring = ensure(settings);
  await expect(ensuring).rejects.toThrow(RootSettingsError);
  await expect(ensuring).rejects.toThrow(variable);
  expect(existsSync(keyFile)).toBe(false);
  expect(await store.read(({ accounts }) => accounts.count())).toBe(0);
});
