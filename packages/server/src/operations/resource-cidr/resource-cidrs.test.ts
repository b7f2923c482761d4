import { join } from 'node:path';
import {
  assignableRange,
  type Cidr,
  cidrContains,
  cidrSize,
  cidrsOverlap,
  createCidr,
  formatCidr,
  isSameCidr,
} from '@cadastre/address-space';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { principalArn } from '../../identity/caller.ts';
import { createIdSource } from '../../ids.ts';
import type {
  DiscoveredCidr,
  DiscoveredResource,
  StoredResourceCidr,
} from '../../store/inventory-records.ts';
import {
  ACCOUNT_ID,
  NOW,
  OTHER_ACCOUNT_ID,
  sampleAccount,
  sampleIpam,
  samplePool,
  sampleScope,
} from '../../store/record-samples.test-support.ts';
import type { Pool } from '../../store/records.ts';
import { SqliteStore } from '../../store/sqlite/sqlite-store.ts';
import type { Transactor } from '../../store/store.ts';
import { makeTemporaryFolder } from '../../temporary-folder.test-support.ts';
import { releaseAllocation } from '../ipam-pool-allocation/take-space.ts';
import { importIntoPool, importResources } from './auto-import.ts';
import { projectResource } from './project-resource.ts';
import { putResource } from './put-resource.ts';
import { removeResource } from './remove-resource.ts';
import type { Trigger } from './trigger.ts';

/*
 * Random changes of networks, subnets, addresses and pools, and after each of them what the store
 * keeps compared with what the rules say when everything is looked at anew.
 */

const TRIGGER = {
  caller: { arn: principalArn(ACCOUNT_ID, { kind: 'root' }) },
  ids: createIdSource(() => NOW),
  now: NOW,
} as Trigger;

const OWNERS = [ACCOUNT_ID, OTHER_ACCOUNT_ID] as const;
const REGIONS = ['cn-hangzhou', 'cn-beijing', 'cn-elsewhere'] as const;
/** The IPAM sees both accounts in these. */
const SEEN_REGIONS: readonly string[] = ['cn-hangzhou', 'cn-beijing'];
const POOL_CIDR = createCidr('IPv4', 0x0a000000n, 10);

type Change =
  | { readonly kind: 'put-network'; readonly resource: DiscoveredResource }
  | { readonly kind: 'put-subnet'; readonly resource: DiscoveredResource }
  | { readonly kind: 'remove'; readonly ownerId: string; readonly resourceId: string }
  | {
      readonly kind: 'ignore';
      readonly ownerId: string;
      readonly resourceId: string;
      readonly isIgnored: boolean;
    }
  | { readonly kind: 'import'; readonly ownerId: string; readonly resourceId: string }
  | { readonly kind: 'import-all' }
  | { readonly kind: 'unlink'; readonly index: number }
  | {
      readonly kind: 'use' | 'free';
      readonly ownerId: string;
      readonly vpcId: string;
      readonly vSwitchId: string;
      readonly host: number;
    };

const NETWORK_IDS = ['vpc-1', 'vpc-2', 'vpc-3', 'vpc-4'];
/** Looking at everything anew takes longer than a change. */
const CHECKED_EVERY = 3;

const HOSTS = [0, 1, 2, 3, 4, 5, 6, 7];
const SUBNET_IDS = ['vsw-1', 'vsw-2', 'vsw-3', 'vsw-4', 'vsw-5'];

/** CIDRs of a small space, so that many meet: few addresses, many lengths. */
const cidr: fc.Arbitrary<Cidr> = fc
  .oneof(
    {
      weight: 9,
      arbitrary: fc.tuple(
        fc.integer({ min: 0, max: 7 }),
        fc.constantFrom(8, 9, 11, 12, 13, 14, 24, 29, 30, 32),
      ),
    },
    { weight: 1, arbitrary: fc.tuple(fc.integer({ min: 0, max: 7 }), fc.constant(-1)) },
  )
  .map(([place, length]) => {
    if (length === -1) return createCidr('IPv6', (0xfdn << 120n) | (BigInt(place) << 66n), 62);
    const hostBits = BigInt(32 - length);
    const address = 0x0a000000n | (BigInt(place) << 19n) | BigInt(place % 4);
    return createCidr('IPv4', (address >> hostBits) << hostBits, length);
  });

function disjoint(cidrs: readonly Cidr[]): readonly Cidr[] {
  return cidrs.filter(
    (one, index) => !cidrs.slice(0, index).some((other) => cidrsOverlap(one, other)),
  );
}

const owner = fc.constantFrom(...OWNERS);
const anyId = fc.constantFrom(...NETWORK_IDS, ...SUBNET_IDS);

