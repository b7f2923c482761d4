import { createCidr } from '@cadastre/address-space';
import { expect, onTestFinished, test } from 'vitest';
import {
  ACCOUNT_ID,
  NOW,
  sampleAccount,
  sampleClientToken,
  sampleIpam,
  sampleNonce,
  samplePool,
  samplePoolCidr,
  sampleScope,
} from '../record-samples.test-support.ts';
import { StoreConflictError } from '../store-error.ts';
import { makeTestDatabase, openTestStore, runSql } from './test-database.test-support.ts';

const CIDR = createCidr('IPv4', 10n * 2n ** 24n, 16);
const SCOPE = { kind: 'account', accountId: ACCOUNT_ID } as const;

/** Two servers' stores on a database with a pool. */
async function openTwo() {
  const url = await makeTestDatabase();
  const retries: string[] = [];
  const options = { now: () => NOW, onRetry: (reason: string) => retries.push(reason) };
  const stores = [await openTestStore(url, options), await openTestStore(url, options)] as const;
  onTestFinished(async () => {
    for (const store of stores) await store.close();
  });
  await stores[0].write({
    run: async ({ accounts, ipams, scopes, pools, poolCidrs }) => {
      await accounts.insert(sampleAccount());
      await ipams.insert(sampleIpam());
      await scopes.insert(sampleScope());
      await pools.insert(samplePool());
      await poolCidrs.insert(samplePoolCidr({ cidr: CIDR }));
      return { kind: 'commit', value: undefined };
    },
  });
  return { url, stores, retries };
}

test('what two servers count under one lock is never lost', async () => {
  const { stores } = await openTwo();
  const add = (index: number) =>
    stores[index % 2]?.write({
      scope: SCOPE,
      run: async ({ ipams, scopes }) => {
        const before = await ipams.find(ACCOUNT_ID, 'ipam-1');
        // The name is right only where nobody else came in between.
        const name = `scope number ${before?.scopeCount}`;
        await scopes.insert(sampleScope({ scopeId: `more-${index}`, name }));
        return { kind: 'commit', value: name };
      },
    });
  const results = await Promise.all(Array.from({ length: 60 }, (_, index) => add(index)));
  const names = results.map((result) => result?.kind === 'done' && result.value);
  expect(new Set(names).size).toBe(60);
});

test('a write whose connection is cut before its commit is carried out once', async () => {
  const { url, stores, retries } = await openTwo();
  let runCount = 0;
  const result = await stores[0].write({
    scope: SCOPE,
    nonce: sampleNonce(),
    run: async ({ scopes, ipams }) => {
      runCount += 1;
      await scopes.insert(sampleScope({ scopeId: 'once' }));
      await ipams.find(ACCOUNT_ID, 'ipam-1');
      if (runCount === 1) await cutConnections(url);
      return { kind: 'commit', value: (await ipams.find(ACCOUNT_ID, 'ipam-1'))?.scopeCount };
    },
  });
  expect(result.kind).toBe('done');
  expect(runCount).toBe(2);
  expect(retries).toContain('connection');
  const found = await stores[1].read(({ scopes }) => scopes.find(ACCOUNT_ID, 'once'));
  expect(found).toBeDefined();
});

test('reads and writes go on after every connection was cut', async () => {
  const { url, stores } = await openTwo();
  for (let round = 0; round < 5; round += 1) {
    await cutConnections(url);
    const found = await stores[0].read(({ pools }) => pools.find(ACCOUNT_ID, 'pool-1'));
    expect(found?.cidrCount).toBe(1);
    await cutConnections(url);
    const written = await stores[1].write({
      scope: SCOPE,
      run: async () => ({ kind: 'commit', value: round }),
    });
    expect(written).toEqual({ kind: 'done', value: round });
  }
});

test('a NUL in a nonce or a name harms no other write of the batch', async () => {
  const { stores } = await openTwo();
  const write = (nonce: string, scopeId: string) =>
    stores[0].write({
      scope: SCOPE,
      nonce: sampleNonce({ nonce }),
      run: async ({ scopes }) => {
        await scopes.insert(sampleScope({ scopeId, name: `a\0${scopeId}` }));
        return { kind: 'commit', value: scopeId };
      },
    });
  const results = await Promise.all([write('one', 's-1'), write('t\0wo', 's-2')]);
  expect(results.map(({ kind }) => kind)).toEqual(['done', 'done']);
  expect(await write('t\0wo', 's-3')).toEqual({ kind: 'nonce-used' });
});

test('a conflict that stays is told as one', async () => {
  const { stores } = await openTwo();
  const failing = stores[0].write({
    scope: SCOPE,
    run: () => Promise.reject(new StoreConflictError('always')),
  });
  await expect(failing).rejects.toThrow(StoreConflictError);
});

async function cutConnections(url: string): Promise<void> {
  await runSql(
    url,
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
     WHERE datname = current_database() AND application_name = 'cadastre'`,
  );
  // The servers hear of it in their own time.
  await new Promise((resolve) => setTimeout(resolve, 50));
}

test('a server whose clock is set far ahead makes nobody forget a nonce or a client token', async () => {
  const url = await makeTestDatabase();
  let now = NOW;
  const store = await openTestStore(url, { now: () => now });
  onTestFinished(() => store.close());
  const token = sampleClientToken();
  const call = () =>
    store.write({
      nonce: sampleNonce(),
      calledAt: NOW,
      run: async ({ accounts, clientTokens }) => {
        await accounts.insert(sampleAccount());
        await clientTokens.remember(token, NOW);
        return { kind: 'commit', value: undefined };
      },
    });
  await call();
  now += 25 * 60 * 60 * 1000;
  expect(await call()).toEqual({ kind: 'nonce-used' });
  const read = store.read(({ clientTokens }) =>
    clientTokens.find(ACCOUNT_ID, token.operation, token.token, NOW),
  );
  expect(await read).toBeDefined();
});
