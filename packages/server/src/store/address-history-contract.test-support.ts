import { type Cidr, cidrsOverlap, formatCidr } from '@cadastre/address-space';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import type { AddressHistoryFilter } from './history-store.ts';
import {
  ACCOUNT_ID,
  cidrOf,
  NOW,
  OTHER_ACCOUNT_ID,
  sampleAccount,
  sampleAllocation,
  sampleIpam,
  samplePool,
  samplePoolCidr,
  sampleScope,
} from './record-samples.test-support.ts';
import type { Allocation, AllocationRecord } from './records.ts';
import type { Store, Transactor } from './store.ts';

const MANY = 1_000;

async function commit(store: Store, run: (transactor: Transactor) => Promise<unknown>) {
  await store.write({
    run: async (transactor) => {
      await run(transactor);
      return { kind: 'commit', value: undefined };
    },
  });
}

/** Pools that overlap each other across two scopes, and one of each IP version side by side. */
const POOLS = [
  { poolId: 'pool-1', scopeId: 'scope-1', cidrs: ['10.0.0.0/24', '10.0.2.0/24'] },
  { poolId: 'pool-2', scopeId: 'scope-2', cidrs: ['10.0.0.0/22'] },
  { poolId: 'pool-6', scopeId: 'scope-1', cidrs: ['a00::/120'], ipVersion: 'IPv6' },
] as const;

async function insertPools({ accounts, ipams, scopes, pools, poolCidrs }: Transactor) {
  for (const accountId of [ACCOUNT_ID, OTHER_ACCOUNT_ID]) {
    await accounts.insert(sampleAccount({ accountId }));
    await ipams.insert(sampleIpam({ accountId }));
    for (const scopeId of ['scope-1', 'scope-2']) {
      await scopes.insert(sampleScope({ accountId, scopeId }));
    }
    for (const { cidrs, ...pool } of POOLS) {
      await pools.insert(samplePool({ accountId, ...pool }));
      for (const cidr of cidrs) {
        const { poolId, scopeId } = pool;
        await poolCidrs.insert(samplePoolCidr({ accountId, poolId, scopeId, cidr: cidrOf(cidr) }));
      }
    }
  }
}

function allocationOf(
  allocationId: string,
  text: string,
  given: Partial<Allocation> = {},
): Allocation {
  const cidr = cidrOf(text);
  return sampleAllocation({ allocationId, cidr, within: cidr, ...given });
}

/** All pages, one after another. */
async function listAll(
  store: Store,
  filter: Omit<AddressHistoryFilter, 'accountId'> & { readonly accountId?: string },
  limit = 100,
  scanCountMax = MANY,
): Promise<readonly AllocationRecord[]> {
  const records: AllocationRecord[] = [];
  let after: string | undefined;
  do {
    const page = await store.read(({ addressHistory }) =>
      addressHistory.list({ accountId: ACCOUNT_ID, ...filter }, { after, limit }, scanCountMax),
    );
    expect(page.items.length).toBeLessThanOrEqual(limit);
    records.push(...page.items);
    after = page.nextAfter;
  } while (after !== undefined);
  return records;
}

const idsOf = (records: readonly AllocationRecord[]) => records.map((item) => item.allocationId);