function resource(
  resourceType: DiscoveredResource['resourceType'],
  ids: readonly string[],
): fc.Arbitrary<DiscoveredResource> {
  return fc
    .record({
      accountId: owner,
      resourceId: fc.constantFrom(...ids),
      regionId: fc.constantFrom(...REGIONS),
      vpcId: fc.constantFrom(...NETWORK_IDS),
      name: fc.constantFrom('', 'a'),
      cidrs: fc.array(cidr, { minLength: 1, maxLength: 3 }),
    })
    .map((given) => ({
      ...given,
      resourceType,
      vpcId: resourceType === 'VPC' ? given.resourceId : given.vpcId,
      sourceName: 'a-source',
      sourceVersion: 1,
      cidrs: disjoint(given.cidrs),
      discoveredAt: NOW,
    }));
}

const change: fc.Arbitrary<Change> = fc.oneof(
  {
    weight: 6,
    arbitrary: resource('VPC', NETWORK_IDS).map((it) => ({
      kind: 'put-network' as const,
      resource: it,
    })),
  },
  {
    weight: 6,
    arbitrary: resource('VSwitch', SUBNET_IDS).map((it) => ({
      kind: 'put-subnet' as const,
      resource: it,
    })),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('remove' as const),
      ownerId: owner,
      resourceId: anyId,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('ignore' as const),
      ownerId: owner,
      resourceId: anyId,
      isIgnored: fc.boolean(),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('import' as const),
      ownerId: owner,
      resourceId: fc.constantFrom(...NETWORK_IDS),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'import-all' as const }) },
  { weight: 1, arbitrary: fc.nat(5).map((index) => ({ kind: 'unlink' as const, index })) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constantFrom('use' as const, 'free' as const),
      ownerId: owner,
      vpcId: fc.constantFrom(...NETWORK_IDS),
      vSwitchId: fc.constantFrom(...SUBNET_IDS),
      host: fc.constantFrom(...HOSTS),
    }),
  },
);

const POOL: Pool = samplePool({
  poolId: 'ipam-pool-import',
  scopeId: 'ipam-scope-private',
  sourcePoolId: undefined,
  depth: 0,
  poolRegionId: 'cn-hangzhou',
  autoImport: true,
  minMask: undefined,
  maxMask: undefined,
  defaultMask: undefined,
  subPoolCount: 0,
  cidrCount: 0,
  allocationCount: 0,
});

async function openGround() {
  const store = new SqliteStore({
    file: join(makeTemporaryFolder(), 'cadastre.db'),
    now: () => NOW,
  });
  onTestFinished(() => store.close());
  const write = async <Value>(run: (transactor: Transactor) => Promise<Value>): Promise<Value> => {
    const result = await store.write({
      run: async (transactor) => ({ kind: 'commit', value: await run(transactor) }),
    });
    if (result.kind !== 'done') throw new Error('A nonce was used.');
    return result.value;
  };
  await write(async (transactor) => {
    const ipam = sampleIpam({
      operatingRegions: SEEN_REGIONS,
      publicDefaultScopeId: 'ipam-scope-public',
      privateDefaultScopeId: 'ipam-scope-private',
    });
    await transactor.accounts.insert(sampleAccount());
    await transactor.accounts.insert(sampleAccount({ accountId: OTHER_ACCOUNT_ID }));
    await transactor.ipams.insert(ipam);
    for (const scopeId of ['ipam-scope-public', 'ipam-scope-private']) {
      await transactor.scopes.insert(
        sampleScope({ scopeId, ipamId: ipam.ipamId, isDefault: true, poolCount: 0 }),
      );
    }
    for (const accountId of OWNERS) {
      const discoveryId = `ipam-res-disco-of-${accountId}`;
      await transactor.discoveries.insert({
        accountId,
        discoveryId,
        regionId: 'cn-hangzhou',
        discoveryType: 'custom',
        name: '',
        description: '',
        resourceGroupId: 'rg-1',
        operatingRegions: REGIONS,
        createdAt: NOW,
      });
      await transactor.discoveries.insertAssociation({
        accountId: ACCOUNT_ID,
        associationId: `ipam-res-disco-assoc-${accountId}`,
        ipamId: ipam.ipamId,
        discoveryId,
        discoveryOwnerId: accountId,
        createdAt: NOW,
      });
    }
    await transactor.pools.insert({ ...POOL, ipamId: ipam.ipamId });
    const whole = { cidr: POOL_CIDR, within: POOL_CIDR };
    await transactor.poolCidrs.insert({
      accountId: ACCOUNT_ID,
      poolId: POOL.poolId,
      cidr: POOL_CIDR,
      scopeId: POOL.scopeId,
      sourcePoolId: undefined,
      publicSupply: undefined,
      createdAt: NOW,
    });
    await transactor.freeSpace.apply(ACCOUNT_ID, POOL.poolId, { removed: [], added: [whole] });
  });
  return { store, write };
}

