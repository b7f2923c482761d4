import { createCidr } from '@cadastre/address-space';
import pg from 'pg';
import { describe, expect, onTestFinished, test } from 'vitest';
import { rulesOf, takeSpace } from '../../operations/ipam-pool-allocation/take-space.ts';
import {
  ACCOUNT_ID,
  NOW,
  sampleAccount,
  sampleAllocation,
  sampleClientToken,
  sampleIpam,
  sampleNonce,
  samplePool,
  samplePoolCidr,
  sampleScope,
} from '../record-samples.test-support.ts';
import { FreeWindow } from '../sql/free-window.ts';
import type { Store } from '../store.ts';
import { openBreakableWay } from './breakable-way.test-support.ts';
import { type RememberedPool, RememberedPools } from './remembered-pools.ts';
import { makeProvingDatabase, openTestStore, runSql } from './test-database.test-support.ts';

const CIDR = createCidr('IPv4', 10n * 2n ** 24n, 16);
const SCOPE = { kind: 'pool', accountId: ACCOUNT_ID, poolId: 'pool-1' } as const;

describe('pools in memory', () => {
  const remembered = (blockCount: number): RememberedPool => {
    const block = (index: number) => createCidr('IPv4', BigInt(index * 2), 32);
    const blocks = Array.from({ length: blockCount }, (_, index) => ({
      cidr: block(index),
      within: CIDR,
    }));
    return {
      pool: samplePool(),
      window: new FreeWindow(blocks, true),
      version: '7',
      isQuiet: true,
    };
  };

  test('are given to one transaction only', () => {
    const memory = new RememberedPools();
    const pool = remembered(1);
    memory.put('key', pool);
    expect(memory.take('other')).toBeUndefined();
    expect(memory.take('key')).toBe(pool);
    expect(memory.take('key')).toBeUndefined();
  });

  test('are forgotten after a minute, when told so, and where they have many free blocks', () => {
    let now = 0;
    const memory = new RememberedPools(() => now);
    memory.put('key', remembered(256));
    now = 59_999;
    expect(memory.take('key')).toBeDefined();
    memory.put('key', remembered(256));
    now += 60_000;
    expect(memory.take('key')).toBeUndefined();
    memory.put('key', remembered(257));
    expect(memory.take('key')).toBeUndefined();
    memory.put('key', remembered(0));
    memory.clear();
    expect(memory.take('key')).toBeUndefined();
  });

  test('are bounded in number', () => {
    const memory = new RememberedPools();
    for (let index = 0; index <= 10_000; index += 1) memory.put(`key-${index}`, remembered(0));
    expect(memory.take('key-0')).toBeUndefined();
    expect(memory.take('key-10000')).toBeDefined();
  });
});

interface Server {
  readonly store: Store;
  readonly retries: string[];
}

async function openServer(url: string): Promise<Server> {
  const retries: string[] = [];
  const onRetry = (reason: string) => void retries.push(reason);
  const store = await openTestStore(url, { now: () => NOW, onRetry });
  onTestFinished(() => store.close());
  return { store, retries };
}

/** A database with a pool, and a server that has it in memory after two writes. */
async function openGround(url: string): Promise<Server> {
  const server = await openServer(url);
  await server.store.write({
    run: async ({ accounts, ipams, scopes, pools, poolCidrs, freeSpace }) => {
      await accounts.insert(sampleAccount());
      await ipams.insert(sampleIpam());
      await scopes.insert(sampleScope());
      await pools.insert(samplePool({ cidrCount: 0, allocationCount: 0 }));
      await poolCidrs.insert(samplePoolCidr({ cidr: CIDR }));
      const added = [{ cidr: CIDR, within: CIDR }];
      await freeSpace.apply(ACCOUNT_ID, 'pool-1', { removed: [], added });
      return { kind: 'commit', value: undefined };
    },
  });
  return server;
}

interface Wish {
  readonly id: string;
  readonly token?: string;
  /** Refuses where this is not so. */
  readonly isWanted?: boolean;
}