/** The rules of the address history that every engine keeps. */
export function addressHistoryContract(open: () => Promise<Store>): void {
  async function openWithPools(): Promise<Store> {
    const store = await open();
    onTestFinished(() => store.close());
    await commit(store, insertPools);
    return store;
  }

  /** A /28, after it a /30 in its place, which is live, and others around them. */
  async function openWithHistory(): Promise<Store> {
    const store = await openWithPools();
    await commit(store, async ({ allocations }) => {
      const first = allocationOf('a-1', '10.0.0.0/28', { name: 'web', createdAt: NOW });
      await allocations.insert(first);
      await allocations.insert(allocationOf('a-2', '10.0.2.0/28', { createdAt: NOW + 1 }));
      await allocations.release(first, 'acs:ram::1:user/alice', NOW + 5);
      await allocations.insert(allocationOf('a-3', '10.0.0.4/30', { createdAt: NOW + 7 }));
      const inOther = { poolId: 'pool-2', createdAt: NOW + 8 };
      await allocations.insert(allocationOf('a-4', '10.0.0.0/23', inOther));
      await allocations.insert(
        allocationOf('a-5', 'a00::/124', { poolId: 'pool-6', createdAt: NOW + 9 }),
      );
      await allocations.insert(
        allocationOf('a-6', '10.0.0.0/28', { accountId: OTHER_ACCOUNT_ID, createdAt: NOW }),
      );
    });
    return store;
  }

  test('live and released allocations read back whole', async () => {
    const store = await openWithHistory();
    const [released, live] = await listAll(store, {
      cidr: cidrOf('10.0.0.4/32'),
      poolId: 'pool-1',
    });
    const { within: _, ...first } = allocationOf('a-1', '10.0.0.0/28', {
      name: 'web',
      createdAt: NOW,
    });
    expect(released).toStrictEqual({
      ...first,
      scopeId: 'scope-1',
      releasedBy: 'acs:ram::1:user/alice',
      releasedAt: NOW + 5,
    });
    const { within: __, ...third } = allocationOf('a-3', '10.0.0.4/30', { createdAt: NOW + 7 });
    expect(live).toStrictEqual({
      ...third,
      scopeId: 'scope-1',
      releasedBy: undefined,
      releasedAt: undefined,
    });
  });

  test.each([
    ['10.0.0.5/32', {}, ['a-1', 'a-3', 'a-4']],
    ['10.0.0.9/32', {}, ['a-1', 'a-4']],
    ['10.0.0.0/28', {}, ['a-1', 'a-3', 'a-4']],
    ['10.0.0.0/8', {}, ['a-1', 'a-2', 'a-3', 'a-4']],
    ['10.0.2.0/29', {}, ['a-2']],
    ['10.0.3.0/24', {}, []],
    ['0.0.0.0/0', {}, ['a-1', 'a-2', 'a-3', 'a-4']],
    ['a00::1/128', {}, ['a-5']],
    ['::/0', {}, ['a-5']],
    ['10.0.0.5/32', { poolId: 'pool-2' }, ['a-4']],
    ['10.0.0.5/32', { scopeId: 'scope-1' }, ['a-1', 'a-3']],
    ['10.0.0.5/32', { poolId: 'pool-2', scopeId: 'scope-1' }, []],
    ['10.0.0.5/32', { accountId: OTHER_ACCOUNT_ID }, ['a-6']],
    ['10.0.0.5/32', { asOf: NOW - 1 }, []],
    ['10.0.0.5/32', { asOf: NOW }, ['a-1']],
    ['10.0.0.5/32', { asOf: NOW + 4 }, ['a-1']],
    ['10.0.0.5/32', { asOf: NOW + 5 }, []],
    ['10.0.0.5/32', { asOf: NOW + 7 }, ['a-3']],
    ['10.0.0.5/32', { startAt: NOW + 4 }, ['a-1', 'a-3', 'a-4']],
    ['10.0.0.5/32', { startAt: NOW + 5 }, ['a-3', 'a-4']],
    ['10.0.0.5/32', { endAt: NOW + 8 }, ['a-1', 'a-3']],
    ['10.0.0.5/32', { startAt: NOW + 5, endAt: NOW + 7 }, []],
  ])('of %s, with %o, are listed %o', async (text, given, expected) => {
    const store = await openWithHistory();
    for (const scanCountMax of [MANY, 1]) {
      const filter = { cidr: cidrOf(text), ...given };
      expect(idsOf(await listAll(store, filter, 100, scanCountMax))).toEqual(expected);
    }
  });

  test('what was held for no time is in the time that begins with it, and in one only', async () => {
    const store = await openWithPools();
    const allocation = allocationOf('a-1', '10.0.0.0/28', { createdAt: NOW });
    await commit(store, async ({ allocations }) => {
      await allocations.insert(allocation);
      await allocations.release(allocation, 'somebody', NOW);
    });
    const { cidr } = allocation;
    expect(await listAll(store, { cidr, endAt: NOW })).toEqual([]);
    expect(idsOf(await listAll(store, { cidr, startAt: NOW }))).toEqual(['a-1']);
    expect(await listAll(store, { cidr, startAt: NOW + 1 })).toEqual([]);
  });

  test('the history outlives the CIDR, the pool and the scope', async () => {
    const store = await openWithPools();
    const allocation = allocationOf('a-1', '10.0.0.0/28', { poolId: 'pool-2' });
    await commit(store, async ({ allocations, poolCidrs, pools, scopes }) => {
      await allocations.insert(allocation);
      await allocations.release(allocation, 'somebody', NOW);
      const given = { poolId: 'pool-2', scopeId: 'scope-2', cidr: cidrOf('10.0.0.0/22') };
      await poolCidrs.remove(samplePoolCidr(given));
      await pools.remove(samplePool({ poolId: 'pool-2', scopeId: 'scope-2' }));
      await scopes.remove(sampleScope({ scopeId: 'scope-2' }));
    });
    const filter = { cidr: cidrOf('10.0.0.3/32'), scopeId: 'scope-2' };
    const [record] = await listAll(store, filter);
    expect(record).toMatchObject({ allocationId: 'a-1', poolId: 'pool-2', scopeId: 'scope-2' });
  });

  test('an allocation that is released between two pages is neither lost nor repeated', async () => {
    const store = await openWithHistory();
    const list = (after?: string) =>
      store.read(({ addressHistory }) =>
        addressHistory.list(
          { accountId: ACCOUNT_ID, cidr: cidrOf('10.0.0.0/8') },
          { after, limit: 2 },
          MANY,
        ),
      );
    const first = await list();
    await commit(store, async ({ allocations }) => {
      for (const id of ['a-2', 'a-4']) {
        const live = await allocations.find(ACCOUNT_ID, id);
        if (live !== undefined) await allocations.release(live, 'somebody', NOW + 20);
      }
    });
    const second = await list(first.nextAfter);
    expect(idsOf([...first.items, ...second.items])).toEqual(['a-1', 'a-2', 'a-3', 'a-4']);
  });

  test('allocations released before a time are forgotten, a few at once, of all accounts', async () => {
    const store = await openWithPools();
    await commit(store, async ({ allocations }) => {
      for (const [index, accountId] of [ACCOUNT_ID, OTHER_ACCOUNT_ID, ACCOUNT_ID].entries()) {
        const allocation = allocationOf(`a-${index}`, '10.0.0.0/28', { accountId });
        await allocations.insert(allocation);
        await allocations.release(allocation, 'somebody', NOW + index);
      }
      await allocations.insert(allocationOf('a-3', '10.0.0.0/28', { createdAt: NOW - 9 }));
    });
    const counts: number[] = [];
    await commit(store, async ({ addressHistory }) => {
      for (let index = 0; index < 3; index += 1) {
        counts.push(await addressHistory.removeReleasedBefore(NOW + 2, 1));
      }
    });
    expect(counts).toEqual([1, 1, 0]);
    const cidr = cidrOf('10.0.0.0/28');
    expect(idsOf(await listAll(store, { cidr }))).toEqual(['a-2', 'a-3']);
    expect(await listAll(store, { cidr, accountId: OTHER_ACCOUNT_ID })).toEqual([]);
  });

  /** What is allocated, or released where that is taken; small blocks, so that they meet. */
  const step = fc.record({
    pool: fc.constantFrom(...POOLS),
    cidrIndex: fc.nat({ max: 1 }),
    offset: fc.nat({ max: 255 }),
    length: fc.integer({ min: 2, max: 8 }),
    tick: fc.nat({ max: 2 }),
  });
  const question = fc.record({
    block: fc.constantFrom('10.0.0.0', '10.0.2.0', 'a00::'),
    offset: fc.nat({ max: 255 }),
    length: fc.integer({ min: -4, max: 8 }),
    pool: fc.option(fc.constantFrom(...POOLS), { freq: 4 }),
    scopeId: fc.option(fc.constantFrom('scope-1', 'scope-2'), { freq: 4, nil: undefined }),
    times: fc.array(fc.option(fc.nat({ max: 60 }), { freq: 2, nil: undefined }), {
      minLength: 3,
      maxLength: 3,
    }),
    limit: fc.integer({ min: 1, max: 5 }),
    scanCountMax: fc.constantFrom(1, 3, 10, MANY),
  });

  test('whatever is allocated and released, the answer is that of a plain list', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 10, maxLength: 60 }),
        fc.array(question, { minLength: 20, maxLength: 20 }),
        async (steps, questions) => {
          const store = await open();
          try {
            await commit(store, insertPools);
            const records = await replay(store, steps);
            for (const asked of questions) {
              const { limit, scanCountMax, pool, scopeId, times } = asked;
              const [asOf, startAt, endAt] = times.map((time) => time && NOW + time);
              const cidr = blockIn(asked.block, asked.offset, asked.length);
              const filter = { cidr, poolId: pool?.poolId, scopeId, asOf, startAt, endAt };
              const listed = await listAll(store, filter, limit, scanCountMax);
              expect(listed).toEqual(records.filter((record) => isAskedFor(record, filter)));
            }
          } finally {
            await store.close();
          }
        },
      ),
      { numRuns: 25 },
    );
  });
}

