import { formatCidr } from '@cadastre/address-space';
import { expect, onTestFinished, test } from 'vitest';
import {
  discoveredAddressKey,
  discoveredCidrKey,
  listedAddressKey,
  resourceCidrKey,
} from './inventory-keys.ts';
import type { StoredResourceCidr } from './inventory-records.ts';
import {
  cidrOf,
  sampleAddress,
  sampleNetwork,
  sampleResourceCidr,
  sampleSource,
  sampleSubnet,
} from './inventory-samples.test-support.ts';
import type { ResourceCidrFilter } from './inventory-store.ts';
import {
  ACCOUNT_ID,
  NOW,
  OTHER_ACCOUNT_ID,
  sampleAccount,
  sampleIpam,
  sampleScope,
} from './record-samples.test-support.ts';
import type { Page, PageRequest, Store, Transactor } from './store.ts';

/** An empty store, and a way around it. */
export interface OpenedInventory {
  readonly store: Store;
  close(): Promise<void>;
}

const ALL = { after: undefined, limit: 100 };
const OF_REGION = {
  accountId: ACCOUNT_ID,
  regionId: 'cn-hangzhou',
  resourceType: undefined,
} as const;

function filterOf(given: Partial<ResourceCidrFilter> = {}): ResourceCidrFilter {
  return {
    accountId: ACCOUNT_ID,
    scopeIds: ['scope-1', 'scope-2'],
    poolId: undefined,
    resourceType: undefined,
    resourceId: undefined,
    vpcId: undefined,
    ...given,
  };
}

/** Walks a list in pages of two; each page has the same total, and only the last has no more. */
async function walk<Row>(
  list: (page: PageRequest) => Promise<Page<Row>>,
  keyOf: (row: Row) => string,
): Promise<readonly Row[]> {
  const rows: Row[] = [];
  const { totalCount } = await list(ALL);
  for (let after: string | undefined; ; ) {
    const page = await list({ after, limit: 2 });
    expect(page.totalCount).toBe(totalCount);
    rows.push(...page.items);
    const last = page.items.at(-1);
    if (!page.hasMore || last === undefined) break;
    after = keyOf(last);
  }
  expect(rows).toHaveLength(totalCount);
  return rows;
}

function describeRow({
  resourceId,
  cidr,
}: {
  resourceId: string;
  cidr: StoredResourceCidr['cidr'];
}) {
  return `${resourceId} ${formatCidr(cidr)}`;
}