function addressOf({ vpcId, host }: { vpcId: string; host: number }): Cidr {
  // The ends of a subnet are reserved; the middle is not.
  const base = NETWORK_IDS.indexOf(vpcId) % 2 === 0 ? 0x0a000000n : 0x0a080001n;
  return createCidr('IPv4', base + BigInt(host), 32);
}

async function carryOut(transactor: Transactor, given: Change): Promise<void> {
  switch (given.kind) {
    case 'put-network':
    case 'put-subnet':
      await putResource(transactor, given.resource, TRIGGER);
      return;
    case 'remove':
      return removeResource(transactor, given.ownerId, given.resourceId, TRIGGER);
    case 'ignore': {
      const { ownerId, resourceId, isIgnored } = given;
      const ipam = sampleIpam();
      await transactor.resourceCidrs.setIgnored(ipam, ownerId, resourceId, isIgnored);
      await projectResource(transactor, ownerId, resourceId);
      return;
    }
    case 'import':
      await importResources(transactor, given.ownerId, [given.resourceId], TRIGGER);
      return;
    case 'import-all': {
      const pool = await transactor.pools.find(ACCOUNT_ID, POOL.poolId);
      if (pool !== undefined) await importIntoPool(transactor, pool, TRIGGER);
      return;
    }
    case 'unlink': {
      const { items } = await transactor.allocations.list(
        {
          accountId: ACCOUNT_ID,
          poolId: POOL.poolId,
          ids: undefined,
          name: undefined,
          cidr: undefined,
        },
        { after: undefined, limit: 100 },
      );
      const allocation = items[given.index];
      if (allocation === undefined) return;
      await releaseAllocation(transactor, allocation, TRIGGER.caller.arn, NOW);
      await projectResource(transactor, allocation.resourceOwnerId, allocation.resourceId);
      return;
    }
    case 'use':
    case 'free': {
      const { ownerId, vpcId, vSwitchId } = given;
      const address = {
        accountId: ownerId,
        regionId: 'cn-hangzhou',
        vpcId,
        vSwitchId,
        cidr: addressOf(given),
        resourceId: 'eni-1',
        serviceType: 'ENI',
        sourceName: 'a-source',
        sourceVersion: 1,
      };
      if (given.kind === 'use') await transactor.discoveredAddresses.put(address);
      else await transactor.discoveredAddresses.remove(address);
    }
  }
}

/** Everything the store keeps, read whole. */
async function readAll(transactor: Transactor) {
  const resources: DiscoveredResource[] = [];
  const cidrs = [];
  const views: StoredResourceCidr[] = [];
  const ignored = new Set<string>();
  for (const ownerId of OWNERS) {
    for (const resourceId of [...NETWORK_IDS, ...SUBNET_IDS]) {
      const found = await transactor.discoveredResources.find(ownerId, resourceId);
      if (found !== undefined) resources.push(found);
      cidrs.push(...(await transactor.discoveredResources.cidrsOf(ownerId, resourceId)));
      views.push(...(await transactor.resourceCidrs.listOfResource(ownerId, resourceId)));
      if (await transactor.resourceCidrs.isIgnored(sampleIpam(), ownerId, resourceId)) {
        ignored.add(`${ownerId}/${resourceId}`);
      }
    }
  }
  const filter = {
    accountId: ACCOUNT_ID,
    poolId: POOL.poolId,
    ids: undefined,
    name: undefined,
    cidr: undefined,
  };
  const { items: allocations } = await transactor.allocations.list(filter, {
    after: undefined,
    limit: 100,
  });
  return { resources, cidrs, views, ignored, allocations };
}

type State = Awaited<ReturnType<typeof readAll>>;

function describeView(view: Omit<StoredResourceCidr, 'isOverlapping'>): string {
  return [
    view.ownerId,
    view.resourceId,
    formatCidr(view.cidr),
    view.scopeId,
    view.allocationId ?? '-',
    view.isIgnored ? 'ignored' : 'checked',
  ].join(' ');
}

