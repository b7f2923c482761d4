import { createCidr } from '@cadastre/address-space';
import { describe, expect, onTestFinished, test } from 'vitest';
import {
  DIRECTORY_READS,
  type DirectoryLookUp,
  fillDirectory,
} from './directory-samples.test-support.ts';
import { associationFilter, discoveryFilter } from './discovery-contract.test-support.ts';
import type { EventFilter } from './history-store.ts';
import { fillInventory, INVENTORY_READS } from './inventory-samples.test-support.ts';
import { fillNetworks, NETWORK_READS } from './network-samples.test-support.ts';
import {
  ACCOUNT_ID,
  NOW,
  OTHER_ACCOUNT_ID,
  sampleAccessKey,
  sampleAccount,
  sampleAllocation,
  sampleAssociation,
  sampleAttachment,
  sampleClientToken,
  sampleDiscovery,
  sampleEvent,
  sampleGroup,
  sampleIpam,
  sampleNonce,
  samplePolicy,
  samplePolicyVersion,
  samplePool,
  samplePoolCidr,
  sampleResourceGroup,
  sampleRole,
  sampleScope,
  sampleUser,
} from './record-samples.test-support.ts';
import type { Account, Pool } from './records.ts';
import {
  fillShares,
  SHARE_READS,
  sampleInvitation,
  sampleShare,
  sampleShareResource,
  sampleShareTarget,
  sharePool,
  THIRD_ACCOUNT_ID,
} from './share-samples.test-support.ts';
import type {
  Page,
  PageRequest,
  PoolFilter,
  Reader,
  ResourceFilter,
  ResourceTagFilter,
  ScopeFilter,
  Store,
  TagFilter,
  Transactor,
  WriteResult,
} from './store.ts';

/** A store over one durable place, which a test can open again. */
export interface OpenedStore {
  readonly store: Store;
  /** Closes the store that is open now and opens the same place again. */
  reopen(): Promise<Store>;
  /** Closes the store that is open now. */
  close(): Promise<void>;
}