/** The suite of the inventory's tables, beside the random changes that their handlers are tested by. */
export function inventoryContract(open: () => Promise<OpenedInventory>): void {
  /** Runs work in one transaction of a store with two accounts, each with an IPAM and two scopes. */
  async function work(run: (transactor: Transactor) => Promise<void>): Promise<void> {
    const { store, close } = await open();
    onTestFinished(close);
    await store.write({
      run: async (transactor) => {
        for (const accountId of [ACCOUNT_ID, OTHER_ACCOUNT_ID]) {
          await transactor.accounts.insert(sampleAccount({ accountId }));
          await transactor.ipams.insert(sampleIpam({ accountId }));
          for (const scopeId of ['scope-1', 'scope-2']) {
            await transactor.scopes.insert(sampleScope({ accountId, scopeId }));
          }
        }
        return { kind: 'commit', value: await run(transactor) };
      },
    });
  }

  test('a resource is replaced whole, with its CIDRs in their order', () =>
    work(async ({ discoveredResources }) => {
      const cidrs = ['10.9.0.0/16', 'fd00::/56', '10.1.0.0/16'].map(cidrOf);
      const first = sampleNetwork({ cidrs });
      await discoveredResources.put(first);
      expect(await discoveredResources.find(ACCOUNT_ID, 'vpc-1')).toEqual(first);
      const second = sampleNetwork({ cidrs: cidrs.slice(2), regionId: 'cn-beijing', name: 'b' });
      await discoveredResources.put(second);
      expect(await discoveredResources.find(ACCOUNT_ID, 'vpc-1')).toEqual(second);
      expect((await discoveredResources.list(OF_REGION, ALL)).totalCount).toBe(0);
      await discoveredResources.setVersion(ACCOUNT_ID, 'vpc-1', 7);
      const found = await discoveredResources.find(ACCOUNT_ID, 'vpc-1');
      expect(found).toEqual({ ...second, sourceVersion: 7 });
    }));

  test('resources of a region are listed by type, id and address, each CIDR an entry', () =>
    work(async ({ discoveredResources }) => {
      const cidrs = ['fd00::/56', '10.2.0.0/16', '10.1.0.0/16'].map(cidrOf);
      await discoveredResources.put(
        sampleSubnet({ resourceId: 'a', cidrs: [cidrOf('10.2.0.0/24')] }),
      );
      await discoveredResources.put(sampleNetwork({ cidrs }));
      await discoveredResources.put(sampleNetwork({ resourceId: 'vpc-0' }));
      await discoveredResources.put(sampleNetwork({ accountId: OTHER_ACCOUNT_ID }));
      await discoveredResources.put(sampleNetwork({ resourceId: 'vpc-2', regionId: 'cn-beijing' }));
      const rows = await walk(
        (page) => discoveredResources.list(OF_REGION, page),
        discoveredCidrKey,
      );
      const networks = [
        'vpc-0 10.0.0.0/16',
        'vpc-1 10.1.0.0/16',
        'vpc-1 10.2.0.0/16',
        'vpc-1 fd00::/56',
      ];
      expect(rows.map(describeRow)).toEqual([...networks, 'a 10.2.0.0/24']);
      const ofType = { ...OF_REGION, resourceType: 'VPC' } as const;
      const listed = await walk(
        (page) => discoveredResources.list(ofType, page),
        discoveredCidrKey,
      );
      expect(listed.map(describeRow)).toEqual(networks);
      const after = { after: 'vpc-0', limit: 5 };
      expect(await discoveredResources.listIds(ACCOUNT_ID, 'cn-hangzhou', 'VPC', after)).toEqual([
        'vpc-1',
      ]);
    }));

  test('what is used follows addresses, subnets and networks in whatever order they come', () =>
    work(async ({ discoveredResources, discoveredAddresses }) => {
      const used = async (resourceId: string) =>
        (await discoveredResources.cidrsOf(ACCOUNT_ID, resourceId)).map(
          ({ usedCount }) => usedCount,
        );
      await discoveredAddresses.put(sampleAddress());
      // The first four addresses of a subnet and its last one are reserved.
      await discoveredAddresses.put(sampleAddress({ cidr: cidrOf('10.0.0.0/32') }));
      await discoveredResources.put(sampleSubnet());
      await discoveredResources.put(sampleNetwork());
      expect([await used('vsw-1'), await used('vpc-1')]).toEqual([[1n], [256n]]);
      await discoveredAddresses.put(sampleAddress({ cidr: cidrOf('10.0.0.6/32') }));
      await discoveredResources.put(
        sampleSubnet({ resourceId: 'vsw-2', cidrs: [cidrOf('10.0.2.0/23')] }),
      );
      expect([await used('vsw-1'), await used('vpc-1')]).toEqual([[2n], [768n]]);
      await discoveredAddresses.put(sampleAddress({ vSwitchId: 'vsw-2' }));
      await discoveredResources.remove(ACCOUNT_ID, 'vsw-2');
      expect([await used('vsw-1'), await used('vpc-1')]).toEqual([[1n], [256n]]);
    }));

  test('what a source tells of is listed in pages, and what is older than a version', () =>
    work(async ({ discoveredResources, discoveredAddresses, inventorySources }) => {
      for (const [index, sourceVersion] of [1, 2, 1, 3].entries()) {
        const host = `10.0.0.${index + 4}/32`;
        await discoveredResources.put(sampleNetwork({ resourceId: `vpc-${index}`, sourceVersion }));
        await discoveredAddresses.put(sampleAddress({ cidr: cidrOf(host), sourceVersion }));
      }
      await discoveredResources.put(sampleNetwork({ resourceId: 'vpc-x', sourceName: 'other' }));
      await inventorySources.put(sampleSource());
      const olderIds = async (after: string | undefined) =>
        (await discoveredResources.listOlder(ACCOUNT_ID, 'source-1', 2, { after, limit: 1 })).map(
          ({ resourceId }) => resourceId,
        );
      expect([await olderIds(undefined), await olderIds('vpc-0'), await olderIds('vpc-2')]).toEqual(
        [['vpc-0'], ['vpc-2'], []],
      );
      const [first, ...others] = await discoveredAddresses.listOlder(
        ACCOUNT_ID,
        'source-1',
        2,
        ALL,
      );
      if (first === undefined) throw new Error('No address is older.');
      expect(others).toHaveLength(1);
      const rest = { after: discoveredAddressKey(first), limit: 5 };
      expect(await discoveredAddresses.listOlder(ACCOUNT_ID, 'source-1', 2, rest)).toEqual(others);
      await discoveredAddresses.setVersion(first, 9);
      expect(await discoveredAddresses.listOlder(ACCOUNT_ID, 'source-1', 2, ALL)).toEqual(others);
      const page = { after: discoveredAddressKey(first), limit: 2 };
      const listed = await discoveredAddresses.listOfSource(ACCOUNT_ID, 'source-1', page);
      expect(listed.map(({ cidr }) => formatCidr(cidr))).toEqual(['10.0.0.5/32', '10.0.0.6/32']);
      expect((await inventorySources.list(ACCOUNT_ID, ALL)).items).toEqual([
        { ...sampleSource(), resourceCount: 4, addressCount: 4 },
      ]);
    }));

  test('addresses of a network or a VSwitch are listed in order', () =>
    work(async ({ discoveredAddresses }) => {
      for (const host of [9, 5, 7, 200]) {
        await discoveredAddresses.put(sampleAddress({ cidr: cidrOf(`10.0.0.${host}/32`) }));
      }
      await discoveredAddresses.put(sampleAddress({ vpcId: 'vpc-2', vSwitchId: 'vsw-2' }));
      const filter = {
        accountId: ACCOUNT_ID,
        vpcId: 'vpc-1',
        vSwitchId: undefined,
        regionIds: ['cn-hangzhou'],
        cidr: cidrOf('10.0.0.0/25'),
      };
      const rows = await walk((page) => discoveredAddresses.list(filter, page), listedAddressKey);
      expect(rows.map(({ cidr }) => formatCidr(cidr))).toEqual([
        '10.0.0.5/32',
        '10.0.0.7/32',
        '10.0.0.9/32',
      ]);
    }));

  test('resource CIDRs are listed scope after scope by address, counted by scope, pool and type', () =>
    work(async ({ resourceCidrs }) => {
      const subnet = { resourceType: 'VSwitch', vpcId: 'vpc-1' } as const;
      const entries = [
        sampleResourceCidr({ resourceId: 'vpc-2', scopeId: 'scope-2' }),
        sampleResourceCidr({ cidr: cidrOf('fd00::/56') }),
        sampleResourceCidr({ cidr: cidrOf('10.1.0.0/16'), poolId: 'pool-1', allocationId: 'a-1' }),
        sampleResourceCidr({ ...subnet, resourceId: 'vsw-1', cidr: cidrOf('10.1.0.0/24') }),
        sampleResourceCidr({ resourceId: 'vpc-0' }),
      ];
      for (const entry of entries) await resourceCidrs.insert(entry);
      await resourceCidrs.insert(sampleResourceCidr({ accountId: OTHER_ACCOUNT_ID }));
      const list = async (given: Partial<ResourceCidrFilter> = {}) =>
        (await walk((page) => resourceCidrs.list(filterOf(given), page), resourceCidrKey)).map(
          describeRow,
        );
      const ofScope = [
        'vpc-0 10.0.0.0/16',
        'vpc-1 10.1.0.0/16',
        'vsw-1 10.1.0.0/24',
        'vpc-1 fd00::/56',
      ];
      expect(await list()).toEqual([...ofScope, 'vpc-2 10.0.0.0/16']);
      expect(await list({ scopeIds: ['scope-1'] })).toEqual(ofScope);
      expect(await list({ resourceType: 'VSwitch' })).toEqual(['vsw-1 10.1.0.0/24']);
      expect(await list({ poolId: 'pool-1' })).toEqual(['vpc-1 10.1.0.0/16']);
      expect(await list({ resourceId: 'vpc-1' })).toEqual(['vpc-1 10.1.0.0/16', 'vpc-1 fd00::/56']);
      expect(await list({ vpcId: 'vpc-1' })).toEqual(ofScope.slice(1));
      const moved = sampleResourceCidr({
        resourceId: 'vpc-0',
        poolId: 'pool-1',
        allocationId: 'b',
      });
      await resourceCidrs.setAllocation(moved);
      expect(await list({ poolId: 'pool-1' })).toEqual(['vpc-0 10.0.0.0/16', 'vpc-1 10.1.0.0/16']);
      await resourceCidrs.remove(moved);
      expect(await list({ poolId: 'pool-1' })).toEqual(['vpc-1 10.1.0.0/16']);
      await resourceCidrs.removeOfIpam({ accountId: ACCOUNT_ID, ipamId: 'ipam-1' });
      expect(await list()).toEqual([]);
      const others = filterOf({ accountId: OTHER_ACCOUNT_ID });
      expect((await resourceCidrs.list(others, ALL)).totalCount).toBe(1);
    }));

  test('the marks of many networks with one CIDR come with the second and go with the last but one', () =>
    work(async ({ resourceCidrs }) => {
      const entry = (index: number) => sampleResourceCidr({ resourceId: `vpc-${index}` });
      const marks = async () =>
        (await resourceCidrs.list(filterOf(), ALL)).items.map(({ isOverlapping }) => isOverlapping);
      await resourceCidrs.insert(entry(0));
      // Neither another scope nor an ignored one counts.
      await resourceCidrs.insert({ ...entry(1), scopeId: 'scope-2' });
      await resourceCidrs.insert({ ...entry(2), isIgnored: true });
      expect(await marks()).toEqual([false, false, false]);
      for (const index of [3, 4, 5]) await resourceCidrs.insert(entry(index));
      expect(await marks()).toEqual([true, false, true, true, true, false]);
      expect(await resourceCidrs.listOverlapping(entry(0), 2)).toHaveLength(2);
      for (const index of [0, 4]) await resourceCidrs.remove(entry(index));
      expect(await marks()).toEqual([false, true, true, false]);
      await resourceCidrs.remove(entry(3));
      expect(await marks()).toEqual([false, false, false]);
    }));

  test('a network in another one, two subnets of a network, and a network and its subnets', () =>
    work(async ({ resourceCidrs }) => {
      const subnet = (resourceId: string, cidr: string) =>
        sampleResourceCidr({
          resourceId,
          resourceType: 'VSwitch',
          vpcId: 'vpc-1',
          cidr: cidrOf(cidr),
        });
      const marked = async () =>
        (await resourceCidrs.list(filterOf(), ALL)).items
          .filter(({ isOverlapping }) => isOverlapping)
          .map(({ resourceId }) => resourceId);
      await resourceCidrs.insert(sampleResourceCidr());
      await resourceCidrs.insert(subnet('vsw-1', '10.0.0.0/24'));
      await resourceCidrs.insert(subnet('vsw-2', '10.0.1.0/24'));
      expect(await marked()).toEqual([]);
      const inside = subnet('vsw-3', '10.0.0.128/25');
      await resourceCidrs.insert(inside);
      expect(await marked()).toEqual(['vsw-1', 'vsw-3']);
      await resourceCidrs.remove(inside);
      expect(await marked()).toEqual([]);
      const around = sampleResourceCidr({ resourceId: 'vpc-2', cidr: cidrOf('10.0.0.0/8') });
      await resourceCidrs.insert(around);
      expect(await marked()).toEqual(['vpc-2', 'vpc-1', 'vsw-1', 'vsw-2']);
      await resourceCidrs.remove(around);
      expect(await marked()).toEqual([]);
    }));

  test('a source keeps the time it was made, and is gone when it is removed', () =>
    work(async ({ inventorySources }) => {
      await inventorySources.put(sampleSource());
      const later = { createdAt: NOW + 1, updatedAt: NOW + 1 };
      await inventorySources.put(
        sampleSource({ version: 2, isComplete: false, mode: 'Delta', ...later }),
      );
      await inventorySources.put(sampleSource({ accountId: OTHER_ACCOUNT_ID }));
      expect(await inventorySources.find(ACCOUNT_ID, 'source-1')).toEqual(
        sampleSource({ version: 2, isComplete: false, mode: 'Delta', updatedAt: NOW + 1 }),
      );
      await inventorySources.remove(ACCOUNT_ID, 'source-1');
      expect(await inventorySources.count(ACCOUNT_ID)).toBe(0);
      expect(await inventorySources.count(OTHER_ACCOUNT_ID)).toBe(1);
    }));
}
