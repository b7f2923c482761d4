import { connect, createServer } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { ACCOUNT_ID, NOW, sampleAccount, sampleNonce } from '../record-samples.test-support.ts';
import { makeTestDatabase, openTestStore } from './test-database.test-support.ts';

/** What the way to the database does with the first commit after it was told to break. */
type Breakage = 'before' | 'after';

/** A way to the database that breaks at a commit: before it arrives, or before its answer does. */
async function openBreakableWay(url: string) {
  const { hostname, port } = new URL(url);
  let breakage: Breakage | undefined;
  const server = createServer((near) => {
    const far = connect(Number(port), hostname);
    let isCut = false;
    near.on('data', (data) => {
      if (breakage === undefined || !data.includes('COMMIT\0')) {
        far.write(data);
        return;
      }
      isCut = true;
      if (breakage === 'after') far.write(data);
      breakage = undefined;
      // The database has the time to carry out what it got; the answer goes nowhere.
      setTimeout(() => near.destroy(), 100);
    });
    far.on('data', (data) => {
      if (!isCut) near.write(data);
    });
    near.on('error', () => undefined);
    far.on('error', () => undefined);
    near.on('close', () => far.destroy());
    far.on('close', () => near.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: url.replace(`:${port}/`, `:${address.port}/`),
    breakNextCommit: (given: Breakage) => {
      breakage = given;
    },
  };
}

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