/** How the one IPAM must see everything. */
function expectedViews({ resources, ignored, allocations }: State): readonly string[] {
  const isIgnored = ({ accountId, resourceId }: DiscoveredResource) =>
    ignored.has(`${accountId}/${resourceId}`);
  const allocationOf = (network: DiscoveredResource, block: Cidr) =>
    allocations.find(
      ({ resourceOwnerId, resourceId, cidr: held }) =>
        resourceOwnerId === network.accountId &&
        resourceId === network.resourceId &&
        isSameCidr(held, block),
    );
  return resources.flatMap((one) => {
    const network = resources.find(
      ({ accountId, resourceId, resourceType }) =>
        accountId === one.accountId && resourceId === one.vpcId && resourceType === 'VPC',
    );
    const isSeen = SEEN_REGIONS.includes(one.regionId);
    return one.cidrs.flatMap((block) => {
      const around = network?.cidrs.find((held) => cidrContains(held, block));
      const allocation =
        network === undefined || around === undefined ? undefined : allocationOf(network, around);
      const isNetwork = one.resourceType === 'VPC';
      if (!isSeen && !(isNetwork && allocation !== undefined)) return [];
      const isNetworkSeen =
        around !== undefined && network !== undefined && SEEN_REGIONS.includes(network.regionId);
      const isLeftOut = isNetwork
        ? allocation === undefined && isIgnored(one)
        : isIgnored(one) ||
          (isNetworkSeen &&
            network !== undefined &&
            allocation === undefined &&
            isIgnored(network));
      return [
        `${one.accountId} ${one.resourceId} ${formatCidr(block)} ipam-scope-private ${
          allocation?.allocationId ?? '-'
        } ${isLeftOut ? 'ignored' : 'checked'}`,
      ];
    });
  });
}

function overlaps(one: StoredResourceCidr, other: StoredResourceCidr): boolean {
  if (one.isIgnored || other.isIgnored || !cidrsOverlap(one.cidr, other.cidr)) return false;
  if (one.ownerId !== other.ownerId || one.vpcId !== other.vpcId) return true;
  const areSubnets = one.resourceType === 'VSwitch' && other.resourceType === 'VSwitch';
  return areSubnets && one.resourceId !== other.resourceId;
}

async function expectInStep(transactor: Transactor): Promise<void> {
  const state = await readAll(transactor);
  expect(state.views.map(describeView).sort()).toEqual([...expectedViews(state)].sort());
  await expectOverlap(transactor, state);
  for (const held of state.cidrs) {
    const used =
      held.resourceType === 'VPC' ? sizeOfSubnets(held, state) : await usedOf(transactor, held);
    const { accountId, resourceId, cidr: block } = held;
    const about = [accountId, resourceId, formatCidr(block)];
    expect([...about, held.usedCount]).toEqual([...about, used]);
  }
  const filter = {
    accountId: ACCOUNT_ID,
    scopeIds: ['ipam-scope-private', 'ipam-scope-public'],
    poolId: undefined,
    resourceType: undefined,
    resourceId: undefined,
    vpcId: undefined,
  };
  const listed = await transactor.resourceCidrs.list(filter, { after: undefined, limit: 1_000 });
  expect(listed.items.map(describeView).sort()).toEqual(state.views.map(describeView).sort());
  expect(listed.totalCount).toBe(state.views.length);
}

async function expectOverlap(transactor: Transactor, { views }: State): Promise<void> {
  for (const view of views) {
    const meets = views.filter((other) => overlaps(view, other)).map(describeView);
    const about = describeView(view);
    expect([about, view.isOverlapping]).toEqual([about, meets.length > 0]);
    if (view.isIgnored) continue;
    const detail = await transactor.resourceCidrs.listOverlapping(view, 100);
    expect(detail.map(describeView).sort()).toEqual(meets.sort());
  }
}

function sizeOfSubnets(network: DiscoveredCidr, { cidrs }: State): bigint {
  return cidrs
    .filter(
      (subnet) =>
        subnet.resourceType === 'VSwitch' &&
        subnet.accountId === network.accountId &&
        subnet.vpcId === network.resourceId &&
        cidrContains(network.cidr, subnet.cidr),
    )
    .reduce((sum, subnet) => sum + cidrSize(subnet.cidr), 0n);
}

async function usedOf(transactor: Transactor, subnet: DiscoveredCidr): Promise<bigint> {
  const range = assignableRange(subnet.cidr);
  if (range === undefined || subnet.cidr.ipVersion === 'IPv6') return 0n;
  let used = 0n;
  for (const vpcId of NETWORK_IDS) {
    for (const host of HOSTS) {
      const address = addressOf({ vpcId, host });
      const found = await transactor.discoveredAddresses.find(subnet.accountId, vpcId, address);
      const isInside = address.address >= range.first && address.address <= range.last;
      if (found?.vSwitchId === subnet.resourceId && isInside) used += 1n;
    }
  }
  return used;
}

test('random changes leave overlap, management and counts as the rules say', async () => {
  const changes = fc.array(change, { minLength: 40, maxLength: 80, size: 'max' });
  await fc.assert(
    fc.asyncProperty(changes, async (given) => {
      const { write } = await openGround();
      await write(async (transactor) => {
        for (const [index, one] of given.entries()) {
          await carryOut(transactor, one);
          if (index % CHECKED_EVERY === 0) await expectInStep(transactor);
        }
        await expectInStep(transactor);
      });
    }),
    { numRuns: 100 },
  );
});