export interface OpenOptions {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

const ALL: PageRequest = { after: undefined, limit: 100 };

async function listAccounts({ accounts }: Reader): Promise<readonly Account[]> {
  return (await accounts.list(ALL)).items;
}

const READ_ONLY = { policyType: 'Custom', policyName: 'read-only' } as const;

const CIDR = createCidr('IPv4', 10n * 2n ** 24n, 16);
const LOWER_HALF = createCidr('IPv4', CIDR.address, 17);
const UPPER_HALF = createCidr('IPv4', CIDR.address + 2n ** 15n, 17);

/** Read methods that look accounts up instead of being keyed by one, or are of the whole server. */
type LookUp =
  | `accounts.${keyof Reader['accounts'] & string}`
  | DirectoryLookUp
  | 'accessKeys.find'
  | 'poolCidrs.listPublic'
  | 'resourceCidrs.allocationsOf'
  | 'resourceCidrs.listImportingPools'
  | 'vpcs.isCidrTaken';
type ReadMethod = {
  [Table in keyof Reader]: `${Table}.${keyof Reader[Table] & string}`;
}[keyof Reader];

/** Every read method that is keyed by account, asked for what `fillEveryTable` makes. */
const READS: {
  readonly [Method in Exclude<ReadMethod, LookUp>]: (
    reader: Reader,
    accountId: string,
  ) => Promise<unknown>;
} = {
  'accessKeys.listOf': (reader, accountId) => reader.accessKeys.listOf(accountId, 'user-1'),
  'users.find': (reader, accountId) => reader.users.find(accountId, 'user-1'),
  'users.findByName': (reader, accountId) => reader.users.findByName(accountId, 'alice'),
  'users.list': (reader, accountId) => reader.users.list(accountId, ALL),
  'users.count': (reader, accountId) => reader.users.count(accountId),
  'users.listOfPolicy': (reader, accountId) => reader.users.listOfPolicy(accountId, READ_ONLY),
  'roles.find': (reader, accountId) => reader.roles.find(accountId, 'role-1'),
  'roles.findByName': (reader, accountId) => reader.roles.findByName(accountId, 'reader'),
  'roles.list': (reader, accountId) => reader.roles.list(accountId, ALL),
  'roles.count': (reader, accountId) => reader.roles.count(accountId),
  'roles.listOfPolicy': (reader, accountId) => reader.roles.listOfPolicy(accountId, READ_ONLY),
  'groups.findByName': (reader, accountId) => reader.groups.findByName(accountId, 'developers'),
  'groups.list': (reader, accountId) => reader.groups.list(accountId, ALL),
  'groups.count': (reader, accountId) => reader.groups.count(accountId),
  'groups.listOfPolicy': (reader, accountId) => reader.groups.listOfPolicy(accountId, READ_ONLY),
  'groups.listMembers': (reader, accountId) => reader.groups.listMembers(accountId, 'g-1', ALL),
  'groups.listOfUser': (reader, accountId) => reader.groups.listOfUser(accountId, 'user-1'),
  'policies.find': (reader, accountId) => reader.policies.find(accountId, 'read-only'),
  'policies.list': (reader, accountId) => reader.policies.list(accountId, ALL),
  'policies.count': (reader, accountId) => reader.policies.count(accountId),
  'policies.findVersion': (reader, accountId) =>
    reader.policies.findVersion(accountId, 'read-only', 1),
  'policies.listVersions': (reader, accountId) =>
    reader.policies.listVersions(accountId, 'read-only'),
  'policies.listAttachments': (reader, accountId) =>
    reader.policies.listAttachments(accountId, 'user', 'user-1'),
  'policies.countAttachments': (reader, accountId) =>
    reader.policies.countAttachments(accountId, READ_ONLY),
  'policies.listEffectiveOfUser': (reader, accountId) =>
    reader.policies.listEffectiveOfUser(accountId, 'user-1'),
  'policies.listEffectiveOfRole': (reader, accountId) =>
    reader.policies.listEffectiveOfRole(accountId, 'role-1'),
  'ipams.find': (reader, accountId) => reader.ipams.find(accountId, 'ipam-1'),
  'ipams.countInRegion': (reader, accountId) =>
    reader.ipams.countInRegion(accountId, 'cn-hangzhou'),
  'ipams.list': (reader, accountId) => reader.ipams.list(resourceFilter({ accountId }), ALL),
  'scopes.find': (reader, accountId) => reader.scopes.find(accountId, 'scope-1'),
  'scopes.list': (reader, accountId) => reader.scopes.list(scopeFilter({ accountId }), ALL),
  'pools.find': (reader, accountId) => reader.pools.find(accountId, 'pool-1'),
  // The pool is shared with the account that owns everything else, by a third one.
  'pools.findSharedWith': (reader, accountId) => reader.pools.findSharedWith(accountId, 'pool-3'),
  'pools.listSharedWith': (reader, accountId) =>
    reader.pools.listSharedWith(poolFilter({ accountId }), ALL),
  'pools.list': (reader, accountId) => reader.pools.list(poolFilter({ accountId }), ALL),
  'pools.countPublicTopPools': (reader, accountId) =>
    reader.pools.countPublicTopPools(accountId, 'cn-beijing', 'BGP'),
  'pools.existsInRegion': (reader, accountId) =>
    reader.pools.existsInRegion(accountId, 'ipam-1', 'cn-beijing'),
  'pools.existsInIpam': (reader, accountId) => reader.pools.existsInIpam(accountId, 'ipam-1'),
  'poolCidrs.find': (reader, accountId) => reader.poolCidrs.find(accountId, 'pool-1', CIDR),
  'poolCidrs.list': (reader, accountId) => reader.poolCidrs.list(accountId, 'pool-1', ALL),
  'poolCidrs.listOfPools': (reader, accountId) =>
    reader.poolCidrs.listOfPools(accountId, ['pool-1']),
  'poolCidrs.findOverlapping': (reader, accountId) =>
    reader.poolCidrs.findOverlapping(accountId, 'pool-1', CIDR),
  'poolCidrs.findTopLevelOverlapping': (reader, accountId) =>
    reader.poolCidrs.findTopLevelOverlapping(accountId, 'scope-1', CIDR),
  'freeSpace.lowestThatFits': (reader, accountId) =>
    reader.freeSpace.lowestThatFits(accountId, 'pool-1', 32),
  'freeSpace.blockContaining': (reader, accountId) =>
    reader.freeSpace.blockContaining(accountId, 'pool-1', UPPER_HALF),
  'freeSpace.freeBuddies': (reader, accountId) =>
    reader.freeSpace.freeBuddies(accountId, 'pool-1', LOWER_HALF, CIDR),
  'allocations.find': (reader, accountId) => reader.allocations.find(accountId, 'allocation-1'),
  'allocations.findSharedWith': (reader, accountId) =>
    reader.allocations.findSharedWith(accountId, 'allocation-3'),
  'allocations.findByCidr': (reader, accountId) =>
    reader.allocations.findByCidr(accountId, 'pool-1', LOWER_HALF),
  'allocations.list': (reader, accountId) =>
    reader.allocations.list(
      { accountId, poolId: 'pool-1', ids: undefined, name: undefined, cidr: undefined },
      ALL,
    ),
  'addressHistory.list': async (reader, accountId) =>
    (await reader.addressHistory.list({ accountId, cidr: CIDR }, ALL, 100)).items,
  'discoveries.find': (reader, accountId) => reader.discoveries.find(accountId, 'discovery-1'),
  'discoveries.findSharedWith': (reader, accountId) =>
    reader.discoveries.findSharedWith(accountId, 'discovery-3'),
  'discoveries.list': (reader, accountId) =>
    reader.discoveries.list(discoveryFilter({ accountId }), ALL),
  'discoveries.listSharedWith': (reader, accountId) =>
    reader.discoveries.listSharedWith(discoveryFilter({ accountId }), ALL),
  'discoveries.findAssociation': (reader, accountId) =>
    reader.discoveries.findAssociation(accountId, 'ipam-1', 'discovery-1'),
  'discoveries.listAssociations': (reader, accountId) =>
    reader.discoveries.listAssociations(associationFilter({ accountId }), ALL),
  'discoveries.listOwnersOfAssociated': (reader, accountId) =>
    reader.discoveries.listOwnersOfAssociated(accountId, 'ipam-1'),
  // A third account has an association with the discovery, which nobody shares with it.
  'discoveries.listUnsharedAssociations': (reader, accountId) =>
    reader.discoveries.listUnsharedAssociations(accountId),
  ...SHARE_READS,
  ...DIRECTORY_READS,
  ...NETWORK_READS,
  ...INVENTORY_READS,
  'discoveries.findInRegion': (reader, accountId) =>
    reader.discoveries.findInRegion(accountId, 'cn-hangzhou'),
  'tags.listOf': (reader, accountId) => reader.tags.listOf(accountId, ['pool-1']),
  'tags.list': (reader, accountId) =>
    reader.tags.list(tagListFilter({ accountId, resourceType: 'IPAMPOOL' }), undefined, 10),
  'resourceGroups.find': (reader, accountId) => reader.resourceGroups.find(accountId, 'rg-2'),
  'resourceGroups.findByName': (reader, accountId) =>
    reader.resourceGroups.findByName(accountId, 'project'),
  // Every account has its default group: one that only this account has is looked for.
  'resourceGroups.list': async (reader, accountId) => {
    const filter = { accountId, ids: ['rg-2'], name: undefined, displayName: undefined, tags: [] };
    return (await reader.resourceGroups.list(filter, 0, 10)).items;
  },
  'resourceGroups.count': async (reader, accountId) =>
    (await reader.resourceGroups.count(accountId)) - 1,
  'resources.find': (reader, accountId) => reader.resources.find(accountId, 'IPAMPOOL', 'pool-1'),
  'resources.existsInGroup': (reader, accountId) =>
    reader.resources.existsInGroup(accountId, 'rg-1'),
  'clientTokens.find': (reader, accountId) =>
    reader.clientTokens.find(accountId, 'VpcIpam.CreateIpamPool', 'token-1', NOW),
  'events.list': async (reader, accountId) =>
    (await reader.events.list({ accountId }, ALL, 100)).items,
  'events.findAnswer': (reader, accountId) =>
    reader.events.findAnswer(accountId, 'VpcIpam.CreateIpamPool', 'event-1'),
};

function resourceFilter(given: Partial<ResourceFilter> = {}): ResourceFilter {
  return {
    accountId: ACCOUNT_ID,
    regionId: 'cn-hangzhou',
    ids: undefined,
    name: undefined,
    resourceGroupId: undefined,
    tags: [],
    ...given,
  };
}

function tagListFilter(given: Partial<ResourceTagFilter> = {}): ResourceTagFilter {
  return {
    accountId: ACCOUNT_ID,
    regionId: 'cn-hangzhou',
    resourceType: 'IPAM',
    resourceIds: undefined,
    tags: [],
    ...given,
  };
}

function scopeFilter(given: Partial<ScopeFilter> = {}): ScopeFilter {
  return { ...resourceFilter(), ipamId: undefined, scopeType: undefined, ...given };
}

function poolFilter(given: Partial<PoolFilter> = {}): PoolFilter {
  return {
    ...resourceFilter(),
    scopeId: undefined,
    poolRegionId: undefined,
    sourcePoolId: undefined,
    ipVersion: undefined,
    ipv6Isp: undefined,
    isShared: undefined,
    ...given,
  };
}

function commit<Value>(
  store: Store,
  run: (transactor: Transactor) => Promise<Value>,
): Promise<WriteResult<Value>> {
  return store.write({
    run: async (transactor) => ({ kind: 'commit', value: await run(transactor) }),
  });
}

/** An account with an IPAM and a scope for pools to stand in. */
async function insertPoolGround(transactor: Transactor, accountId = ACCOUNT_ID): Promise<void> {
  await transactor.accounts.insert(sampleAccount({ accountId }));
  await transactor.ipams.insert(sampleIpam({ accountId }));
  await transactor.scopes.insert(sampleScope({ accountId }));
}

/** One row at least in every table, for one account. */
async function fillEveryTable(transactor: Transactor): Promise<void> {
  await insertPoolGround(transactor);
  await insertPoolGround(transactor, THIRD_ACCOUNT_ID);
  await transactor.accounts.insert(sampleAccount({ accountId: OTHER_ACCOUNT_ID }));
  await transactor.users.insert(sampleUser());
  await transactor.accessKeys.insert(sampleAccessKey({ userId: 'user-1' }));
  await transactor.roles.insert(sampleRole());
  await transactor.groups.insert(sampleGroup());
  await transactor.groups.addMember(ACCOUNT_ID, 'g-1', 'user-1', NOW);
  await transactor.policies.insert(samplePolicy());
  await transactor.policies.insertVersion(samplePolicyVersion());
  await transactor.policies.attach(sampleAttachment());
  await transactor.policies.attach(
    sampleAttachment({ principalType: 'role', principalId: 'role-1' }),
  );
  await transactor.policies.attach(
    sampleAttachment({ principalType: 'group', principalId: 'g-1' }),
  );
  await transactor.pools.insert(samplePool());
  await transactor.pools.insert(
    samplePool({ poolId: 'pool-2', poolRegionId: 'cn-beijing', ipv6Isp: 'BGP' }),
  );
  await transactor.pools.insert(samplePool({ accountId: THIRD_ACCOUNT_ID, poolId: 'pool-3' }));
  await transactor.discoveries.insert(
    sampleDiscovery({ accountId: THIRD_ACCOUNT_ID, discoveryId: 'discovery-3' }),
  );
  await fillShares(transactor);
  await fillDirectory(transactor);
  await fillNetworks(transactor);
  await transactor.poolCidrs.insert(samplePoolCidr({ cidr: CIDR }));
  const upperHalf = { cidr: UPPER_HALF, within: CIDR };
  await transactor.freeSpace.apply(ACCOUNT_ID, 'pool-1', { removed: [], added: [upperHalf] });
  const allocation = sampleAllocation({ cidr: LOWER_HALF, within: CIDR });
  await transactor.allocations.insert(allocation);
  await transactor.allocations.release(allocation, 'somebody', NOW);
  await transactor.allocations.insert(allocation);
  await transactor.discoveries.insert(sampleDiscovery());
  await transactor.discoveries.insertAssociation(sampleAssociation());
  await transactor.discoveries.insertAssociation(
    sampleAssociation({ accountId: THIRD_ACCOUNT_ID, associationId: 'association-3' }),
  );
  await fillInventory(transactor);
  await transactor.tags.insert(ACCOUNT_ID, 'IPAMPOOL', 'pool-1', [{ key: 'a', value: 'b' }]);
  await transactor.clientTokens.remember(sampleClientToken(), NOW);
  await transactor.resourceGroups.insert(sampleResourceGroup());
  await transactor.events.append(sampleEvent({ answer: { requestHash: 'hash', response: '{}' } }));
}

function hasNothing(answer: unknown): boolean {
  if (answer === undefined || answer === 0 || answer === false) return true;
  if (Array.isArray(answer)) return answer.length === 0;
  if (typeof answer !== 'object' || answer === null || !('items' in answer)) return false;
  const page = answer as Page<unknown>;
  return page.items.length === 0 && page.totalCount === 0 && !page.hasMore;
}

/**
 * The suite that every engine passes. `open` gives an empty store; the suite closes it at the end of
 * the test.
 */
export function storeContract(open: (options: OpenOptions) => Promise<OpenedStore>): void {
  async function openStore(options: Partial<OpenOptions> = {}): Promise<OpenedStore> {
    const opened = await open({ now: () => NOW, ...options });
    onTestFinished(() => opened.close());
    return opened;
  }

  describe('writes', () => {
    test('what write answered is there after reopening', async () => {
      const { store, reopen } = await openStore();
      await commit(store, fillEveryTable);
      const before = await Promise.all(
        Object.values(READS).map((read) => store.read((reader) => read(reader, ACCOUNT_ID))),
      );
      const reopened = await reopen();
      const after = await Promise.all(
        Object.values(READS).map((read) => reopened.read((reader) => read(reader, ACCOUNT_ID))),
      );
      expect(after).toStrictEqual(before);
      expect(after.filter(hasNothing)).toEqual([]);
    });

    test('a write answers the value of its decision, committed or taken back', async () => {
      const { store } = await openStore();
      for (const kind of ['commit', 'rollback'] as const) {
        expect(await store.write({ run: async () => ({ kind, value: 7 }) })).toEqual({
          kind: 'done',
          value: 7,
        });
      }
    });

    test('a write that rolls back leaves nothing', async () => {
      const { store, reopen } = await openStore();
      await store.write({
        run: async (transactor) => {
          await fillEveryTable(transactor);
          return { kind: 'rollback', value: undefined };
        },
      });
      expect(await store.read(listAccounts)).toEqual([]);
      expect(await (await reopen()).read(listAccounts)).toEqual([]);
    });

    test('a write that throws leaves nothing and passes its error on', async () => {
      const { store } = await openStore();
      const error = new Error('a broken invariant');
      const writing = store.write({
        run: async (transactor) => {
          await transactor.accounts.insert(sampleAccount());
          throw error;
        },
      });
      await expect(writing).rejects.toBe(error);
      expect(await store.read(listAccounts)).toEqual([]);
    });

    test('writes that arrive together are kept or taken back each by itself', async () => {
      const { store, reopen } = await openStore();
      const accountIds = Array.from({ length: 300 }, (_, index) => String(10 ** 15 + index));
      const fates = ['commit', 'rollback', 'throw'] as const;
      const fateOf = (index: number) => fates[index % fates.length] ?? 'commit';
      const results = await Promise.allSettled(
        accountIds.map((accountId, index) =>
          store.write({
            run: async (transactor) => {
              await transactor.accounts.insert(sampleAccount({ accountId }));
              const fate = fateOf(index);
              if (fate === 'throw') throw new Error(accountId);
              return { kind: fate, value: accountId };
            },
          }),
        ),
      );
      for (const [index, result] of results.entries()) {
        expect(result).toMatchObject(
          fateOf(index) === 'throw'
            ? { status: 'rejected', reason: { message: accountIds[index] } }
            : { status: 'fulfilled', value: { kind: 'done', value: accountIds[index] } },
        );
      }
      const kept = accountIds.filter((_, index) => fateOf(index) === 'commit');
      const list = async (opened: Store) =>
        (await opened.read(listAccounts)).map(({ accountId }) => accountId);
      expect(await list(store)).toEqual(kept);
      expect(await list(await reopen())).toEqual(kept);
    });

    test('a write that the engine refuses leaves the others of its batch whole', async () => {
      const { store } = await openStore();
      const insert = (accountId: string) =>
        commit(store, (transactor) => transactor.accounts.insert(sampleAccount({ accountId })));
      const results = await Promise.allSettled([
        insert(ACCOUNT_ID),
        insert(ACCOUNT_ID),
        insert(OTHER_ACCOUNT_ID),
      ]);
      expect(results.map((result) => result.status)).toEqual([
        'fulfilled',
        'rejected',
        'fulfilled',
      ]);
      const accounts = await store.read(listAccounts);
      expect(accounts.map((account) => account.accountId)).toEqual([ACCOUNT_ID, OTHER_ACCOUNT_ID]);
    });

    test('a later write of a batch sees the earlier ones', async () => {
      const { store } = await openStore();
      await commit(store, insertPoolGround);
      const counts = await Promise.all(
        Array.from({ length: 20 }, (_, index) =>
          commit(store, async (transactor) => {
            await transactor.pools.insert(samplePool({ poolId: `pool-${index}` }));
            return (await transactor.scopes.find(ACCOUNT_ID, 'scope-1'))?.poolCount;
          }),
        ),
      );
      expect(counts.map((result) => result.kind === 'done' && result.value)).toEqual(
        Array.from({ length: 20 }, (_, index) => index + 1),
      );
    });

    test('a function that throws before its first await is an error like any other', async () => {
      const { store } = await openStore();
      const fail = () => {
        throw new Error('at once');
      };
      await expect(store.write({ run: fail })).rejects.toThrow('at once');
      await expect(store.read(fail)).rejects.toThrow('at once');
      expect(await store.read(listAccounts)).toEqual([]);
    });
  });

  describe('reads', () => {
    test('a read sees every write that was answered before it', async () => {
      const { store } = await openStore();
      await commit(store, insertPoolGround);
      for (let count = 1; count <= 20; count += 1) {
        await commit(store, (transactor) =>
          transactor.pools.insert(samplePool({ poolId: `pool-${count}` })),
        );
        const scope = await store.read((reader) => reader.scopes.find(ACCOUNT_ID, 'scope-1'));
        expect(scope?.poolCount).toBe(count);
      }
    });

    test('a read never sees a part of a write, nor anything that changes while it goes on', async () => {
      const { store } = await openStore();
      await commit(store, insertPoolGround);
      const writes = Array.from({ length: 100 }, (_, index) =>
        store.write({
          run: async (transactor) => {
            await transactor.pools.insert(samplePool({ poolId: `pool-${index}-a` }));
            await transactor.pools.insert(samplePool({ poolId: `pool-${index}-b` }));
            return { kind: index % 3 === 0 ? 'rollback' : 'commit', value: undefined };
          },
        }),
      );
      const seen: (readonly [before: number, listed: number, after: number])[] = [];
      for (let round = 0; round < 50; round += 1) {
        await new Promise((resolve) => setImmediate(resolve));
        seen.push(
          await store.read(async (reader) => {
            const before = await reader.scopes.find(ACCOUNT_ID, 'scope-1');
            const listed = await reader.pools.list(poolFilter(), ALL);
            const after = await reader.scopes.find(ACCOUNT_ID, 'scope-1');
            return [before?.poolCount ?? -1, listed.totalCount, after?.poolCount ?? -1] as const;
          }),
        );
      }
      await Promise.all(writes);
      for (const [before, listed, after] of seen) {
        expect(listed).toBe(before);
        expect(after).toBe(before);
        expect(before % 2).toBe(0);
      }
    });

    test('an error of a read is passed on and the next read is answered', async () => {
      const { store } = await openStore();
      const error = new Error('of the reader');
      await expect(store.read(() => Promise.reject(error))).rejects.toBe(error);
      expect(await store.read(listAccounts)).toEqual([]);
    });
  });

  describe('nonces', () => {
    const write = (store: Store, kind: 'commit' | 'rollback', nonce = sampleNonce()) =>
      store.write({ nonce, run: async () => ({ kind, value: undefined }) });

    test('a nonce is taken once, and once more by another access key or account', async () => {
      const { store } = await openStore();
      expect(await write(store, 'commit')).toMatchObject({ kind: 'done' });
      expect(await write(store, 'commit')).toEqual({ kind: 'nonce-used' });
      for (const given of [{ accessKeyId: 'LTAI-2' }, { accountId: OTHER_ACCOUNT_ID }]) {
        expect(await write(store, 'commit', sampleNonce(given))).toMatchObject({ kind: 'done' });
      }
    });

    test('a nonce is kept although its write rolls back or throws', async () => {
      const { store } = await openStore();
      await write(store, 'rollback');
      expect(await write(store, 'commit')).toEqual({ kind: 'nonce-used' });
      const nonce = sampleNonce({ nonce: 'nonce-2' });
      const throwing = store.write({ nonce, run: () => Promise.reject(new Error('broken')) });
      await expect(throwing).rejects.toThrow('broken');
      expect(await write(store, 'commit', nonce)).toEqual({ kind: 'nonce-used' });
    });

    test('a nonce is recorded once, also over reopening, and its write does not run again', async () => {
      const { store, reopen } = await openStore();
      await write(store, 'commit');
      const reopened = await reopen();
      let runCount = 0;
      const result = await reopened.write({
        nonce: sampleNonce(),
        run: async () => {
          runCount += 1;
          return { kind: 'commit', value: undefined };
        },
      });
      expect(result).toEqual({ kind: 'nonce-used' });
      expect(runCount).toBe(0);
    });

    test('of racing writes with one nonce exactly one runs', async () => {
      const { store } = await openStore();
      const results = await Promise.all(Array.from({ length: 32 }, () => write(store, 'commit')));
      expect(results.filter((result) => result.kind === 'done')).toHaveLength(1);
    });

    test('a nonce that has expired can be used again after a restart', async () => {
      let now = NOW;
      const { store, reopen } = await openStore({ now: () => now });
      await write(store, 'commit');
      now += 10_000;
      expect(await write(await reopen(), 'commit')).toMatchObject({ kind: 'done' });
    });

    test('commits forget expired client tokens as the clock goes on', async () => {
      let now = NOW;
      const { store } = await openStore({ now: () => now });
      await commit(store, ({ clientTokens }) => clientTokens.remember(sampleClientToken(), NOW));
      // An engine may keep them for a while longer, and forget them beside the commits: while it still
      // forgets for one, it does nothing for the next.
      now += 2 * 60 * 60_000;
      const { accountId, operation, token } = sampleClientToken();
      const findAfterCommit = async () => {
        await commit(store, async () => undefined);
        return store.read(({ clientTokens }) =>
          clientTokens.find(accountId, operation, token, NOW),
        );
      };
      await expect.poll(findAfterCommit, { timeout: 10_000 }).toBeUndefined();
    });
  });

  describe('client tokens', () => {
    const find = (store: Store, now: number, given: Partial<Record<'op' | 'token', string>> = {}) =>
      store.read((reader) =>
        reader.clientTokens.find(
          ACCOUNT_ID,
          given.op ?? 'VpcIpam.CreateIpamPool',
          given.token ?? 'token-1',
          now,
        ),
      );

    test('a remembered token is found until it expires', async () => {
      const { store } = await openStore();
      const token = sampleClientToken({ expiresAt: NOW + 10 });
      await commit(store, ({ clientTokens }) => clientTokens.remember(token, NOW));
      expect(await find(store, NOW)).toStrictEqual(token);
      expect(await find(store, NOW + 9)).toStrictEqual(token);
      expect(await find(store, NOW + 10)).toBeUndefined();
    });

    test('a token belongs to its operation, spelled exactly', async () => {
      const { store } = await openStore();
      await commit(store, ({ clientTokens }) => clientTokens.remember(sampleClientToken(), NOW));
      expect(await find(store, NOW, { op: 'VpcIpam.CreateIpam' })).toBeUndefined();
      expect(await find(store, NOW, { token: 'TOKEN-1' })).toBeUndefined();
      expect(await find(store, NOW, { token: '' })).toBeUndefined();
    });

    test('an expired token is replaced by a new answer', async () => {
      const { store } = await openStore();
      const second = sampleClientToken({
        requestHash: 'hash-2',
        response: '{}',
        expiresAt: NOW + 2_000,
      });
      await commit(store, ({ clientTokens }) =>
        clientTokens.remember(sampleClientToken({ expiresAt: NOW }), NOW),
      );
      await commit(store, ({ clientTokens }) => clientTokens.remember(second, NOW));
      expect(await find(store, NOW)).toStrictEqual(second);
    });

    test('a token that rolls back is not remembered', async () => {
      const { store } = await openStore();
      await store.write({
        run: async ({ clientTokens }) => {
          await clientTokens.remember(sampleClientToken(), NOW);
          return { kind: 'rollback', value: undefined };
        },
      });
      expect(await find(store, NOW)).toBeUndefined();
    });

    test('expired tokens are removed, at most the given number at once', async () => {
      const { store } = await openStore();
      await commit(store, async ({ clientTokens }) => {
        for (let index = 0; index < 5; index += 1) {
          const given = { token: `token-${index}`, expiresAt: NOW + index };
          await clientTokens.remember(sampleClientToken(given), NOW);
        }
        expect(await clientTokens.removeExpired(NOW + 3, 3)).toBe(3);
        expect(await clientTokens.removeExpired(NOW + 3, 3)).toBe(1);
        expect(await clientTokens.removeExpired(NOW + 3, 3)).toBe(0);
      });
      expect(await find(store, NOW, { token: 'token-3' })).toBeUndefined();
      expect(await find(store, NOW, { token: 'token-4' })).toBeDefined();
    });
  });

  describe('records', () => {
    test('accounts and keys come back field by field', async () => {
      const { store } = await openStore();
      const accounts = [
        sampleAccount({ accountId: OTHER_ACCOUNT_ID, createdAt: NOW - 1, status: 'Inactive' }),
        sampleAccount({ serviceOpenedAt: NOW + 5 }),
      ];
      const keys = [
        sampleAccessKey(),
        sampleAccessKey({ accessKeyId: 'LTAI-2', userId: 'user-1', status: 'Inactive' }),
      ];
      await commit(store, async (transactor) => {
        for (const account of accounts.toReversed()) await transactor.accounts.insert(account);
        await transactor.users.insert(sampleUser());
        for (const key of keys) await transactor.accessKeys.insert(key);
      });
      await store.read(async (reader) => {
        expect(await listAccounts(reader)).toStrictEqual(accounts);
        expect(await reader.accounts.find(ACCOUNT_ID)).toStrictEqual(accounts[1]);
        expect(await reader.accounts.find('9')).toBeUndefined();
        for (const key of keys) {
          const found = await reader.accessKeys.find(key.accessKeyId);
          expect(found).toStrictEqual({ ...key, encryptedSecret: found?.encryptedSecret });
          expect([...(found?.encryptedSecret ?? [])]).toEqual([...key.encryptedSecret]);
          const [listed, ...others] = await reader.accessKeys.listOf(ACCOUNT_ID, key.userId);
          expect(listed).toStrictEqual(found);
          expect(others).toEqual([]);
        }
        expect(await reader.accessKeys.find('ltai-1')).toBeUndefined();
      });
    });

    test('accounts are found by name and listed in pages, oldest first', async () => {
      const { store } = await openStore();
      expect(await store.read(({ accounts }) => accounts.findFirst())).toBeUndefined();
      const ids = ['9', '3', '5', '1', '7'];
      const times = [1, 2, 2, 3, 4];
      await commit(store, async ({ accounts }) => {
        for (const [index, accountId] of ids.entries()) {
          await accounts.insert(sampleAccount({ accountId, createdAt: NOW + (times[index] ?? 0) }));
        }
      });
      await store.read(async ({ accounts }) => {
        expect(await accounts.count()).toBe(5);
        expect((await accounts.findFirst())?.accountId).toBe('9');
        expect((await accounts.findByName('account-5'))?.accountId).toBe('5');
        expect(await accounts.findByName('Account-5')).toBeUndefined();
        for (const limit of [1, 2, 4, 5]) {
          const seen: string[] = [];
          let after: string | undefined;
          let hasMore = true;
          while (hasMore) {
            const page = await accounts.list({ after, limit });
            expect(page.totalCount).toBe(5);
            seen.push(...page.items.map(({ accountId }) => accountId));
            after = seen.at(-1);
            hasMore = page.hasMore;
          }
          expect(seen).toEqual(ids);
        }
      });
    });

    test('two accounts cannot have one name', async () => {
      const { store } = await openStore();
      await commit(store, ({ accounts }) => accounts.insert(sampleAccount()));
      const accountName = sampleAccount().accountName;
      const other = sampleAccount({ accountId: OTHER_ACCOUNT_ID, accountName });
      await expect(commit(store, ({ accounts }) => accounts.insert(other))).rejects.toThrow();
      expect(await store.read(listAccounts)).toEqual([sampleAccount()]);
    });

    test('an account and an access key can be changed', async () => {
      const { store } = await openStore();
      await commit(store, async ({ accounts, accessKeys }) => {
        await accounts.insert(sampleAccount());
        await accounts.insert(sampleAccount({ accountId: OTHER_ACCOUNT_ID }));
        await accessKeys.insert(sampleAccessKey());
        await accessKeys.setStatus(OTHER_ACCOUNT_ID, 'LTAI-1', 'Inactive');
        expect(await accessKeys.find('LTAI-1')).toMatchObject({ status: 'Active' });
        await accessKeys.setStatus(ACCOUNT_ID, 'LTAI-1', 'Inactive');
        expect(await accessKeys.find('LTAI-1')).toMatchObject({ status: 'Inactive' });
        await accessKeys.remove(OTHER_ACCOUNT_ID, 'LTAI-1');
        expect(await accessKeys.find('LTAI-1')).toBeDefined();
        await accessKeys.remove(ACCOUNT_ID, 'LTAI-1');
        expect(await accessKeys.find('LTAI-1')).toBeUndefined();
        await accounts.update({
          ...sampleAccount(),
          accountName: 'renamed',
          status: 'Inactive',
          createdAt: NOW + 1,
          serviceOpenedAt: NOW,
        });
        const changed = { ...sampleAccount(), accountName: 'renamed', status: 'Inactive' };
        expect(await accounts.find(ACCOUNT_ID)).toStrictEqual(changed);
        expect(await accounts.findByName('renamed')).toStrictEqual(changed);
        expect((await accounts.find(OTHER_ACCOUNT_ID))?.status).toBe('Active');
        await accounts.setServiceOpenedAt(ACCOUNT_ID, NOW);
        expect(await accounts.find(ACCOUNT_ID)).toMatchObject({ serviceOpenedAt: NOW });
        expect((await accounts.find(OTHER_ACCOUNT_ID))?.serviceOpenedAt).toBeUndefined();
      });
    });

    test('IPAMs, scopes, discoveries and tags come back field by field', async () => {
      const { store } = await openStore();
      const tags = [
        { key: 'A', value: '' },
        { key: 'a', value: '值 ' },
      ];
      await commit(store, async (transactor) => {
        await insertPoolGround(transactor);
        await transactor.scopes.insert(
          sampleScope({ scopeId: 'scope-2', scopeType: 'public', isDefault: true, name: '' }),
        );
        await transactor.discoveries.insert(sampleDiscovery());
        await transactor.tags.insert(ACCOUNT_ID, 'IPAM', 'ipam-1', tags.toReversed());
        await transactor.tags.insert(ACCOUNT_ID, 'IPAM', 'ipam-0', [{ key: 'z', value: 'z' }]);
      });
      await store.read(async (reader) => {
        expect(await reader.ipams.find(ACCOUNT_ID, 'ipam-1')).toStrictEqual(
          sampleIpam({ scopeCount: 2 }),
        );
        expect(await reader.scopes.find(ACCOUNT_ID, 'scope-1')).toStrictEqual(sampleScope());
        expect(await reader.scopes.find(ACCOUNT_ID, 'scope-2')).toStrictEqual(
          sampleScope({ scopeId: 'scope-2', scopeType: 'public', isDefault: true, name: '' }),
        );
        expect(await reader.discoveries.findInRegion(ACCOUNT_ID, 'cn-hangzhou')).toStrictEqual(
          sampleDiscovery(),
        );
        expect(await reader.discoveries.findInRegion(ACCOUNT_ID, 'cn-beijing')).toBeUndefined();
        const listed = await reader.tags.listOf(ACCOUNT_ID, ['ipam-1', 'ipam-0', 'ipam-9']);
        expect(listed).toStrictEqual([
          { resourceId: 'ipam-0', key: 'z', value: 'z' },
          ...tags.map((tag) => ({ resourceId: 'ipam-1', ...tag })),
        ]);
        expect(await reader.tags.listOf(ACCOUNT_ID, [])).toEqual([]);
      });
    });

    test('a custom discovery becomes the default one of an IPAM', async () => {
      const { store } = await openStore();
      await commit(store, async ({ accounts, discoveries }) => {
        await accounts.insert(sampleAccount());
        await discoveries.insert(sampleDiscovery());
        await discoveries.makeDefault(ACCOUNT_ID, 'discovery-1', ['cn-hangzhou', 'cn-beijing']);
        expect(await discoveries.findInRegion(ACCOUNT_ID, 'cn-hangzhou')).toStrictEqual(
          sampleDiscovery({
            discoveryType: 'system',
            operatingRegions: ['cn-hangzhou', 'cn-beijing'],
          }),
        );
      });
    });

    test('pools come back field by field, optional values present and absent', async () => {
      const { store } = await openStore();
      const full = samplePool({
        poolId: 'pool-2',
        poolRegionId: 'cn-beijing',
        sourcePoolId: 'pool-1',
        depth: 1,
        ipVersion: 'IPv6',
        ipv6Isp: 'ChinaMobile',
        description: '说明',
        minMask: 0,
        maxMask: 128,
        defaultMask: 64,
        autoImport: true,
        availableAt: NOW + 5,
      });
      await commit(store, async (transactor) => {
        await insertPoolGround(transactor);
        await transactor.pools.insert(samplePool());
        await transactor.pools.insert(full);
      });
      await store.read(async ({ pools }) => {
        const source = samplePool({ subPoolCount: 1 });
        expect(await pools.find(ACCOUNT_ID, 'pool-1')).toStrictEqual(source);
        expect(await pools.find(ACCOUNT_ID, 'pool-2')).toStrictEqual(full);
        expect((await pools.list(poolFilter(), ALL)).items).toStrictEqual([source, full]);
      });
    });

    test('counters follow what is inserted', async () => {
      const { store } = await openStore();
      await commit(store, async (transactor) => {
        await insertPoolGround(transactor);
        await insertPoolGround(transactor, OTHER_ACCOUNT_ID);
        await transactor.scopes.insert(sampleScope({ scopeId: 'scope-2' }));
        await transactor.discoveries.insert(sampleDiscovery());
        await transactor.discoveries.insertAssociation(sampleAssociation());
        await transactor.pools.insert(samplePool());
        for (const poolId of ['pool-2', 'pool-3']) {
          await transactor.pools.insert(samplePool({ poolId, sourcePoolId: 'pool-1', depth: 1 }));
        }
        await transactor.pools.insert(
          samplePool({ poolId: 'pool-4', sourcePoolId: 'pool-2', depth: 2, scopeId: 'scope-2' }),
        );
      });
      await store.read(async ({ ipams, scopes, pools }) => {
        expect(await ipams.find(ACCOUNT_ID, 'ipam-1')).toMatchObject({
          scopeCount: 2,
          associationCount: 1,
        });
        expect(await ipams.find(OTHER_ACCOUNT_ID, 'ipam-1')).toMatchObject({
          scopeCount: 1,
          associationCount: 0,
        });
        expect(await scopes.find(ACCOUNT_ID, 'scope-1')).toMatchObject({ poolCount: 3 });
        expect(await scopes.find(ACCOUNT_ID, 'scope-2')).toMatchObject({ poolCount: 1 });
        expect(await scopes.find(OTHER_ACCOUNT_ID, 'scope-1')).toMatchObject({ poolCount: 0 });
        expect(await pools.find(ACCOUNT_ID, 'pool-1')).toMatchObject({ subPoolCount: 2 });
        expect(await pools.find(ACCOUNT_ID, 'pool-2')).toMatchObject({ subPoolCount: 1 });
        expect(await pools.find(ACCOUNT_ID, 'pool-4')).toMatchObject({ subPoolCount: 0 });
      });
    });

    test('IPAMs are counted by region', async () => {
      const { store } = await openStore();
      await commit(store, async ({ accounts, ipams }) => {
        await accounts.insert(sampleAccount());
        await ipams.insert(sampleIpam());
        await ipams.insert(sampleIpam({ ipamId: 'ipam-2' }));
        await ipams.insert(sampleIpam({ ipamId: 'ipam-3', regionId: 'cn-beijing' }));
        expect(await ipams.countInRegion(ACCOUNT_ID, 'cn-hangzhou')).toBe(2);
        expect(await ipams.countInRegion(ACCOUNT_ID, 'cn-beijing')).toBe(1);
        expect(await ipams.countInRegion(ACCOUNT_ID, 'cn-shanghai')).toBe(0);
      });
    });

    test('public top-level pools are counted by pool region and ISP, sub-pools are not', async () => {
      const { store } = await openStore();
      const publicPool = { poolRegionId: 'cn-beijing', ipv6Isp: 'BGP', ipVersion: 'IPv6' } as const;
      await commit(store, async (transactor) => {
        await insertPoolGround(transactor);
        const { pools } = transactor;
        await pools.insert(samplePool({ poolId: 'pool-1', ...publicPool }));
        await pools.insert(samplePool({ poolId: 'pool-2', ...publicPool, ipv6Isp: 'ChinaMobile' }));
        await pools.insert(samplePool({ poolId: 'pool-3', ...publicPool, poolRegionId: 'cn-x' }));
        await pools.insert(samplePool({ poolId: 'pool-4', ...publicPool, sourcePoolId: 'pool-1' }));
        await pools.insert(samplePool({ poolId: 'pool-5', poolRegionId: 'cn-beijing' }));
        expect(await pools.countPublicTopPools(ACCOUNT_ID, 'cn-beijing', 'BGP')).toBe(1);
        expect(await pools.countPublicTopPools(ACCOUNT_ID, 'cn-beijing', 'ChinaUnicom')).toBe(0);
      });
    });

    test('an event gives the answer kept with it, for its own operation', async () => {
      const { store } = await openStore();
      const answer = { requestHash: 'hash', response: '{}' };
      const event = sampleEvent({ answer });
      await commit(store, async (transactor) => {
        await transactor.events.append(event);
        await transactor.events.append(sampleEvent({ eventId: 'event-2' }));
      });
      await store.read(async ({ events }) => {
        const find = (operation: string, requestId: string) =>
          events.findAnswer(ACCOUNT_ID, operation, requestId);
        const { items } = await events.list({ accountId: ACCOUNT_ID }, ALL, 1);
        expect(items.at(0)).toStrictEqual(event);
        expect(await find(event.operation, 'event-1')).toStrictEqual({
          occurredAt: NOW,
          ...answer,
        });
        expect(await find('VpcIpam.CreateIpam', 'event-1')).toBeUndefined();
        expect(await find(event.operation, 'event-2')).toBeUndefined();
      });
    });

    test('events come in order, after a given one, as many as asked for', async () => {
      const { store } = await openStore();
      const events = Array.from({ length: 6 }, (_, index) =>
        sampleEvent({
          eventId: `event-${index}`,
          ...(index % 2 === 0 ? {} : { before: '{"a":1}', after: '{"a":2}' }),
        }),
      );
      await commit(store, async (transactor) => {
        for (const event of events.toReversed()) await transactor.events.append(event);
      });
      await store.read(async (reader) => {
        const list = (after: string | undefined, limit: number) =>
          reader.events.list({ accountId: ACCOUNT_ID }, { after, limit }, 100);
        expect(await list(undefined, 6)).toStrictEqual({ items: events, nextAfter: undefined });
        expect(await list('event-1', 3)).toStrictEqual({
          items: events.slice(2, 5),
          nextAfter: 'event-4',
        });
        expect(await list('event-5', 3)).toEqual({ items: [], nextAfter: undefined });
      });
    });

    test('events with filters: a page looks at so many events, and goes on after them', async () => {
      const { store } = await openStore();
      const eventAt = (index: number) =>
        sampleEvent({
          eventId: `event-${index}`,
          occurredAt: NOW + index,
          operation: index % 2 === 0 ? 'VpcIpam.CreateIpam' : 'VpcIpam.DeleteIpam',
          code: index === 8 ? 'Forbidden.RAM' : 'OK',
          resourceId: index === 3 ? 'ipam-3,ipam_4' : `ipam-${index}`,
          principalArn: index === 5 ? 'alice' : 'bob',
        });
      await commit(store, async ({ events }) => {
        for (let index = 0; index < 10; index += 1) await events.append(eventAt(index));
      });
      const list = (filter: Partial<EventFilter>, page: PageRequest = ALL, scanCountMax = 100) =>
        store.read(async ({ events }) => {
          const found = await events.list({ accountId: ACCOUNT_ID, ...filter }, page, scanCountMax);
          return [found.items.map(({ eventId }) => Number(eventId.slice(6))), found.nextAfter];
        });
      expect(await list({ operation: 'VpcIpam.CreateIpam' })).toEqual([[0, 2, 4, 6, 8], undefined]);
      expect(await list({ code: 'Forbidden.RAM' })).toEqual([[8], undefined]);
      expect(await list({ principalArn: 'alice' })).toEqual([[5], undefined]);
      expect(await list({ resourceId: 'ipam-3' })).toEqual([[3], undefined]);
      expect(await list({ resourceId: 'ipam_4' })).toEqual([[3], undefined]);
      expect(await list({ resourceId: 'ipam_3' })).toEqual([[], undefined]);
      expect(await list({ resourceId: 'IPAM-3' })).toEqual([[], undefined]);
      expect(await list({ startAt: NOW + 8 })).toEqual([[8, 9], undefined]);
      expect(await list({ endAt: NOW + 2 })).toEqual([[0, 1], undefined]);
      expect(await list({ firstEventId: 'event-7', endAt: NOW + 9 })).toEqual([[7, 8], undefined]);
      expect(await list({ code: 'Forbidden.RAM' }, ALL, 4)).toEqual([[], 'event-3']);
      const second = { after: 'event-3', limit: 10 };
      expect(await list({ code: 'Forbidden.RAM' }, second, 4)).toEqual([[], 'event-7']);
      const third = { after: 'event-7', limit: 10 };
      expect(await list({ code: 'Forbidden.RAM' }, third, 4)).toEqual([[8], undefined]);
      expect(await list({ code: 'OK' }, { after: undefined, limit: 2 }, 4)).toEqual([
        [0, 1],
        'event-1',
      ]);
    });

    test('events before an id are forgotten, of all accounts, a few at a time', async () => {
      const { store } = await openStore();
      await commit(store, async (transactor) => {
        for (const accountId of [ACCOUNT_ID, OTHER_ACCOUNT_ID]) {
          await transactor.accounts.insert(sampleAccount({ accountId }));
          for (const eventId of ['event-1', 'event-2', 'event-3']) {
            await transactor.events.append(sampleEvent({ accountId, eventId }));
          }
        }
        const { events } = transactor;
        expect(await events.removeBefore('event-1', 3)).toBe(0);
        expect(await events.removeBefore('event-3', 3)).toBe(3);
        expect(await events.removeBefore('event-3', 3)).toBe(1);
        expect(await events.removeBefore('event-3', 3)).toBe(0);
        for (const accountId of [ACCOUNT_ID, OTHER_ACCOUNT_ID]) {
          const { items } = await events.list({ accountId }, ALL, 100);
          expect(items.map(({ eventId }) => eventId)).toEqual(['event-3']);
        }
      });
    });

    test('the event of a refusal stays when its changes are taken back', async () => {
      const { store } = await openStore();
      const event = sampleEvent({ code: 'Forbidden.RAM' });
      await store.write({
        run: async (transactor) => {
          await transactor.accounts.insert(sampleAccount());
          return { kind: 'rollback', value: undefined, event };
        },
      });
      await store.read(async (reader) => {
        expect(await listAccounts(reader)).toEqual([]);
        const { items } = await reader.events.list({ accountId: ACCOUNT_ID }, ALL, 100);
        expect(items).toStrictEqual([event]);
      });
    });
  });

  describe('accounts', () => {
    test.each(Object.entries(READS))('%s never shows another account its rows', async (_, read) => {
      const { store } = await openStore();
      await commit(store, fillEveryTable);
      const ask = (accountId: string) => store.read((reader) => read(reader, accountId));
      expect(hasNothing(await ask(ACCOUNT_ID))).toBe(false);
      expect(await ask(OTHER_ACCOUNT_ID)).toSatisfy(hasNothing);
    });

    test('two accounts may have equal ids, each sees its own', async () => {
      const { store } = await openStore();
      await commit(store, async (transactor) => {
        for (const accountId of [ACCOUNT_ID, OTHER_ACCOUNT_ID]) {
          await insertPoolGround(transactor, accountId);
          await transactor.pools.insert(samplePool({ accountId, name: accountId }));
          await transactor.tags.insert(accountId, 'IPAMPOOL', 'pool-1', [
            { key: 'owner', value: accountId },
          ]);
        }
      });
      await store.read(async ({ pools, tags }) => {
        for (const accountId of [ACCOUNT_ID, OTHER_ACCOUNT_ID]) {
          const page = await pools.list(
            poolFilter({ accountId, tags: [{ key: 'owner', value: accountId }] }),
            ALL,
          );
          expect(page.items.map((pool) => pool.name)).toEqual([accountId]);
          expect(await tags.listOf(accountId, ['pool-1'])).toHaveLength(1);
        }
        const crossed = poolFilter({ tags: [{ key: 'owner', value: OTHER_ACCOUNT_ID }] });
        expect(await pools.list(crossed, ALL)).toSatisfy(hasNothing);
      });
    });

    test('a shared pool is found by the account it is shared with, and by no other', async () => {
      const { store } = await openStore();
      await commit(store, async (transactor) => {
        await insertPoolGround(transactor);
        for (const accountId of [OTHER_ACCOUNT_ID, THIRD_ACCOUNT_ID]) {
          await transactor.accounts.insert(sampleAccount({ accountId }));
        }
        await transactor.pools.insert(samplePool());
        await transactor.pools.insert(samplePool({ poolId: 'pool-2' }));
        await sharePool(transactor, ACCOUNT_ID, 'pool-1', OTHER_ACCOUNT_ID);
      });
      await store.read(async ({ pools }) => {
        const shared = samplePool({ isShared: true });
        expect(await pools.findSharedWith(OTHER_ACCOUNT_ID, 'pool-1')).toStrictEqual({
          ...shared,
          resourceGroupId: '',
        });
        expect(await pools.find(ACCOUNT_ID, 'pool-1')).toStrictEqual(shared);
        expect(await pools.find(OTHER_ACCOUNT_ID, 'pool-1')).toBeUndefined();
        expect(await pools.findSharedWith(OTHER_ACCOUNT_ID, 'pool-2')).toBeUndefined();
        expect(await pools.findSharedWith(THIRD_ACCOUNT_ID, 'pool-1')).toBeUndefined();
        expect(await pools.findSharedWith(ACCOUNT_ID, 'pool-1')).toBeUndefined();
      });
    });
  });

  describe('resource shares', () => {
    async function openShared() {
      const { store } = await openStore();
      await commit(store, async (transactor) => {
        await insertPoolGround(transactor);
        await transactor.accounts.insert(sampleAccount({ accountId: OTHER_ACCOUNT_ID }));
        await transactor.pools.insert(samplePool());
        await sharePool(transactor, ACCOUNT_ID, 'pool-1', OTHER_ACCOUNT_ID);
      });
      const isShared = () =>
        store.read(async ({ pools }) => ({
          withOther: (await pools.findSharedWith(OTHER_ACCOUNT_ID, 'pool-1')) !== undefined,
          byOwner: (await pools.find(ACCOUNT_ID, 'pool-1'))?.isShared,
        }));
      return { store, isShared };
    }
    const SHARED = { withOther: true, byOwner: true };
    const NOT_SHARED = { withOther: false, byOwner: false };
    const SHARE_ID = `share-of-pool-1-with-${OTHER_ACCOUNT_ID}`;

    test('an invitation shares nothing until it is accepted', async () => {
      const { store } = await openStore();
      await commit(store, async (transactor) => {
        await insertPoolGround(transactor);
        await transactor.accounts.insert(sampleAccount({ accountId: OTHER_ACCOUNT_ID }));
        await transactor.pools.insert(samplePool());
        await transactor.shares.insert(sampleShare());
        await transactor.shares.addResource(sampleShareResource());
        await transactor.shares.invite(sampleShareTarget(), sampleInvitation());
      });
      const find = () =>
        store.read(({ pools }) => pools.findSharedWith(OTHER_ACCOUNT_ID, 'pool-1'));
      expect(await find()).toBeUndefined();
      await commit(store, ({ shares }) => shares.accept(sampleInvitation(), NOW + 1));
      expect(await find()).toMatchObject({ poolId: 'pool-1' });
      expect(
        await store.read(({ shares }) =>
          shares.findTarget(ACCOUNT_ID, 'share-1', OTHER_ACCOUNT_ID),
        ),
      ).toStrictEqual(sampleShareTarget({ isAccepted: true, updatedAt: NOW + 1 }));
    });

    test('a pool is shared while one share gives it', async () => {
      const { store, isShared } = await openShared();
      await commit(store, async ({ shares }) => {
        await shares.insert(sampleShare());
        await shares.addResource(sampleShareResource());
        await shares.invite(sampleShareTarget(), sampleInvitation());
        await shares.accept(sampleInvitation(), NOW);
      });
      await commit(store, ({ shares }) => shares.remove(sampleShare()));
      expect(await isShared()).toEqual(SHARED);
      await commit(store, ({ shares }) => shares.remove(sampleShare({ shareId: SHARE_ID })));
      expect(await isShared()).toEqual(NOT_SHARED);
    });

    test.each<[string, (transactor: Transactor) => Promise<void>]>([
      [
        'its resource is removed',
        ({ shares }) => shares.removeResource(sampleShareResource({ shareId: SHARE_ID })),
      ],
      [
        'its target is removed',
        ({ shares }) => shares.removeTarget(sampleShareTarget({ shareId: SHARE_ID })),
      ],
      ['it is removed', ({ shares }) => shares.remove(sampleShare({ shareId: SHARE_ID }))],
    ])('a share ends when %s', async (_, end) => {
      const { store, isShared } = await openShared();
      expect(await isShared()).toEqual(SHARED);
      await commit(store, end);
      expect(await isShared()).toEqual(NOT_SHARED);
    });

    test('a principal names a pool for itself, and anew when it is shared again', async () => {
      const { store } = await openShared();
      const names = () =>
        store.read(async ({ pools }) => [
          (await pools.find(ACCOUNT_ID, 'pool-1'))?.name,
          (await pools.findSharedWith(OTHER_ACCOUNT_ID, 'pool-1'))?.name,
        ]);
      await commit(store, ({ pools }) =>
        pools.setSharedView(OTHER_ACCOUNT_ID, 'pool-1', 'theirs', undefined),
      );
      expect(await names()).toEqual(['a pool', 'theirs']);
      const listed = await store.read(({ pools }) =>
        pools.listSharedWith(poolFilter({ accountId: OTHER_ACCOUNT_ID, name: 'theirs' }), ALL),
      );
      expect(listed).toMatchObject({ totalCount: 1, hasMore: false });
      await commit(store, ({ shares }) => shares.remove(sampleShare({ shareId: SHARE_ID })));
      await commit(store, (transactor) =>
        sharePool(transactor, ACCOUNT_ID, 'pool-1', OTHER_ACCOUNT_ID),
      );
      expect(await names()).toEqual(['a pool', 'a pool']);
    });
  });

  describe('lists', () => {
    /** Pools that differ from each other in every column that a filter names. */
    const variants: readonly Partial<Pool>[] = [
      {},
      { name: 'other' },
      { resourceGroupId: 'rg-2' },
      { regionId: 'cn-beijing' },
      { scopeId: 'scope-2' },
      { poolRegionId: 'cn-beijing' },
      { sourcePoolId: 'pool-0' },
      { ipVersion: 'IPv6' },
      { ipv6Isp: 'BGP' },
      { isShared: true },
    ];

    async function insertVariants(transactor: Transactor): Promise<void> {
      await insertPoolGround(transactor);
      await transactor.scopes.insert(sampleScope({ scopeId: 'scope-2' }));
      for (const [index, variant] of variants.entries()) {
        await transactor.pools.insert(samplePool({ poolId: `pool-${index}`, ...variant }));
      }
    }

    const idsOf = (page: Page<Pool>) => page.items.map((pool) => pool.poolId);

    test.each<[Partial<PoolFilter>, readonly number[]]>([
      [{}, [0, 1, 2, 4, 5, 6, 7, 8, 9]],
      [{ name: 'other' }, [1]],
      [{ name: 'OTHER' }, []],
      [{ name: '' }, []],
      [{ resourceGroupId: 'rg-2' }, [2]],
      [{ regionId: 'cn-beijing' }, [3]],
      [{ scopeId: 'scope-2' }, [4]],
      [{ poolRegionId: 'cn-beijing' }, [5]],
      [{ sourcePoolId: 'pool-0' }, [6]],
      [{ ipVersion: 'IPv6' }, [7]],
      [{ ipVersion: 'IPv5' }, []],
      [{ ipv6Isp: 'BGP' }, [8]],
      [{ isShared: true }, [9]],
      [{ isShared: false }, [0, 1, 2, 4, 5, 6, 7, 8]],
      [{ ids: ['pool-2', 'pool-0', 'pool-9', 'pool-2'] }, [0, 2, 9]],
      [{ ids: ['pool-3'] }, []],
      [{ ids: ['nothing'] }, []],
      [{ ids: [] }, []],
      [{ ids: ["' OR 1=1 --"] }, []],
      [{ ids: ['pool-0', 'pool-1'], name: 'other', ipVersion: 'IPv4', isShared: false }, [1]],
      [{ name: 'other', resourceGroupId: 'rg-2' }, []],
    ])('pools by %j', async (filter, expected) => {
      const { store } = await openStore();
      await commit(store, insertVariants);
      const page = await store.read(({ pools }) => pools.list(poolFilter(filter), ALL));
      expect(idsOf(page)).toEqual(expected.map((index) => `pool-${index}`));
      expect(page).toMatchObject({ totalCount: expected.length, hasMore: false });
    });

    test('every filter together lists only what all of them let pass', async () => {
      const { store } = await openStore();
      const wanted = {
        name: 'n',
        resourceGroupId: 'rg-2',
        scopeId: 'scope-1',
        poolRegionId: 'cn-beijing',
        sourcePoolId: 'pool-0',
        ipVersion: 'IPv6',
        ipv6Isp: 'BGP',
        isShared: true,
      } as const;
      await commit(store, async (transactor) => {
        await insertVariants(transactor);
        await transactor.pools.insert(samplePool({ poolId: 'wanted', ...wanted }));
        await transactor.tags.insert(ACCOUNT_ID, 'IPAMPOOL', 'wanted', [{ key: 'a', value: 'b' }]);
      });
      const filter = poolFilter({
        ...wanted,
        ids: ['wanted', 'pool-1'],
        tags: [{ key: 'a', value: 'b' }],
      });
      const page = await store.read(({ pools }) => pools.list(filter, ALL));
      expect(idsOf(page)).toEqual(['wanted']);
      expect(page.totalCount).toBe(1);
    });

    test.each<[readonly TagFilter[], readonly string[]]>([
      [[], ['both', 'neither', 'one', 'two']],
      [[{ key: 'env', value: undefined }], ['both', 'one']],
      [[{ key: 'env', value: 'prod' }], ['one']],
      [[{ key: 'env', value: '' }], ['both']],
      [[{ key: 'env', value: 'PROD' }], []],
      [[{ key: 'ENV', value: undefined }], []],
      [
        [
          { key: 'env', value: undefined },
          { key: 'team', value: 'net' },
        ],
        ['both'],
      ],
      [
        [
          { key: 'team', value: 'net' },
          { key: 'team', value: 'other' },
        ],
        [],
      ],
      [[{ key: '', value: undefined }], []],
    ])('pools by tags %j', async (tags, expected) => {
      const { store } = await openStore();
      await commit(store, async (transactor) => {
        await insertPoolGround(transactor);
        const tagsOf = {
          one: [{ key: 'env', value: 'prod' }],
          two: [{ key: 'team', value: 'net' }],
          both: [
            { key: 'env', value: '' },
            { key: 'team', value: 'net' },
          ],
          neither: [],
        };
        for (const [poolId, own] of Object.entries(tagsOf)) {
          await transactor.pools.insert(samplePool({ poolId }));
          await transactor.tags.insert(ACCOUNT_ID, 'IPAMPOOL', poolId, own);
        }
      });
      const page = await store.read(({ pools }) => pools.list(poolFilter({ tags }), ALL));
      expect(idsOf(page)).toEqual(expected);
      expect(page.totalCount).toBe(expected.length);
    });

    test('scopes by IPAM and type', async () => {
      const { store } = await openStore();
      await commit(store, async (transactor) => {
        await insertPoolGround(transactor);
        await transactor.ipams.insert(sampleIpam({ ipamId: 'ipam-2' }));
        await transactor.scopes.insert(sampleScope({ scopeId: 'scope-2', scopeType: 'public' }));
        await transactor.scopes.insert(sampleScope({ scopeId: 'scope-3', ipamId: 'ipam-2' }));
      });
      const list = async (given: Partial<ScopeFilter>) => {
        const page = await store.read(({ scopes }) => scopes.list(scopeFilter(given), ALL));
        return page.items.map((scope) => scope.scopeId);
      };
      expect(await list({})).toEqual(['scope-1', 'scope-2', 'scope-3']);
      expect(await list({ ipamId: 'ipam-1' })).toEqual(['scope-1', 'scope-2']);
      expect(await list({ scopeType: 'private' })).toEqual(['scope-1', 'scope-3']);
      expect(await list({ scopeType: 'private', ipamId: 'ipam-1' })).toEqual(['scope-1']);
      expect(await list({ scopeType: 'inner' })).toEqual([]);
    });

    test('IPAMs by name, ids, resource group and tag', async () => {
      const { store } = await openStore();
      await commit(store, async ({ accounts, ipams, tags }) => {
        await accounts.insert(sampleAccount());
        await ipams.insert(sampleIpam());
        await ipams.insert(sampleIpam({ ipamId: 'ipam-2', name: 'b', resourceGroupId: 'rg-2' }));
        await tags.insert(ACCOUNT_ID, 'IPAM', 'ipam-2', [{ key: 'k', value: 'v' }]);
      });
      const list = async (given: Partial<ResourceFilter>) => {
        const page = await store.read(({ ipams }) => ipams.list(resourceFilter(given), ALL));
        return page.items.map((ipam) => ipam.ipamId);
      };
      expect(await list({})).toEqual(['ipam-1', 'ipam-2']);
      expect(await list({ name: 'b' })).toEqual(['ipam-2']);
      expect(await list({ ids: ['ipam-1'] })).toEqual(['ipam-1']);
      expect(await list({ resourceGroupId: 'rg-2' })).toEqual(['ipam-2']);
      expect(await list({ tags: [{ key: 'k', value: undefined }] })).toEqual(['ipam-2']);
      expect(await list({ regionId: 'cn-beijing' })).toEqual([]);
    });

    test.each([1, 2, 3, 7, 24, 25, 26])(
      'pages of %i show each row once, in order of the keys',
      async (limit) => {
        const { store } = await openStore();
        const ids = Array.from(
          { length: 25 },
          (_, index) => `pool-${String(index).padStart(2, '0')}`,
        );
        await commit(store, async (transactor) => {
          await insertPoolGround(transactor);
          // In another order than that of the keys.
          for (const poolId of ids.toSorted((a, b) => a.slice(-1).localeCompare(b.slice(-1)))) {
            await transactor.pools.insert(samplePool({ poolId }));
          }
        });
        const seen: string[] = [];
        let after: string | undefined;
        for (;;) {
          const page: Page<Pool> = await store.read(({ pools }) =>
            pools.list(poolFilter(), { after, limit }),
          );
          expect(page.totalCount).toBe(25);
          seen.push(...idsOf(page));
          expect(page.hasMore).toBe(seen.length < 25);
          if (!page.hasMore) break;
          after = seen.at(-1);
        }
        expect(seen).toEqual(ids);
      },
    );

    test('rows that are added while a list is read move no other row to another page', async () => {
      const { store } = await openStore();
      await commit(store, async (transactor) => {
        await insertPoolGround(transactor);
        for (const poolId of ['b', 'd', 'f']) await transactor.pools.insert(samplePool({ poolId }));
      });
      const next = (after: string | undefined) =>
        store.read(({ pools }) => pools.list(poolFilter(), { after, limit: 2 }));
      expect(idsOf(await next(undefined))).toEqual(['b', 'd']);
      await commit(store, async ({ pools }) => {
        for (const poolId of ['a', 'e', 'g']) await pools.insert(samplePool({ poolId }));
      });
      const second = await next('d');
      expect(idsOf(second)).toEqual(['e', 'f']);
      expect(second).toMatchObject({ totalCount: 6, hasMore: true });
    });
  });
}
