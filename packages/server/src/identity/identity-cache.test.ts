import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createIdSource } from '../ids.ts';
import { NOW } from '../store/record-samples.test-support.ts';
import { SqliteStore } from '../store/sqlite/sqlite-store.ts';
import { makeTemporaryFolder } from '../temporary-folder.test-support.ts';
import { IdentityCache } from './identity-cache.ts';
import { ensureRootIdentity } from './root-identity.ts';
import { ENCRYPTION_KEY_BYTES, SecretBox } from './secret-box.ts';

const ROOT = { accountId: '1234567890123456', accessKeyId: 'LTAI-1', accessKeySecret: 'secret' };

async function openCache() {
  const folder = makeTemporaryFolder();
  const clock = { now: NOW };
  const store = new SqliteStore({ file: join(folder, 'cadastre.db'), now: () => clock.now });
  onTestFinished(() => store.close());
  const secretBox = new SecretBox(Buffer.alloc(ENCRYPTION_KEY_BYTES, 7));
  const ids = createIdSource(() => NOW);
  await ensureRootIdentity(store, ROOT, join(folder, 'key.json'), secretBox, ids, NOW);
  return { cache: new IdentityCache(store, secretBox, () => clock.now), clock, store };
}

test('calls of one moment have an access key read once', async () => {
  const { cache } = await openCache();
  const [first, ...others] = await Promise.all(
    Array.from({ length: 8 }, () => cache.find(ROOT.accessKeyId)),
  );
  expect(first?.secret).toBe(ROOT.accessKeySecret);
  for (const identity of others) expect(identity).toBe(first);
});

test('an access key is read anew after a second, and at once when the cache is cleared', async () => {
  const { cache, clock } = await openCache();
  const first = await cache.find(ROOT.accessKeyId);
  clock.now += 999;
  expect(await cache.find(ROOT.accessKeyId)).toBe(first);
  clock.now += 1;
  const second = await cache.find(ROOT.accessKeyId);
  expect(second).not.toBe(first);
  const early = cache.find(ROOT.accessKeyId);
  cache.clear();
  expect(await early).toBe(second);
  expect(await cache.find(ROOT.accessKeyId)).not.toBe(second);
});

test('an access key is read anew when the clock is set back', async () => {
  const { cache, clock } = await openCache();
  const first = await cache.find(ROOT.accessKeyId);
  clock.now -= 600_000;
  expect(await cache.find(ROOT.accessKeyId)).not.toBe(first);
});

test('what is being read while the cache is cleared serves no later call', async () => {
  const { cache } = await openCache();
  const early = cache.find(ROOT.accessKeyId);
  cache.clear();
  const late = cache.find(ROOT.accessKeyId);
  expect(await late).not.toBe(await early);
  expect(await cache.find(ROOT.accessKeyId)).toBe(await late);
});

test('an access key that is not there, or cannot be read, is looked for again', async () => {
  const { cache, store } = await openCache();
  expect(await cache.find('LTAI-2')).toBeUndefined();
  await store.write({
    nonce: undefined,
    run: async ({ accessKeys }) => {
      const key = await accessKeys.find(ROOT.accessKeyId);
      if (key !== undefined) await accessKeys.insert({ ...key, accessKeyId: 'LTAI-2' });
      return { kind: 'commit', value: undefined };
    },
  });
  // Its secret was encrypted for another key.
  for (let count = 0; count < 2; count += 1) {
    await expect(cache.find('LTAI-2')).rejects.toThrow(/cannot be decrypted/);
  }
});
