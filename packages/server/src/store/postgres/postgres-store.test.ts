import { createCidr } from '@cadastre/address-space';
import pg from 'pg';
import { describe, expect, onTestFinished, test } from 'vitest';
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
  sampleUser,
} from '../record-samples.test-support.ts';
import type { Reader } from '../store.ts';
import { StoreConflictError, StoreUnavailableError } from '../store-error.ts';
import type { PostgresSettings } from './connection-pool.ts';
import {
  makeTestDatabase,
  openTestStore,
  runSql,
  settingsOf,
} from './test-database.test-support.ts';

const CIDR = createCidr('IPv4', 10n * 2n ** 24n, 16);
const SCOPE = { kind: 'account', accountId: ACCOUNT_ID } as const;

/** Two servers' stores on a database with a pool. `sql` runs before they open. */
async function openTwo(sql = '', settings: Partial<PostgresSettings> = {}) {
  const url = await makeTestDatabase();
  await runSql(url, sql.replace('DATABASE', `DATABASE ${new URL(url).pathname.slice(1)}`));
  const retries: string[] = [];
  const clock = { now: NOW };
  const options = {
    now: () => clock.now,
    onRetry: (reason: string) => retries.push(reason),
    settings: { ...settingsOf(url), ...settings },
  };
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
  return { url, stores, retries, clock };
}

