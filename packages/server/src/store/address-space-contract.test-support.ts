import {
  addressBits,
  cidrContains,
  compareCidrs,
  createCidr,
  encodeAddressKey,
  type FreeBlock,
  firstAddress,
  formatCidr,
  lastAddress,
  tile,
} from '@cadastre/address-space';
import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
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
import type { Allocation, PoolCidr } from './records.ts';
import type { AllocationFilter, Page, Store, Transactor } from './store.ts';

/** An empty store, and a way around it. */
export interface OpenedAddressSpace {
  readonly store: Store;
  /** Runs SQL text on a connection of its own. */
  runSql(sql: string): Promise<void>;
  close(): Promise<void>;
}

const ALL = { after: undefined, limit: 100 };

function keyOf(text: string): string {
  const cidr = cidrOf(text);
  return encodeAddressKey(cidr.ipVersion, firstAddress(cidr));
}

function blockOf(text: string, within: string): FreeBlock {
  return { cidr: cidrOf(text), within: cidrOf(within) };
}

async function commit<Value>(
  store: Store,
  run: (transactor: Transactor) => Promise<Value>,
): Promise<void> {
  await store.write({
    run: async (transactor) => ({ kind: 'commit', value: await run(transactor) }),
  });
}

/** Two accounts; in the first two scopes with top-level pools, a sub-pool and an IPv6 pool. */
async function insertPools({ accounts, ipams, scopes, pools }: Transactor): Promise<void> {
  for (const accountId of [ACCOUNT_ID, OTHER_ACCOUNT_ID]) {
    await accounts.insert(sampleAccount({ accountId }));
    await ipams.insert(sampleIpam({ accountId }));
    await scopes.insert(sampleScope({ accountId }));
    await pools.insert(samplePool({ accountId }));
  }
  await scopes.insert(sampleScope({ scopeId: 'scope-2' }));
  await pools.insert(samplePool({ poolId: 'sub-pool', sourcePoolId: 'pool-1', depth: 1 }));
  await pools.insert(samplePool({ poolId: 'pool-2' }));
  await pools.insert(samplePool({ poolId: 'elsewhere', scopeId: 'scope-2' }));
  await pools.insert(samplePool({ poolId: 'pool-6', ipVersion: 'IPv6' }));
}

function allocationOf(
  allocationId: string,
  text: string,
  within: string,
  given: Partial<Allocation> = {},
): Allocation {
  return sampleAllocation({ allocationId, cidr: cidrOf(text), within: cidrOf(within), ...given });
}