/** The block of so many bits of a /24 or a /120 at an offset; negative ones are wider than that. */
function blockIn(base: string, offset: number, length: number): Cidr {
  const { ipVersion, address, prefixLength } = cidrOf(`${base}/${base.includes(':') ? 120 : 24}`);
  const hostBits = BigInt(8 - length);
  const shifted = ((address + BigInt(offset)) >> hostBits) << hostBits;
  return { ipVersion, address: shifted, prefixLength: prefixLength + length };
}

interface Step {
  readonly pool: (typeof POOLS)[number];
  readonly cidrIndex: number;
  readonly offset: number;
  readonly length: number;
  readonly tick: number;
}

/** Carries the steps out, and keeps by itself what became of them. */
async function replay(store: Store, steps: readonly Step[]): Promise<AllocationRecord[]> {
  const records: AllocationRecord[] = [];
  await commit(store, async ({ allocations }) => {
    // A write may be run again.
    records.length = 0;
    let now = NOW;
    for (const [index, { pool, cidrIndex, offset, length, tick }] of steps.entries()) {
      now += tick;
      const [base = ''] = (pool.cidrs[cidrIndex] ?? pool.cidrs[0]).split('/');
      const cidr = blockIn(base, offset, length);
      const { poolId, scopeId } = pool;
      const taken = records.findIndex(
        (record) =>
          record.releasedAt === undefined &&
          record.poolId === poolId &&
          cidrsOverlap(record.cidr, cidr),
      );
      const record = records[taken];
      if (record === undefined) {
        const id = `allocation-${String(index).padStart(3, '0')}`;
        const given = { poolId, createdAt: now };
        const allocation = allocationOf(id, formatCidr(cidr), given);
        await allocations.insert(allocation);
        const { within: _, ...rest } = allocation;
        records.push({ ...rest, scopeId, releasedBy: undefined, releasedAt: undefined });
      } else {
        await allocations.release({ ...record, within: record.cidr }, 'somebody', now);
        records[taken] = { ...record, releasedBy: 'somebody', releasedAt: now };
      }
    }
  });
  return records;
}

function isAskedFor(
  record: AllocationRecord,
  { cidr, poolId, scopeId, asOf, startAt, endAt }: Omit<AddressHistoryFilter, 'accountId'>,
): boolean {
  const { createdAt, releasedAt = Number.POSITIVE_INFINITY } = record;
  return (
    cidrsOverlap(record.cidr, cidr) &&
    (poolId === undefined || record.poolId === poolId) &&
    (scopeId === undefined || record.scopeId === scopeId) &&
    (asOf === undefined || (createdAt <= asOf && releasedAt > asOf)) &&
    (startAt === undefined || releasedAt > startAt || createdAt >= startAt) &&
    (endAt === undefined || createdAt < endAt)
  );
}
