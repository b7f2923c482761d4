import { expect, onTestFinished, test } from 'vitest';
import {
  cidrOf,
  sampleAddress,
  sampleNetwork,
  sampleSubnet,
} from './inventory-samples.test-support.ts';
import {
  ACCOUNT_ID,
  NOW,
  OTHER_ACCOUNT_ID,
  sampleAccount,
  sampleAllocation,
  sampleDiscovery,
  sampleIpam,
  samplePool,
  samplePoolCidr,
  sampleScope,
} from './record-samples.test-support.ts';
import {
  sampleInvitation,
  sampleShare,
  sampleShareResource,
  sampleShareTarget,
} from './share-samples.test-support.ts';
import type { Store, Transactor } from './store.ts';

const OTHER_TEXTS = { name: 'another name', description: 'another description' };

/** How every engine changes and removes resources: what is named, and nothing beside it. */
export function resourceChangesContract(open: () => Promise<Store>): void {
  /** Runs work in one write of a store with a pool in each of two accounts. */
  async function work(run: (transactor: Transactor) => Promise<void>): Promise<void> {
    const store = await open();
    onTestFinished(() => store.close());
    await store.write({
      run: async (transactor) => {
        for (const accountId of [ACCOUNT_ID, OTHER_ACCOUNT_ID]) {
          await transactor.accounts.insert(sampleAccount({ accountId }));
          await transactor.ipams.insert(sampleIpam({ accountId }));
          await transactor.scopes.insert(sampleScope({ accountId, isDefault: true }));
          await transactor.pools.insert(samplePool({ accountId }));
        }
        return { kind: 'commit', value: await run(transactor) };
      },
    });
  }

  test('an IPAM gets other texts and regions, and is removed when it is empty', () =>
    work(async ({ ipams, scopes, pools }) => {
      const before = await ipams.find(ACCOUNT_ID, 'ipam-1');
      if (before === undefined) throw new Error('no IPAM');
      const changed = { ...before, ...OTHER_TEXTS, operatingRegions: ['cn-beijing'] };
      await ipams.update({ ...changed, regionId: 'elsewhere', scopeCount: 77 });
      expect(await ipams.find(ACCOUNT_ID, 'ipam-1')).toStrictEqual(changed);
      const others = await ipams.find(OTHER_ACCOUNT_ID, 'ipam-1');
      expect(others).toStrictEqual({ ...before, accountId: OTHER_ACCOUNT_ID });
      await pools.remove(samplePool());
      await scopes.remove(sampleScope());
      await ipams.remove(changed);
      expect(await ipams.find(ACCOUNT_ID, 'ipam-1')).toBeUndefined();
      expect(await ipams.countInRegion(ACCOUNT_ID, before.regionId)).toBe(0);
      expect(await ipams.find(OTHER_ACCOUNT_ID, 'ipam-1')).toStrictEqual(others);
    }));

  test('a scope gets other texts', () =>
    work(async ({ scopes }) => {
      const before = await scopes.find(ACCOUNT_ID, 'scope-1');
      if (before === undefined) throw new Error('no scope');
      const changed = { ...before, ...OTHER_TEXTS };
      await scopes.update({ ...changed, isDefault: false, poolCount: 77 });
      expect(await scopes.find(ACCOUNT_ID, 'scope-1')).toStrictEqual(changed);
      const others = await scopes.find(OTHER_ACCOUNT_ID, 'scope-1');
      expect(others).toStrictEqual({ ...before, accountId: OTHER_ACCOUNT_ID });
    }));

  test('a pool gets other texts and rules, or none', () =>
    work(async ({ pools }) => {
      const before = await pools.find(ACCOUNT_ID, 'pool-1');
      if (before === undefined) throw new Error('no pool');
      const rules = { minMask: 9, maxMask: 28, defaultMask: 24, autoImport: true };
      await pools.update({ ...before, ...OTHER_TEXTS, ...rules, depth: 77, cidrCount: 77 });
      const changed = { ...before, ...OTHER_TEXTS, ...rules };
      expect(await pools.find(ACCOUNT_ID, 'pool-1')).toStrictEqual(changed);
      const none = { minMask: undefined, maxMask: undefined, defaultMask: undefined };
      await pools.update({ ...changed, ...none });
      expect(await pools.find(ACCOUNT_ID, 'pool-1')).toStrictEqual({ ...changed, ...none });
      const others = await pools.find(OTHER_ACCOUNT_ID, 'pool-1');
      expect(others).toStrictEqual({ ...before, accountId: OTHER_ACCOUNT_ID });
    }));

  test('the regions of a resource discovery change alone', () =>
    work(async ({ discoveries }) => {
      const discovery = sampleDiscovery();
      await discoveries.insert(discovery);
      await discoveries.setOperatingRegions(ACCOUNT_ID, discovery.discoveryId, ['a', 'b']);
      const found = await discoveries.find(ACCOUNT_ID, discovery.discoveryId);
      expect(found).toStrictEqual({ ...discovery, operatingRegions: ['a', 'b'] });
    }));

  test('the tags of a resource are removed, and no others', () =>
    work(async ({ tags }) => {
      for (const accountId of [ACCOUNT_ID, OTHER_ACCOUNT_ID]) {
        await tags.insert(accountId, 'IPAMPOOL', 'pool-1', [
          { key: 'a', value: '1' },
          { key: 'b', value: '2' },
        ]);
        await tags.insert(accountId, 'IPAM', 'ipam-1', [{ key: 'a', value: '1' }]);
      }
      await tags.removeOf(ACCOUNT_ID, 'pool-1');
      const ids = ['pool-1', 'ipam-1'];
      expect(await tags.listOf(ACCOUNT_ID, ids)).toHaveLength(1);
      expect(await tags.listOf(OTHER_ACCOUNT_ID, ids)).toHaveLength(3);
    }));

  test('a share gets another name; an invitation that is rejected gives nothing', () =>
    work(async ({ pools, shares }) => {
      await shares.insert(sampleShare());
      await shares.addResource(sampleShareResource());
      await shares.invite(sampleShareTarget(), sampleInvitation());
      const changed = { name: 'other', allowExternalTargets: false, updatedAt: NOW + 1 };
      await shares.update(sampleShare({ ...changed, createdAt: 1 }));
      expect(await shares.find(ACCOUNT_ID, 'share-1')).toStrictEqual(sampleShare(changed));
      await shares.reject(sampleInvitation());
      expect(await shares.findTarget(ACCOUNT_ID, 'share-1', OTHER_ACCOUNT_ID)).toBeUndefined();
      const invitation = await shares.findInvitation(OTHER_ACCOUNT_ID, 'invitation-1');
      expect(invitation?.status).toBe('Rejected');
      expect(await pools.findSharedWith(OTHER_ACCOUNT_ID, 'pool-1')).toBeUndefined();
    }));

  test('a public supply can be locked as often as a write likes', () =>
    work(async ({ poolCidrs }) => {
      await poolCidrs.lockPublic('cn-hangzhou/BGP');
      await poolCidrs.lockPublic('cn-hangzhou/BGP');
      expect(await poolCidrs.listPublic('cn-hangzhou/BGP')).toEqual([]);
    }));

  test('a resource is replaced by one that knows what was there before', () =>
    work(async ({ discoveredResources }) => {
      const first = sampleNetwork();
      await discoveredResources.replace(undefined, first);
      expect(await discoveredResources.find(ACCOUNT_ID, first.resourceId)).toEqual(first);
      const second = sampleNetwork({ cidrs: [cidrOf('10.7.0.0/16'), cidrOf('10.8.0.0/16')] });
      await discoveredResources.replace(first, second);
      expect(await discoveredResources.find(ACCOUNT_ID, first.resourceId)).toEqual(second);
    }));

  test('an address that is removed is not counted any more', () =>
    work(async ({ discoveredAddresses, discoveredResources }) => {
      const address = sampleAddress();
      await discoveredResources.put(sampleNetwork());
      await discoveredResources.put(sampleSubnet());
      await discoveredAddresses.put(address);
      const usedCounts = async () =>
        (await discoveredResources.cidrsOf(ACCOUNT_ID, address.vSwitchId)).map(
          ({ usedCount }) => usedCount,
        );
      expect(await usedCounts()).toEqual([1n]);
      for (let count = 0; count < 2; count += 1) await discoveredAddresses.remove(address);
      const { vpcId, cidr } = address;
      expect(await discoveredAddresses.find(ACCOUNT_ID, vpcId, cidr)).toBeUndefined();
      expect(await usedCounts()).toEqual([0n]);
    }));

  test('the allocations of a network are found in the pools of all accounts', () =>
    work(async ({ allocations, poolCidrs, resourceCidrs }) => {
      const network = { resourceType: 'VPC', resourceOwnerId: ACCOUNT_ID } as const;
      const within = cidrOf('10.0.0.0/8');
      const space = { cidr: cidrOf('10.1.0.0/16'), within };
      const made = [ACCOUNT_ID, OTHER_ACCOUNT_ID].map((accountId) =>
        sampleAllocation({ ...network, ...space, accountId, resourceId: 'vpc-1' }),
      );
      for (const allocation of made) {
        const { accountId } = allocation;
        await poolCidrs.insert(samplePoolCidr({ accountId, cidr: within }));
        await allocations.insert(allocation);
      }
      expect(await resourceCidrs.allocationsOf(ACCOUNT_ID, 'vpc-1')).toStrictEqual(made);
      expect(await resourceCidrs.allocationsOf(OTHER_ACCOUNT_ID, 'vpc-1')).toEqual([]);
      expect(await resourceCidrs.allocationsOf(ACCOUNT_ID, 'vpc-2')).toEqual([]);
    }));

  test('importing pools are those with auto import, the region and a CIDR around', () =>
    work(async ({ poolCidrs, pools, resourceCidrs }) => {
      const importing = { autoImport: true, poolRegionId: 'cn-hangzhou' };
      const cidrs: readonly (readonly [string, string, object])[] = [
        ['wide', '10.0.0.0/8', importing],
        ['narrow', '172.16.0.0/16', importing],
        ['elsewhere', '192.168.0.0/16', { ...importing, poolRegionId: 'cn-beijing' }],
        ['manual', '30.0.0.0/16', { ...importing, autoImport: false }],
      ];
      for (const [poolId, text, given] of cidrs) {
        await pools.insert(samplePool({ poolId, ...given }));
        await poolCidrs.insert(samplePoolCidr({ poolId, cidr: cidrOf(text) }));
      }
      const list = (text: string) =>
        resourceCidrs.listImportingPools(ACCOUNT_ID, 'scope-1', 'cn-hangzhou', cidrOf(text));
      expect(await list('10.3.0.0/16')).toEqual(['wide']);
      expect(await list('172.16.0.0/16')).toEqual(['narrow']);
      expect(await list('172.0.0.0/8')).toEqual([]);
      expect(await list('192.168.1.0/24')).toEqual([]);
      expect(await list('30.0.1.0/24')).toEqual([]);
    }));
}
