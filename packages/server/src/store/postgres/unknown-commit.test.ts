import { expect, onTestFinished, test } from 'vitest';
import { ACCOUNT_ID, NOW, sampleAccount, sampleNonce } from '../record-samples.test-support.ts';
import { type Breakage, openBreakableWay } from './breakable-way.test-support.ts';
import { makeTestDatabase, openTestStore } from './test-database.test-support.ts';

test.each<[Breakage, number]>([
  ['before', 2],
  ['after', 1],
])('a write whose commit is cut %s it is carried out has one result', async (breakage, runs) => {
  const way = await openBreakableWay(await makeTestDatabase());
  const retries: string[] = [];
  const onRetry = (reason: string) => retries.push(reason);
  const store = await openTestStore(way.url, { now: () => NOW, onRetry });
  onTestFinished(() => store.close());
  way.breakNextCommit(breakage);
  let runCount = 0;
  const result = await store.write({
    nonce: sampleNonce(),
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
  expect(await store.write({ nonce: sampleNonce(), run: () => Promise.reject() })).toEqual({
    kind: 'nonce-used',
  });
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
