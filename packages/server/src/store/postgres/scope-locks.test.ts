import { expect, onTestFinished, test } from 'vitest';
import { cidrOf } from '../network-samples.test-support.ts';
import {
  ACCOUNT_ID,
  NOW,
  OTHER_ACCOUNT_ID,
  sampleAccount,
  sampleAllocation,
  sampleIpam,
  samplePool,
  samplePoolCidr,
  sampleScope,
} from '../record-samples.test-support.ts';
import { sharePool } from '../share-samples.test-support.ts';
import type { WriteScope } from '../write-scope.ts';
import { createConnectionPool } from './connection-pool.ts';
import { PostgresSession } from './postgres-session.ts';
import { findLocks } from './scope-locks.ts';
import { makeTestDatabase, openTestStore, settingsOf } from './test-database.test-support.ts';

/** A pool of the first account, shared with the other, with an allocation of each type. */
async function openGround() {
  const url = await makeTestDatabase();
  const store = await openTestStore(url, { now: () => NOW });
  await store.write({
    run: async (transactor) => {
      for (const accountId of [ACCOUNT_ID, OTHER_ACCOUNT_ID]) {
        await transactor.accounts.insert(sampleAccount({ accountId }));
      }
      await transactor.ipams.insert(sampleIpam());
      await transactor.scopes.insert(sampleScope());
      await transactor.pools.insert(samplePool());
      const within = cidrOf('10.0.0.0/8');
      await transactor.poolCidrs.insert(samplePoolCidr({ cidr: within }));
      for (const [allocationId, resourceType, text] of [
        ['own', 'Custom', '10.1.0.0/16'],
        ['network', 'VPC', '10.2.0.0/16'],
      ] as const) {
        const allocation = { allocationId, resourceType, cidr: cidrOf(text), within };
        await transactor.allocations.insert(sampleAllocation(allocation));
      }
      await sharePool(transactor, ACCOUNT_ID, 'pool-1', OTHER_ACCOUNT_ID);
      return { kind: 'commit', value: undefined };
    },
  });
  await store.close();
  const pool = createConnectionPool(settingsOf(url));
  const client = await pool.connect();
  onTestFinished(async () => {
    client.release();
    await pool.end();
  });
  return (scope: WriteScope) => findLocks(scope, new PostgresSession(client));
}

test('a pool and its allocations have one key, for its owner and whom it is shared with', async () => {
  const find = await openGround();
  const keys = new Set<string>();
  for (const accountId of [ACCOUNT_ID, OTHER_ACCOUNT_ID]) {
    for (const scope of [
      { kind: 'pool', accountId, poolId: 'pool-1' },
      { kind: 'allocation', accountId, allocationId: 'own' },
    ] as const) {
      const locks = await find(scope);
      expect(locks).toMatchObject({ kind: 'pool', accountId: ACCOUNT_ID, poolId: 'pool-1' });
      keys.add(locks.key);
    }
  }
  expect(keys.size).toBe(1);
});

test('the allocation of a network needs everything', async () => {
  const find = await openGround();
  const scope = { kind: 'allocation', accountId: ACCOUNT_ID, allocationId: 'network' } as const;
  expect(await find(scope)).toEqual({ kind: 'everything', key: '' });
});

test('what is unknown never shares a transaction with something else that is unknown', async () => {
  const find = await openGround();
  const keys = new Set<string>();
  for (const id of ['a', 'b']) {
    for (const scope of [
      { kind: 'pool', accountId: ACCOUNT_ID, poolId: id },
      { kind: 'allocation', accountId: ACCOUNT_ID, allocationId: id },
    ] as const) {
      const locks = await find(scope);
      expect(locks).toMatchObject({ kind: 'account', unknown: scope });
      keys.add(locks.key);
    }
  }
  expect(keys.size).toBe(4);
  expect(keys.has((await find({ kind: 'account', accountId: ACCOUNT_ID })).key)).toBe(false);
});