/** Takes an address as an operation does, and answers which; runs are counted. */
function allocate({ store }: Server, { id, token, isWanted = true }: Wish) {
  const counted = { runs: 0 };
  const key = { accountId: ACCOUNT_ID, operation: 'test', token: token ?? '' };
  const written = store.write<string>({
    scope: SCOPE,
    nonce: sampleNonce({ nonce: `nonce of ${id}` }),
    clientToken: token === undefined ? undefined : key,
    run: async (transactor) => {
      counted.runs += 1;
      const { clientTokens } = transactor;
      const known = token && (await clientTokens.find(ACCOUNT_ID, 'test', token, NOW));
      if (known) return { kind: 'rollback', value: `again ${known.response}` };
      const pool = await transactor.pools.find(ACCOUNT_ID, 'pool-1');
      if (pool === undefined || !isWanted) return { kind: 'rollback', value: 'refused' };
      const request = { kind: 'allocate-mask', prefixLength: 32 } as const;
      const space = await takeSpace(transactor, pool, rulesOf(pool), request);
      if (space.kind !== 'allocated') throw new Error('no space');
      const { cidr, within } = space;
      const allocation = sampleAllocation({ poolId: 'pool-1', allocationId: id, cidr, within });
      await transactor.allocations.insert(allocation);
      const answer = `${cidr.address - CIDR.address} of ${pool.allocationCount}`;
      if (token !== undefined) {
        const answered = { ...key, response: answer, expiresAt: NOW + 1_000 };
        await clientTokens.remember(sampleClientToken(answered), NOW);
      }
      return { kind: 'commit', value: answer };
    },
  });
  return written.then((result) => ({
    answer: result.kind === 'done' ? result.value : result.kind,
    ...counted,
  }));
}

async function allocateOften(server: Server, name: string, count: number) {
  const answers: string[] = [];
  for (let index = 0; index < count; index += 1) {
    answers.push((await allocate(server, { id: `${name}-${index}` })).answer);
  }
  return answers;
}

test('a pool that nobody else changes is read twice, and then known', async () => {
  const url = await makeProvingDatabase();
  const server = await openGround(url);
  expect(await allocateOften(server, 'a', 3)).toEqual(['0 of 0', '1 of 1', '2 of 2']);
  // What is changed behind the back of the version shows whether the row is read.
  const change = (name: string) =>
    runSql(url, `UPDATE pools SET allocation_count = allocation_count, name = '${name}'`);
  expect(await allocateOften(server, 'b', 2)).toEqual(['3 of 3', '4 of 4']);
  expect(server.retries).toEqual([]);
  await change('other');
  expect(await allocate(server, { id: 'c' })).toEqual({ answer: '5 of 5', runs: 2 });
  expect(server.retries).toEqual(['changed pools']);
});

test('what another server allocated is seen, and two that take turns read', async () => {
  const url = await makeProvingDatabase();
  const first = await openGround(url);
  const second = await openServer(url);
  await allocateOften(first, 'a', 4);
  expect(await allocateOften(second, 'b', 1)).toEqual(['4 of 4']);
  expect(await allocate(first, { id: 'c' })).toEqual({ answer: '5 of 5', runs: 2 });
  for (let round = 0; round < 4; round += 1) {
    const at = 6 + 2 * round;
    expect(await allocateOften(second, `d-${round}`, 1)).toEqual([`${at} of ${at}`]);
    expect(await allocateOften(first, `e-${round}`, 1)).toEqual([`${at + 1} of ${at + 1}`]);
  }
  expect(first.retries).toEqual(['changed pools']);
  expect(second.retries).toEqual([]);
});

test('what is changed while the lock is waited for is seen', async () => {
  const url = await makeProvingDatabase();
  const server = await openGround(url);
  await allocateOften(server, 'a', 3);
  const other = new pg.Client({ connectionString: url });
  await other.connect();
  onTestFinished(() => other.end());
  await other.query("BEGIN; UPDATE pools SET allocation_count = 17 WHERE pool_id = 'pool-1'");
  const waiting = allocate(server, { id: 'b' });
  const isWaiting = async () =>
    (await other.query('SELECT 1 FROM pg_locks WHERE NOT granted')).rows.length > 0;
  await expect.poll(isWaiting).toBe(true);
  await other.query('COMMIT');
  expect(await waiting).toEqual({ answer: '3 of 17', runs: 2 });
  expect(server.retries).toEqual(['changed pools']);
});

