import { expect, onTestFinished, test } from 'vitest';
import {
  ACCOUNT_ID,
  NOW,
  sampleAccount,
  sampleEvent,
  sampleNonce,
} from '../record-samples.test-support.ts';
import type { Write } from '../store.ts';
import { type Breakage, openBreakableWay } from './breakable-way.test-support.ts';
import { makeTestDatabase, openTestStore, runSql } from './test-database.test-support.ts';

test.each<[Breakage, number, string]>([
  ['before', 2, 'nonce-1'],
  ['after', 1, 'nonce-1'],
  ['after', 1, '\0nonce'],
])(
  'a write whose commit is cut %s it is carried out has one result',
  async (breakage, runs, nonce) => {
    const way = await openBreakableWay(await makeTestDatabase());
    const retries: string[] = [];
    const onRetry = (reason: string) => retries.push(reason);
    const store = await openTestStore(way.url, { now: () => NOW, onRetry });
    onTestFinished(() => store.close());
    way.breakNextCommit(breakage);
    let runCount = 0;
    const result = await store.write({
      nonce: sampleNonce({ nonce }),
      run: async ({ accounts }) => {
        runCount += 1;
        await accounts.insert(sampleAccount());
        return { kind: 'commit', value: 'made' };
      },
    });
    expect(result).toEqual({ kind: 'done', value: 'made' });
    expect(runCount).toBe(runs);
    expect(retries).toEqual(['unknown commit']);
    expect(await store.read(({ accounts }) => accounts.find(ACCOUNT_ID))).toEqual(sampleAccount());
    const again = { nonce: sampleNonce({ nonce }), run: () => Promise.reject() };
    expect(await store.write(again)).toEqual({ kind: 'nonce-used' });
  },
);

test('a write whose commits are cut again and again has one result', async () => {
  const url = await makeTestDatabase();
  const way = await openBreakableWay(url);
  const retries: string[] = [];
  const onRetry = (reason: string) => void retries.push(reason);
  const store = await openTestStore(way.url, { now: () => NOW, onRetry });
  onTestFinished(() => store.close());
  let runCount = 0;
  const result = await store.write({
    nonce: sampleNonce(),
    run: async ({ accounts }) => {
      runCount += 1;
      if (runCount === 1 || runCount === 3) way.breakNextCommit('before');
      if (runCount === 2) {
        // The next statement finds the connection gone, before any commit was sent.
        await runSql(
          url,
          'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = current_database()',
        );
      }
      await accounts.insert(sampleAccount());
      return { kind: 'commit', value: 'made' };
    },
  });
  expect(result).toEqual({ kind: 'done', value: 'made' });
  expect(runCount).toBe(4);
  expect(retries).toEqual(['unknown commit', 'connection', 'unknown commit']);
  const again = { nonce: sampleNonce(), run: () => Promise.reject() };
  expect(await store.write(again)).toEqual({ kind: 'nonce-used' });
});

test('a commit that is cut is found by the first new nonce of its batch', async () => {
  const way = await openBreakableWay(await makeTestDatabase());
  const store = await openTestStore(way.url, { now: () => NOW });
  onTestFinished(() => store.close());
  const write = (nonce: string, run: Write<string>['run']) =>
    store.write({ nonce: sampleNonce({ nonce }), run });
  await write('old', async () => ({ kind: 'commit', value: 'first' }));
  way.breakNextCommit('after');
  const [old, fresh] = await Promise.all([
    write('old', () => Promise.reject()),
    write('new', async ({ accounts }) => {
      await accounts.insert(sampleAccount());
      return { kind: 'commit', value: 'made' };
    }),
  ]);
  expect(old).toEqual({ kind: 'nonce-used' });
  expect(fresh).toEqual({ kind: 'done', value: 'made' });
});

test('a write without a mark whose commit is cut is refused, for nobody can tell', async () => {
  const way = await openBreakableWay(await makeTestDatabase());
  const store = await openTestStore(way.url, { now: () => NOW });
  onTestFinished(() => store.close());
  way.breakNextCommit('after');
  const writing = store.write({
    run: async ({ accounts }) => {
      await accounts.insert(sampleAccount());
      return { kind: 'commit', value: undefined };
    },
  });
  await expect(writing).rejects.toThrow(/outcome of a commit is unknown/);
});

test('a write without a mark is tried again where the database says that it has not taken it', async () => {
  const url = await makeTestDatabase();
  const database = new URL(url).pathname.slice(1);
  const setReadOnly = (value: string) =>
    runSql(url, `ALTER DATABASE ${database} SET default_transaction_read_only = ${value}`);
  const retries: string[] = [];
  const onRetry = (reason: string) => void retries.push(reason);
  const store = await openTestStore(url, { now: () => NOW, onRetry });
  onTestFinished(() => store.close());
  // As a primary that has become a standby would.
  await setReadOnly('on');
  await runSql(
    url,
    'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = current_database()',
  );
  const writing = store.write({
    scope: { kind: 'nothing' },
    run: async ({ events }) => {
      await events.append(sampleEvent());
      return { kind: 'commit', value: 'made' };
    },
  });
  await new Promise((resolve) => setTimeout(resolve, 300));
  await runSql(url, `BEGIN READ WRITE; ALTER DATABASE ${database} RESET ALL; COMMIT`);
  expect(await writing).toEqual({ kind: 'done', value: 'made' });
  expect(new Set(retries)).toEqual(new Set(['connection']));
});