test.each([
  ['as it comes', ''],
  [
    'that has another default isolation',
    "ALTER DATABASE SET default_transaction_isolation = 'repeatable read'",
  ],
])('what two servers count under one lock is never lost, on a database %s', async (_, sql) => {
  const { stores } = await openTwo(sql);
  const add = (index: number) =>
    stores[index % 2]?.write({
      scope: SCOPE,
      run: async ({ tags }) => {
        // The value is right only where nobody else came in between.
        const value = String((await tags.listOf(ACCOUNT_ID, ['pool-1'])).length);
        await tags.insert(ACCOUNT_ID, 'IPAMPOOL', 'pool-1', [{ key: `tag-${index}`, value }]);
        return { kind: 'commit', value };
      },
    });
  const results = await Promise.all(Array.from({ length: 60 }, (_, index) => add(index)));
  const counts = results.map((result) => result?.kind === 'done' && result.value);
  expect(new Set(counts).size).toBe(60);
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

test('a write that fails by itself is told what went wrong, and the others of its batch pass', async () => {
  const { url, stores } = await openTwo('', { statementTimeoutMs: 500 });
  const [store] = stores;
  const holder = await holdLock(url, "UPDATE ipams SET name = 'held'");
  const failing = store.write({
    scope: SCOPE,
    run: async ({ users }) => {
      await users.insert(sampleUser());
      throw new Error('broken');
    },
  });
  const held = store.write({
    scope: SCOPE,
    run: async ({ ipams }) => {
      await ipams.update(sampleIpam({ name: 'mine' }));
      return { kind: 'commit', value: undefined };
    },
  });
  const passing = store.write({
    scope: SCOPE,
    run: async () => ({ kind: 'commit', value: 'passed' }),
  });
  const [broken, late, passed] = await Promise.allSettled([failing, held, passing]);
  await holder.release();
  expect(broken).toMatchObject({ status: 'rejected', reason: { message: 'broken' } });
  expect(late).toMatchObject({ status: 'rejected' });
  expect(late.status === 'rejected' && late.reason).toBeInstanceOf(StoreUnavailableError);
  expect(passed).toEqual({ status: 'fulfilled', value: { kind: 'done', value: 'passed' } });
});

test('a server that stands still in a write loses its locks, and does it again', async () => {
  const { stores, retries } = await openTwo();
  let runCount = 0;
  const standing = stores[0].write({
    scope: SCOPE,
    run: async ({ scopes, ipams }) => {
      runCount += 1;
      await scopes.insert(sampleScope({ scopeId: 'late' }));
      const before = await ipams.find(ACCOUNT_ID, 'ipam-1');
      if (runCount === 1) await new Promise((resolve) => setTimeout(resolve, 13_000));
      return { kind: 'commit', value: before?.scopeCount };
    },
  });
  await new Promise((resolve) => setTimeout(resolve, 300));
  const other = await stores[1].write({
    scope: SCOPE,
    run: async ({ scopes }) => {
      await scopes.insert(sampleScope({ scopeId: 'early' }));
      return { kind: 'commit', value: 'early' };
    },
  });
  expect(other).toEqual({ kind: 'done', value: 'early' });
  expect(runCount).toBe(1);
  // What it saw the second time has the other server's scope in it.
  expect(await standing).toEqual({ kind: 'done', value: 3 });
  expect(runCount).toBe(2);
  expect(retries).toContain('connection');
});

test('forgetting what has expired holds up no write', async () => {
  const { url, stores, clock } = await openTwo();
  const [store] = stores;
  const holder = await holdLock(url, 'LOCK TABLE client_tokens IN SHARE MODE');
  for (const scopeId of ['first', 'second']) {
    clock.now += 60_000;
    const startedAt = performance.now();
    await store.write({
      scope: SCOPE,
      run: async ({ scopes }) => {
        await scopes.insert(sampleScope({ scopeId }));
        return { kind: 'commit', value: undefined };
      },
    });
    expect(performance.now() - startedAt).toBeLessThan(3_000);
  }
  await holder.release();
});

test('a nonce is kept for an hour after it expired, for servers whose clocks are behind', async () => {
  const url = await makeTestDatabase();
  const clock = { now: NOW };
  const store = await openTestStore(url, { now: () => clock.now });
  onTestFinished(() => store.close());
  const write = (nonce: string) =>
    store.write({
      nonce: sampleNonce({ nonce, expiresAt: NOW + 1_000 }),
      run: async () => ({ kind: 'commit', value: undefined }),
    });
  const isKept = async () =>
    (await runSql(url, "SELECT 1 FROM signature_nonces WHERE nonce = 'first'")).rows.length === 1;
  await write('first');
  clock.now += 59 * 60_000;
  await write('second');
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(await isKept()).toBe(true);
  clock.now += 2 * 60_000;
  await write('third');
  await expect.poll(isKept).toBe(false);
});

/** Another program's transaction that holds what the statement locks. */
async function holdLock(url: string, sql: string) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query('BEGIN');
  await client.query(sql);
  return { release: () => client.end() };
}

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

describe('reads that come in at the same time', () => {
  const findIpam = (reader: Reader) => reader.ipams.find(ACCOUNT_ID, 'ipam-1');
  /** The database refuses the negative limit that comes of it. */
  const fail = (reader: Reader) =>
    reader.poolCidrs.list(ACCOUNT_ID, 'pool-1', { after: undefined, limit: -1 });

  test('share a connection, and take none where they ask nothing', async () => {
    const { stores } = await openTwo();
    const [, store] = stores;
    // What the start took is given back.
    const before = store.connections.total;
    await store.read(async () => 'nothing asked');
    expect(store.connections.total).toBe(before);
    const found = await Promise.all(Array.from({ length: 8 }, () => store.read(findIpam)));
    expect(found.map((ipam) => ipam?.ipamId)).toEqual(Array(8).fill('ipam-1'));
    expect(store.connections.total).toBeLessThanOrEqual(Math.max(before, 1));
  });

  test('are answered though one of them fails, which is not run again', async () => {
    const { stores } = await openTwo();
    let runCount = 0;
    const failing = stores[0].read((reader) => {
      runCount += 1;
      return fail(reader);
    });
    const others = Array.from({ length: 4 }, () => stores[0].read(findIpam));
    await expect(failing).rejects.toThrow(/LIMIT must not be negative/);
    expect(await Promise.all(others)).toEqual(
      Array(4).fill(expect.objectContaining({ ipamId: 'ipam-1' })),
    );
    expect(runCount).toBe(1);
  });
});