/** The rules of the address space that every engine keeps. */
export function addressSpaceContract(open: () => Promise<OpenedAddressSpace>): void {
  async function openWithPools(): Promise<OpenedAddressSpace> {
    const opened = await open();
    onTestFinished(() => opened.close());
    await commit(opened.store, insertPools);
    return opened;
  }

  const provision = (store: Store, texts: readonly string[], given: Partial<PoolCidr> = {}) =>
    commit(store, async ({ poolCidrs }) => {
      for (const text of texts) {
        await poolCidrs.insert(samplePoolCidr({ cidr: cidrOf(text), ...given }));
      }
    });
  const free = (store: Store, blocks: readonly FreeBlock[], poolId = 'pool-1') =>
    commit(store, ({ freeSpace }) =>
      freeSpace.apply(ACCOUNT_ID, poolId, { removed: [], added: blocks }),
    );

  describe('provisioned CIDRs', () => {
    test.each(['10.0.0.0/8', '192.0.2.1/32', '128.0.0.0/1', 'fd00::/8', '2001:db8::1/128'])(
      '%s reads back as it was written',
      async (text) => {
        const { store } = await openWithPools();
        const cidr = cidrOf(text);
        const poolId = cidr.ipVersion === 'IPv4' ? 'pool-1' : 'pool-6';
        const plain = samplePoolCidr({ poolId, cidr });
        await provision(store, [text], { poolId });
        const found = await store.read(({ poolCidrs }) => poolCidrs.find(ACCOUNT_ID, poolId, cidr));
        expect(found).toStrictEqual(plain);
      },
    );

    test('a public supply and a source pool read back', async () => {
      const { store } = await openWithPools();
      await provision(store, ['10.0.0.0/8']);
      const allocation = allocationOf('allocation-1', '10.0.0.0/16', '10.0.0.0/8', {
        resourceType: 'IpamPool',
        resourceId: 'sub-pool',
      });
      await commit(store, ({ allocations }) => allocations.insert(allocation));
      const ofSubPool = samplePoolCidr({
        poolId: 'sub-pool',
        sourcePoolId: 'pool-1',
        cidr: cidrOf('10.0.0.0/16'),
      });
      const ofSupply = samplePoolCidr({
        poolId: 'pool-6',
        publicSupply: 'cn-beijing/BGP',
        cidr: cidrOf('2001:db8::/56'),
      });
      for (const poolCidr of [ofSubPool, ofSupply]) {
        await commit(store, ({ poolCidrs }) => poolCidrs.insert(poolCidr));
        const { poolId, cidr } = poolCidr;
        expect(
          await store.read(({ poolCidrs }) => poolCidrs.find(ACCOUNT_ID, poolId, cidr)),
        ).toStrictEqual(poolCidr);
      }
    });

    test('a CIDR is found by exactly its address and prefix length', async () => {
      const { store } = await openWithPools();
      await provision(store, ['10.0.0.0/16']);
      for (const text of ['10.0.0.0/15', '10.0.0.0/17', '10.1.0.0/16']) {
        expect(
          await store.read(({ poolCidrs }) => poolCidrs.find(ACCOUNT_ID, 'pool-1', cidrOf(text))),
        ).toBeUndefined();
      }
    });

    test.each([
      ['pool-1', ['10.0.0.0/9', '10.128.0.0/16', '100.64.0.0/10', '9.0.0.0/8', '192.168.0.0/16']],
      ['pool-6', ['2001:db8::/32', 'fd00::/8', '2001:db9::/33', '100::/16']],
    ] as const)('the CIDRs of %s are listed in address order, in pages', async (poolId, texts) => {
      const { store } = await openWithPools();
      await provision(store, texts, { poolId });
      const seen: string[] = [];
      let after: string | undefined;
      for (;;) {
        const page = { after, limit: 2 };
        const items = await store.read(({ poolCidrs }) => poolCidrs.list(ACCOUNT_ID, poolId, page));
        const last = items.at(-1);
        if (last === undefined) break;
        seen.push(...items.map(({ cidr }) => formatCidr(cidr)));
        after = keyOf(formatCidr(last.cidr));
      }
      const ordered = texts.map(cidrOf).sort(compareCidrs).map(formatCidr);
      expect(seen).toEqual(ordered);
    });

    test('the CIDRs of several pools are listed in order of pool and address', async () => {
      const { store } = await openWithPools();
      await provision(store, ['10.1.0.0/16', '10.0.0.0/16']);
      await provision(store, ['10.2.0.0/16'], { poolId: 'pool-2' });
      await provision(store, ['10.3.0.0/16'], { poolId: 'elsewhere', scopeId: 'scope-2' });
      const list = async (poolIds: readonly string[]) =>
        (await store.read(({ poolCidrs }) => poolCidrs.listOfPools(ACCOUNT_ID, poolIds))).map(
          ({ poolId, cidr }) => `${poolId} ${formatCidr(cidr)}`,
        );
      expect(await list(['pool-2', 'pool-1', 'pool-gone'])).toEqual([
        'pool-1 10.0.0.0/16',
        'pool-1 10.1.0.0/16',
        'pool-2 10.2.0.0/16',
      ]);
      expect(await list([])).toEqual([]);
    });

    test.each([
      ['10.1.0.0/16', '10.1.0.0/16'],
      ['10.1.255.255/32', '10.1.0.0/16'],
      ['10.0.0.0/8', '10.3.0.0/16'],
      ['10.0.0.0/15', '10.1.0.0/16'],
      ['0.0.0.0/0', '10.3.0.0/16'],
      ['10.2.0.0/16', undefined],
      ['10.0.0.0/16', undefined],
      ['10.4.0.0/14', undefined],
    ])('%s has addresses in common with %s', async (text, expected) => {
      const { store } = await openWithPools();
      await provision(store, ['10.1.0.0/16', '10.3.0.0/16']);
      const cidr = cidrOf(text);
      const found = await store.read(async ({ poolCidrs }) => [
        await poolCidrs.findOverlapping(ACCOUNT_ID, 'pool-1', cidr),
        await poolCidrs.findTopLevelOverlapping(ACCOUNT_ID, 'scope-1', cidr),
      ]);
      expect(found.map((item) => item && formatCidr(item.cidr))).toEqual([expected, expected]);
    });

    test('overlap between top-level pools is looked for in one scope, account and family', async () => {
      const { store } = await openWithPools();
      await provision(store, ['10.0.0.0/8'], { poolId: 'pool-2' });
      const find = (accountId: string, scopeId: string, text: string) =>
        store.read(({ poolCidrs }) =>
          poolCidrs.findTopLevelOverlapping(accountId, scopeId, cidrOf(text)),
        );
      expect(await find(ACCOUNT_ID, 'scope-1', '10.0.0.0/9')).toMatchObject({ poolId: 'pool-2' });
      expect(await find(ACCOUNT_ID, 'scope-2', '10.0.0.0/9')).toBeUndefined();
      expect(await find(OTHER_ACCOUNT_ID, 'scope-1', '10.0.0.0/9')).toBeUndefined();
      expect(await find(ACCOUNT_ID, 'scope-1', '::/0')).toBeUndefined();
    });

    test('what all accounts took of a public supply is listed in address order', async () => {
      const { store } = await openWithPools();
      const publicSupply = 'cn-beijing/BGP';
      await provision(store, ['2001:db8:0:200::/56'], { poolId: 'pool-6', publicSupply });
      await provision(store, ['2001:db8:0:100::/56'], {
        accountId: OTHER_ACCOUNT_ID,
        publicSupply,
      });
      await provision(store, ['2001:db8:1::/56'], { poolId: 'pool-6', publicSupply: 'other' });
      const listed = await store.read(({ poolCidrs }) => poolCidrs.listPublic(publicSupply));
      expect(listed.map(({ cidr }) => formatCidr(cidr))).toEqual([
        '2001:db8:0:100::/56',
        '2001:db8:0:200::/56',
      ]);
    });

    test('a pool counts its CIDRs', async () => {
      const { store } = await openWithPools();
      const count = async () =>
        (await store.read(({ pools }) => pools.find(ACCOUNT_ID, 'pool-1')))?.cidrCount;
      expect(await count()).toBe(0);
      await provision(store, ['10.0.0.0/16', '10.1.0.0/16']);
      expect(await count()).toBe(2);
      const cidr = cidrOf('10.0.0.0/16');
      await commit(store, ({ poolCidrs }) => poolCidrs.remove(samplePoolCidr({ cidr })));
      expect(await count()).toBe(1);
    });
  });

  describe('free space', () => {
    const lowest = (store: Store, prefixLength: number, poolId = 'pool-1') =>
      store.read(({ freeSpace }) => freeSpace.lowestThatFits(ACCOUNT_ID, poolId, prefixLength));

    test.each(['0.0.0.0/0', '10.0.0.0/31', '10.0.0.0/32', '::/0', 'fd00::/127', 'fd00::/128'])(
      'the free block %s reads back with the CIDR it lies in',
      async (text) => {
        const { store } = await openWithPools();
        const block = blockOf(text, text);
        await free(store, [block]);
        expect(await lowest(store, block.cidr.prefixLength)).toStrictEqual(block);
        const containing = store.read(({ freeSpace }) =>
          freeSpace.blockContaining(ACCOUNT_ID, 'pool-1', block.cidr),
        );
        expect(await containing).toStrictEqual(block);
      },
    );

    test.each([
      [32, '10.0.0.7/32'],
      [30, '10.0.0.16/29'],
      [29, '10.0.0.16/29'],
      [28, '10.0.1.0/24'],
      [24, '10.0.1.0/24'],
      [23, '10.0.128.0/17'],
      [16, undefined],
    ])('the lowest block that holds a /%i is %s', async (prefixLength, expected) => {
      const { store } = await openWithPools();
      const texts = [
        '10.0.0.7/32',
        '10.0.0.12/32',
        '10.0.0.14/31',
        '10.0.0.16/29',
        '10.0.0.32/29',
        '10.0.1.0/24',
        '10.0.128.0/17',
      ];
      await free(
        store,
        texts.map((text) => blockOf(text, '10.0.0.0/16')),
      );
      const found = await lowest(store, prefixLength);
      expect(found && formatCidr(found.cidr)).toBe(expected);
    });

    test('there is no lowest block in an empty pool, and none of another pool or account', async () => {
      const { store } = await openWithPools();
      await free(store, [blockOf('10.0.0.0/8', '10.0.0.0/8')], 'pool-2');
      expect(await lowest(store, 32)).toBeUndefined();
      const other = store.read(({ freeSpace }) =>
        freeSpace.lowestThatFits(OTHER_ACCOUNT_ID, 'pool-2', 32),
      );
      expect(await other).toBeUndefined();
    });

    test.each([
      ['IPv4', 24],
      ['IPv6', 120],
    ] as const)(
      'in any %s free space, what is found is what a scan finds',
      async (ipVersion, length) => {
        const within = createCidr(ipVersion, 0n, length);
        const bits = addressBits(ipVersion);
        const address = fc.bigInt({ min: 0n, max: 255n });
        await fc.assert(
          fc.asyncProperty(fc.uniqueArray(address, { maxLength: 60 }), async (addresses) => {
            const { store, close } = await open();
            try {
              await commit(store, insertPools);
              const taken = addresses
                .sort((left, right) => (left < right ? -1 : 1))
                .map((first) => createCidr(ipVersion, first, bits));
              const blocks = tile(within, taken);
              await free(
                store,
                blocks.map((cidr) => ({ cidr, within })),
              );
              await store.read(async ({ freeSpace }) => {
                for (let prefixLength = 0; prefixLength <= bits; prefixLength += 1) {
                  if (prefixLength > 0 && prefixLength < length - 2) continue;
                  const fits = blocks.find((cidr) => cidr.prefixLength <= prefixLength);
                  const found = await freeSpace.lowestThatFits(ACCOUNT_ID, 'pool-1', prefixLength);
                  expect(found?.cidr).toEqual(fits);
                }
                for (let wanted = 0n; wanted < 256n; wanted += 5n) {
                  const cidr = createCidr(ipVersion, wanted, bits);
                  const holds = blocks.find((block) => cidrContains(block, cidr));
                  const found = await freeSpace.blockContaining(ACCOUNT_ID, 'pool-1', cidr);
                  expect(found?.cidr).toEqual(holds);
                }
              });
            } finally {
              await close();
            }
          }),
          { numRuns: 8 },
        );
      },
    );

    test.each([
      ['10.0.8.0/21', '10.0.8.0/21'],
      ['10.0.8.0/24', '10.0.8.0/21'],
      ['10.0.15.255/32', '10.0.8.0/21'],
      ['10.0.0.0/20', undefined],
      ['10.0.7.255/32', undefined],
      ['10.0.16.0/24', undefined],
      ['10.0.32.0/32', '10.0.32.0/32'],
      ['10.0.32.0/31', undefined],
    ])('%s lies in the free block %s', async (text, expected) => {
      const { store } = await openWithPools();
      await free(store, [
        blockOf('10.0.8.0/21', '10.0.0.0/16'),
        blockOf('10.0.32.0/32', '10.0.0.0/16'),
      ]);
      const found = await store.read(({ freeSpace }) =>
        freeSpace.blockContaining(ACCOUNT_ID, 'pool-1', cidrOf(text)),
      );
      expect(found && formatCidr(found.cidr)).toBe(expected);
    });

    test.each([
      // All buddies up to the CIDR are free.
      ['10.0.0.0/26', ['10.0.0.64/26', '10.0.0.128/25']],
      ['10.0.0.128/25', []],
      // The buddy is split.
      ['10.0.0.192/26', []],
    ])('freed, %s would merge with %j', async (text, expected) => {
      const { store } = await openWithPools();
      const within = cidrOf('10.0.0.0/24');
      const texts =
        text === '10.0.0.192/26'
          ? ['10.0.0.0/25', '10.0.0.128/27']
          : ['10.0.0.64/26', ...(text === '10.0.0.0/26' ? ['10.0.0.128/25'] : [])];
      // The neighbour of the whole CIDR is free, and of another CIDR: it is no buddy.
      const blocks = texts.map((block) => blockOf(block, '10.0.0.0/24'));
      await free(store, [...blocks, blockOf('10.0.1.0/24', '10.0.1.0/24')]);
      const found = await store.read(({ freeSpace }) =>
        freeSpace.freeBuddies(ACCOUNT_ID, 'pool-1', cidrOf(text), within),
      );
      expect(found.map(({ cidr }) => formatCidr(cidr))).toEqual(expected);
    });

    test('a change takes blocks away and puts others there', async () => {
      const { store } = await openWithPools();
      const whole = blockOf('10.0.0.0/8', '10.0.0.0/8');
      const halves = [blockOf('10.0.0.0/9', '10.0.0.0/8'), blockOf('10.128.0.0/9', '10.0.0.0/8')];
      await free(store, [whole]);
      await commit(store, ({ freeSpace }) =>
        freeSpace.apply(ACCOUNT_ID, 'pool-1', { removed: [whole], added: halves }),
      );
      expect(await lowest(store, 8)).toBeUndefined();
      expect(await lowest(store, 9)).toStrictEqual(halves[0]);
    });

    test('a change of a block that is not there throws and changes nothing', async () => {
      const { store } = await openWithPools();
      const block = blockOf('10.0.0.0/9', '10.0.0.0/8');
      await free(store, [block]);
      for (const text of ['10.128.0.0/9', '10.0.0.0/10', '10.0.0.0/8']) {
        const removed = [block, blockOf(text, '10.0.0.0/8')];
        const changing = commit(store, ({ freeSpace }) =>
          freeSpace.apply(ACCOUNT_ID, 'pool-1', { removed, added: [] }),
        );
        await expect(changing).rejects.toThrow(/gone/);
        expect(await lowest(store, 9)).toStrictEqual(block);
      }
    });
  });

  describe('allocations', () => {
    const filter = (given: Partial<AllocationFilter> = {}): AllocationFilter => ({
      accountId: ACCOUNT_ID,
      poolId: 'pool-1',
      ids: undefined,
      name: undefined,
      cidr: undefined,
      ...given,
    });
    const insert = (store: Store, ...given: readonly Allocation[]) =>
      commit(store, async ({ allocations }) => {
        for (const allocation of given) await allocations.insert(allocation);
      });

    test.each([
      ['10.0.0.0/8', '10.0.0.0/8'],
      ['10.255.255.255/32', '10.0.0.0/8'],
      ['fd00::/127', 'fd00::/8'],
      ['fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/128', 'fd00::/8'],
    ])('%s reads back as it was written', async (text, within) => {
      const { store } = await openWithPools();
      const poolId = text.includes(':') ? 'pool-6' : 'pool-1';
      await provision(store, [within], { poolId });
      const allocation = allocationOf('allocation-1', text, within, {
        poolId,
        name: '名字',
        description: 'what for',
        resourceType: 'VPC',
        resourceId: 'vpc-1',
        resourceOwnerId: OTHER_ACCOUNT_ID,
      });
      await insert(store, allocation);
      const found = await store.read(async ({ allocations }) => [
        await allocations.find(ACCOUNT_ID, 'allocation-1'),
        await allocations.findByCidr(ACCOUNT_ID, poolId, cidrOf(text)),
        ...(await allocations.list(filter({ poolId }), ALL)).items,
      ]);
      expect(found).toStrictEqual([allocation, allocation, allocation]);
    });

    async function openWithAllocations(): Promise<OpenedAddressSpace> {
      const opened = await openWithPools();
      await provision(opened.store, ['10.0.0.0/16', '10.1.0.0/16']);
      await provision(opened.store, ['10.2.0.0/16'], { poolId: 'pool-2' });
      await insert(
        opened.store,
        allocationOf('c', '10.1.0.0/24', '10.1.0.0/16', { name: 'web' }),
        allocationOf('a', '10.0.9.0/24', '10.0.0.0/16', { name: 'web' }),
        allocationOf('b', '10.0.10.0/25', '10.0.0.0/16'),
        allocationOf('d', '10.2.0.0/24', '10.2.0.0/16', { poolId: 'pool-2', name: 'web' }),
      );
      return opened;
    }
    const idsOf = ({ items }: Page<Allocation>) => items.map(({ allocationId }) => allocationId);

    test.each([
      ['everything', {}, ['a', 'b', 'c']],
      ['one id', { ids: ['b'] }, ['b']],
      ['ids', { ids: ['c', 'a', 'gone'] }, ['a', 'c']],
      ['an id of another pool', { ids: ['d'] }, []],
      ['a name', { name: 'web' }, ['a', 'c']],
      ['the empty name', { name: '' }, []],
      ['a CIDR', { cidr: cidrOf('10.0.10.0/25') }, ['b']],
      ['a CIDR of another length', { cidr: cidrOf('10.0.10.0/24') }, []],
      ['a name and ids', { name: 'web', ids: ['b', 'c'] }, ['c']],
      ['another pool', { poolId: 'pool-2' }, ['d']],
      ['another account', { accountId: OTHER_ACCOUNT_ID }, []],
    ] as const)('are listed by %s, in address order', async (_, given, expected) => {
      const { store } = await openWithAllocations();
      const page = await store.read(({ allocations }) => allocations.list(filter(given), ALL));
      expect(idsOf(page)).toEqual(expected);
      expect(page).toMatchObject({ totalCount: expected.length, hasMore: false });
    });

    test.each([1, 2, 3, 10, 19, 20, 21])('pages of %i show each once', async (limit) => {
      const { store } = await openWithPools();
      await provision(store, ['10.0.0.0/16']);
      const texts = Array.from({ length: 20 }, (_, index) => `10.0.${(index * 7) % 20}.0/24`);
      await insert(
        store,
        ...texts.map((text, index) => allocationOf(`allocation-${index}`, text, '10.0.0.0/16')),
      );
      const seen: string[] = [];
      let after: string | undefined;
      for (;;) {
        const page = await store.read(({ allocations }) =>
          allocations.list(filter(), { after, limit }),
        );
        expect(page.totalCount).toBe(20);
        seen.push(...page.items.map(({ cidr }) => formatCidr(cidr)));
        if (!page.hasMore) break;
        after = keyOf(seen.at(-1) ?? '');
      }
      expect(seen).toEqual(texts.map(cidrOf).sort(compareCidrs).map(formatCidr));
    });

    test('name and description can be changed, nothing else', async () => {
      const { store } = await openWithAllocations();
      const read = () => store.read(({ allocations }) => allocations.find(ACCOUNT_ID, 'b'));
      const before = await read();
      if (before === undefined) throw new Error('The allocation is gone.');
      await commit(store, ({ allocations }) =>
        allocations.setNameAndDescription(before, 'db', 'of the shop'),
      );
      expect(await read()).toStrictEqual({ ...before, name: 'db', description: 'of the shop' });
      const byName = store.read(({ allocations }) => allocations.list(filter({ name: 'db' }), ALL));
      expect(idsOf(await byName)).toEqual(['b']);
    });

    test('a pool counts its allocations', async () => {
      const { store } = await openWithAllocations();
      const count = async () =>
        (await store.read(({ pools }) => pools.find(ACCOUNT_ID, 'pool-1')))?.allocationCount;
      expect(await count()).toBe(3);
      await commit(store, ({ allocations }) =>
        allocations.release(allocationOf('a', '10.0.9.0/24', '10.0.0.0/16'), 'somebody', NOW),
      );
      expect(await count()).toBe(2);
    });

    test('a released allocation is gone from the pool', async () => {
      const { store } = await openWithAllocations();
      const released = await store.read(({ allocations }) => allocations.find(ACCOUNT_ID, 'a'));
      if (released === undefined) throw new Error('The allocation is gone.');
      await commit(store, ({ allocations }) =>
        allocations.release(released, 'acs:ram::1:user/alice', NOW + 5),
      );
      await store.read(async ({ allocations }) => {
        expect(await allocations.find(ACCOUNT_ID, 'a')).toBeUndefined();
        expect(idsOf(await allocations.list(filter(), ALL))).toEqual(['b', 'c']);
      });
    });

    test('an allocation cannot be released twice', async () => {
      const { store } = await openWithAllocations();
      const allocation = allocationOf('a', '10.0.9.0/24', '10.0.0.0/16');
      const release = () =>
        commit(store, ({ allocations }) => allocations.release(allocation, 'somebody', NOW));
      await release();
      await expect(release()).rejects.toThrow(/gone/);
    });
  });

  describe('what the database refuses, whoever asks', () => {
    const insertAllocation = (text: string, poolId = 'pool-1') => {
      const cidr = cidrOf(text);
      const key = (address: bigint) => encodeAddressKey(cidr.ipVersion, address);
      return `INSERT INTO allocations (account_id, pool_id, first_key, last_key, prefix_length,
        source_prefix_length, allocation_id, name, description, resource_type, resource_id,
        resource_region_id, resource_owner_id, created_by, created_at)
        VALUES ('${ACCOUNT_ID}', '${poolId}', '${key(firstAddress(cidr))}',
        '${key(lastAddress(cidr))}', ${cidr.prefixLength}, 8, 'intruder', '', '', 'Custom', '', 'r',
        '${ACCOUNT_ID}', '', 0)`;
    };
    const insertCidr = (text: string, poolId: string, scopeId: string, source = 'NULL') => {
      const cidr = cidrOf(text);
      const key = (address: bigint) => encodeAddressKey(cidr.ipVersion, address);
      return `INSERT INTO pool_cidrs (account_id, pool_id, first_key, last_key, prefix_length,
        scope_id, ip_version, source_pool_id, public_supply, created_at)
        VALUES ('${ACCOUNT_ID}', '${poolId}', '${key(firstAddress(cidr))}',
        '${key(lastAddress(cidr))}', ${cidr.prefixLength}, '${scopeId}', '${cidr.ipVersion}',
        ${source}, NULL, 0)`;
    };

    /** A pool with an allocation and a sub-pool that has a CIDR, all with their guards in place. */
    async function openWithSpace(): Promise<OpenedAddressSpace> {
      const opened = await openWithPools();
      await provision(opened.store, ['10.0.0.0/8']);
      await provision(opened.store, ['fd00::/8'], { poolId: 'pool-6' });
      await commit(opened.store, async ({ allocations, poolCidrs }) => {
        await allocations.insert(allocationOf('custom', '10.1.0.0/16', '10.0.0.0/8'));
        await allocations.insert(
          allocationOf('six', 'fd00::/64', 'fd00::/8', { poolId: 'pool-6' }),
        );
        const resourceType = 'IpamPool';
        await allocations.insert(
          allocationOf('sub', '10.2.0.0/16', '10.0.0.0/8', {
            resourceType,
            resourceId: 'sub-pool',
          }),
        );
        const cidr = cidrOf('10.2.0.0/16');
        await poolCidrs.insert(
          samplePoolCidr({ poolId: 'sub-pool', sourcePoolId: 'pool-1', cidr }),
        );
      });
      return opened;
    }

    test.each([
      ['the same allocation again', insertAllocation('10.1.0.0/16')],
      ['one inside another', insertAllocation('10.1.255.255/32')],
      ['one around others', insertAllocation('10.0.0.0/14')],
      ['one around all', insertAllocation('10.0.0.0/8')],
      ['one in the space of a sub-pool', insertAllocation('10.2.3.0/24')],
      ['one around the space of a sub-pool', insertAllocation('10.2.0.0/15')],
      ['an IPv6 one inside another', insertAllocation('fd00::ffff/128', 'pool-6')],
      ['an IPv6 one around another', insertAllocation('fd00::/63', 'pool-6')],
      ['one after all CIDRs of the pool', insertAllocation('11.0.0.0/16')],
      ['one before all CIDRs of the pool', insertAllocation('9.0.0.0/16')],
      ['one that is larger than the CIDR', insertAllocation('10.0.0.0/7')],
      ['one in a pool without CIDRs', insertAllocation('10.0.0.0/16', 'pool-2')],
      ['one of a sub-pool outside its CIDR', insertAllocation('10.3.0.0/24', 'sub-pool')],
      [
        'moving one',
        `UPDATE allocations SET first_key = '0a050000' WHERE allocation_id = 'custom'`,
      ],
      [
        'growing one',
        `UPDATE allocations SET last_key = '0a02ffff' WHERE allocation_id = 'custom'`,
      ],
      ['resizing one', `UPDATE allocations SET prefix_length = 15 WHERE allocation_id = 'custom'`],
      [
        'moving one to another pool',
        `UPDATE allocations SET pool_id = 'pool-2' WHERE allocation_id = 'custom'`,
      ],
      ['a second allocation of one id', insertAllocation('10.9.0.0/16').replace('intruder', 'sub')],
      [
        'the allocation of a sub-pool going before its CIDR',
        `DELETE FROM allocations WHERE allocation_id = 'sub'`,
      ],
      ['a CIDR inside another of the pool', insertCidr('10.128.0.0/9', 'pool-1', 'scope-1')],
      ['a CIDR around another of the pool', insertCidr('8.0.0.0/6', 'pool-1', 'scope-1')],
      ['a top-level CIDR inside one of the scope', insertCidr('10.9.0.0/16', 'pool-2', 'scope-1')],
      ['a top-level CIDR around one of the scope', insertCidr('8.0.0.0/5', 'pool-2', 'scope-1')],
      [
        'a CIDR of a sub-pool without its allocation',
        insertCidr('10.3.0.0/16', 'sub-pool', 'scope-1', "'pool-1'"),
      ],
      [
        'a CIDR of a sub-pool that is part of an allocation',
        insertCidr('10.1.0.0/17', 'sub-pool', 'scope-1', "'pool-1'"),
      ],
      [
        'a CIDR of a sub-pool that is the allocation of something else',
        insertCidr('10.1.0.0/16', 'sub-pool', 'scope-1', "'pool-1'"),
      ],
      ['a CIDR of no pool', insertCidr('172.16.0.0/12', 'pool-gone', 'scope-1')],
      ['moving a CIDR', `UPDATE pool_cidrs SET first_key = '0b000000' WHERE pool_id = 'pool-1'`],
      [
        'moving a CIDR to another scope',
        `UPDATE pool_cidrs SET scope_id = 'scope-2' WHERE pool_id = 'pool-1'`,
      ],
      ['a CIDR with allocations going', `DELETE FROM pool_cidrs WHERE pool_id = 'pool-1'`],
      ['an IPv6 CIDR with allocations going', `DELETE FROM pool_cidrs WHERE pool_id = 'pool-6'`],
      ['a pool with CIDRs going', `DELETE FROM pools WHERE pool_id = 'pool-6'`],
    ])('%s', async (_, sql) => {
      const { store, runSql } = await openWithSpace();
      const read = () =>
        store.read(async ({ allocations, poolCidrs }) => [
          ...(await poolCidrs.listOfPools(ACCOUNT_ID, ['pool-1', 'pool-2', 'pool-6', 'sub-pool'])),
          ...(await allocations.list(filterOf('pool-1'), ALL)).items,
          ...(await allocations.list(filterOf('pool-6'), ALL)).items,
        ]);
      const before = await read();
      await expect(runSql(sql)).rejects.toThrow();
      expect(await read()).toEqual(before);
    });

    test.each([
      ['an allocation beside others', insertAllocation('10.0.0.0/16')],
      ['an allocation at the end of the CIDR', insertAllocation('10.255.255.255/32')],
      ['an allocation of a sub-pool', insertAllocation('10.2.0.0/16', 'sub-pool')],
      ['a CIDR in another scope', insertCidr('10.0.0.0/8', 'elsewhere', 'scope-2')],
      ['a CIDR beside another', insertCidr('11.0.0.0/8', 'pool-2', 'scope-1')],
      ['a custom allocation going', `DELETE FROM allocations WHERE allocation_id = 'custom'`],
      ['a CIDR without allocations going', `DELETE FROM pool_cidrs WHERE pool_id = 'sub-pool'`],
    ])('but not %s', async (_, sql) => {
      const { runSql } = await openWithSpace();
      await expect(runSql(sql)).resolves.toBeUndefined();
    });

    test('two accounts never have the same public addresses', async () => {
      const { store } = await openWithPools();
      const publicSupply = 'cn-beijing/BGP';
      await provision(store, ['2001:db8::/56'], { poolId: 'pool-6', publicSupply });
      const accountId = OTHER_ACCOUNT_ID;
      for (const text of ['2001:db8::/56', '2001:db8::/64', '2001:db8::/40']) {
        await expect(provision(store, [text], { accountId, publicSupply })).rejects.toThrow(
          /overlap/,
        );
      }
      await provision(store, ['2001:db8:0:100::/56'], { accountId, publicSupply });
    });
  });
}

function filterOf(poolId: string): AllocationFilter {
  return { accountId: ACCOUNT_ID, poolId, ids: undefined, name: undefined, cidr: undefined };
}