test('space that as many took as gave back is a change too', async () => {
  const url = await makeProvingDatabase();
  const first = await openGround(url);
  const second = await openServer(url);
  await allocateOften(first, 'a', 4);
  const [taken] = await Promise.all([
    allocate(second, { id: 'b' }),
    second.store.write({
      scope: SCOPE,
      run: async (transactor) => {
        const found = await transactor.allocations.find(ACCOUNT_ID, 'a-3');
        if (found === undefined) throw new Error('not there');
        const { cidr, within } = found;
        const changes = { removed: [], added: [{ cidr, within }] };
        await transactor.allocations.release(found, 'someone', NOW);
        await transactor.freeSpace.apply(ACCOUNT_ID, 'pool-1', changes);
        return { kind: 'commit', value: undefined };
      },
    }),
  ]);
  expect(taken.answer).toBe('4 of 4');
  expect(await allocate(first, { id: 'c' })).toEqual({ answer: '3 of 4', runs: 2 });
});

test('a pool that is gone is refused', async () => {
  const url = await makeProvingDatabase();
  const server = await openGround(url);
  await allocate(server, { id: 'a', isWanted: false });
  await allocate(server, { id: 'b', isWanted: false });
  await runSql(url, 'DELETE FROM free_blocks; DELETE FROM pool_cidrs; DELETE FROM pools');
  expect(await allocate(server, { id: 'c' })).toEqual({ answer: 'refused', runs: 2 });
});

test('a token that was answered is found, also where the call would be refused now', async () => {
  const url = await makeProvingDatabase();
  const server = await openGround(url);
  const other = await openServer(url);
  await allocateOften(server, 'a', 2);
  expect(await allocate(server, { id: 'b', token: 't' })).toEqual({ answer: '2 of 2', runs: 1 });
  expect((await allocate(server, { id: 'c', token: 't' })).answer).toBe('again 2 of 2');
  await allocateOften(server, 'quiet', 3);
  const refused = await allocate(server, { id: 'd', token: 't', isWanted: false });
  expect(refused).toEqual({ answer: 'again 2 of 2', runs: 2 });
  expect((await allocate(other, { id: 'e', token: 't' })).answer).toBe('again 2 of 2');
  // The others of its batch are given what they would have been without it.
  const together = ['f', 'g', 'h'].map((id) =>
    allocate(server, id === 'g' ? { id, token: 't' } : { id }),
  );
  const answers = (await Promise.all(together)).map(({ answer }) => answer);
  expect(answers).toEqual(['6 of 6', 'again 2 of 2', '7 of 7']);
});

test('a nonce that another server has seen is refused, and its batch goes on', async () => {
  const url = await makeProvingDatabase();
  const server = await openGround(url);
  const other = await openServer(url);
  await allocate(other, { id: 'replayed' });
  await allocateOften(server, 'a', 3);
  const [replay, fresh] = await Promise.all([
    allocate(server, { id: 'replayed' }),
    allocate(server, { id: 'fresh' }),
  ]);
  expect(replay.answer).toBe('nonce-used');
  expect(fresh.answer).toBe('4 of 4');
});

test.each(['before', 'after', 'late'] as const)(
  'a commit of a known pool whose connection is cut (it arrives: %s) has one result',
  async (breakage) => {
    const url = await makeProvingDatabase();
    const way = await openBreakableWay(url);
    const server = await openGround(way.url);
    await allocateOften(server, 'a', 3);
    way.breakNextCommit(breakage);
    expect((await allocate(server, { id: 'b' })).answer).toBe('3 of 3');
    expect((await allocate(server, { id: 'c' })).answer).toBe('4 of 4');
    if (breakage === 'late') await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect((await allocate(server, { id: 'd' })).answer).toBe('5 of 5');
    expect(server.retries).toEqual(['unknown commit']);
    const { rows } = await runSql(url, 'SELECT count(*)::INTEGER AS count FROM allocations');
    expect(rows).toEqual([{ count: 6 }]);
  },
);
