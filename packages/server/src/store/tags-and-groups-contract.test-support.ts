import { describe, expect, onTestFinished, test } from 'vitest';
import { sampleVpc, sampleVSwitch } from './network-samples.test-support.ts';
import {
  ACCOUNT_ID,
  NOW,
  OTHER_ACCOUNT_ID,
  sampleAccount,
  sampleDiscovery,
  sampleIpam,
  samplePool,
  sampleResourceGroup,
  sampleScope,
} from './record-samples.test-support.ts';
import type { GroupedResourceType, ResourceTag } from './records.ts';
import type { ResourceGroupFilter, ResourceTagFilter, Store, Transactor } from './store.ts';

/** What every engine must do with tags and resource groups. `open` gives an empty store. */
export function tagsAndGroupsContract(open: () => Promise<Store>): void {
  /** Runs in one transaction over a store with one resource of each type. */
  async function inStore(run: (transactor: Transactor) => Promise<void>): Promise<void> {
    const store = await open();
    onTestFinished(() => store.close());
    await store.write({
      run: async (transactor) => {
        await transactor.accounts.insert(sampleAccount());
        await transactor.accounts.insert(sampleAccount({ accountId: OTHER_ACCOUNT_ID }));
        await transactor.ipams.insert(sampleIpam());
        await transactor.scopes.insert(sampleScope());
        await transactor.pools.insert(samplePool());
        await transactor.discoveries.insert(sampleDiscovery());
        await transactor.vpcs.insert(sampleVpc());
        await transactor.vSwitches.insert(sampleVSwitch());
        await run(transactor);
        return { kind: 'commit', value: undefined };
      },
    });
  }

  const RESOURCES: readonly (readonly [GroupedResourceType, string])[] = [
    ['IPAM', 'ipam-1'],
    ['IPAMSCOPE', 'scope-1'],
    ['IPAMPOOL', 'pool-1'],
    ['IPAMRESOURCEDISCOVERY', 'discovery-1'],
    ['VPC', 'vpc-1'],
    ['VSWITCH', 'vsw-1'],
  ];

  describe('resources of any type', () => {
    test.each(RESOURCES)('%s is found by its id, and by its own type alone', async (type, id) => {
      await inStore(async ({ resources }) => {
        expect(await resources.find(ACCOUNT_ID, type, id)).toStrictEqual({
          accountId: ACCOUNT_ID,
          resourceType: type,
          resourceId: id,
          regionId: 'cn-hangzhou',
          resourceGroupId: 'rg-1',
        });
        for (const [other] of RESOURCES.filter(([name]) => name !== type)) {
          expect(await resources.find(ACCOUNT_ID, other, id)).toBeUndefined();
        }
      });
    });

    test.each(RESOURCES)('%s moves to another group, alone', async (type, id) => {
      await inStore(async ({ resources }) => {
        const resource = await resources.find(ACCOUNT_ID, type, id);
        if (resource === undefined) throw new Error('not there');
        expect(await resources.existsInGroup(ACCOUNT_ID, 'rg-2')).toBe(false);
        await resources.moveToGroup(resource, 'rg-2');
        expect(await resources.existsInGroup(ACCOUNT_ID, 'rg-2')).toBe(true);
        expect(await resources.existsInGroup(OTHER_ACCOUNT_ID, 'rg-2')).toBe(false);
        for (const [otherType, otherId] of RESOURCES) {
          const found = await resources.find(ACCOUNT_ID, otherType, otherId);
          expect(found?.resourceGroupId).toBe(otherType === type ? 'rg-2' : 'rg-1');
        }
      });
    });
  });

  describe('resource groups', () => {
    const FILTER: ResourceGroupFilter = {
      accountId: ACCOUNT_ID,
      ids: undefined,
      name: undefined,
      displayName: undefined,
      tags: [],
    };

    test('an account comes with its default group', async () => {
      await inStore(async ({ resourceGroups }) => {
        const group = sampleResourceGroup({
          resourceGroupId: 'rg-1',
          name: 'default',
          displayName: 'default resource group',
        });
        expect(await resourceGroups.find(ACCOUNT_ID, 'rg-1')).toStrictEqual(group);
        expect(await resourceGroups.findByName(ACCOUNT_ID, 'default')).toStrictEqual(group);
        expect(await resourceGroups.count(ACCOUNT_ID)).toBe(1);
      });
    });

    test('what was added is read back, renamed and removed', async () => {
      await inStore(async ({ resourceGroups }) => {
        const group = sampleResourceGroup();
        await resourceGroups.insert(group);
        await resourceGroups.insert(sampleResourceGroup({ accountId: OTHER_ACCOUNT_ID }));
        expect(await resourceGroups.find(ACCOUNT_ID, 'rg-2')).toStrictEqual(group);
        await resourceGroups.setDisplayName(ACCOUNT_ID, 'rg-2', 'Theirs');
        const renamed = { ...group, displayName: 'Theirs' };
        expect(await resourceGroups.findByName(ACCOUNT_ID, 'project')).toStrictEqual(renamed);
        await resourceGroups.remove(ACCOUNT_ID, 'rg-2');
        expect(await resourceGroups.find(ACCOUNT_ID, 'rg-2')).toBeUndefined();
        expect(await resourceGroups.find(OTHER_ACCOUNT_ID, 'rg-2')).toBeDefined();
      });
    });

    test('a name is unique in its account', async () => {
      const inserting = inStore(async ({ resourceGroups }) => {
        await resourceGroups.insert(sampleResourceGroup());
        await resourceGroups.insert(sampleResourceGroup({ resourceGroupId: 'rg-3' }));
      });
      await expect(inserting).rejects.toThrow();
    });

    test('a list goes by id, parts of names and tags, and by pages', async () => {
      await inStore(async ({ resourceGroups, tags }) => {
        for (const [index, name] of ['Alpha', 'beta', 'a_b', 'gamma'].entries()) {
          const resourceGroupId = `rg-${index + 2}`;
          const createdAt = NOW + 1 + index;
          const displayName = `Group ${name}`;
          const group = { resourceGroupId, name, displayName, createdAt };
          await resourceGroups.insert(sampleResourceGroup(group));
        }
        await tags.insert(ACCOUNT_ID, 'RESOURCEGROUP', 'rg-3', [{ key: 'k', value: 'v' }]);
        const list = async (given: Partial<ResourceGroupFilter>, offset = 0, limit = 10) => {
          const found = await resourceGroups.list({ ...FILTER, ...given }, offset, limit);
          return [found.items.map(({ resourceGroupId }) => resourceGroupId), found.totalCount];
        };
        expect(await list({})).toEqual([['rg-1', 'rg-2', 'rg-3', 'rg-4', 'rg-5'], 5]);
        expect(await list({}, 1, 2)).toEqual([['rg-2', 'rg-3'], 5]);
        expect(await list({}, 5, 2)).toEqual([[], 5]);
        expect(await list({ ids: ['rg-5', 'rg-2', 'rg-9'] })).toEqual([['rg-2', 'rg-5'], 2]);
        expect(await list({ ids: [] })).toEqual([[], 0]);
        expect(await list({ name: 'ALPH' })).toEqual([['rg-2'], 1]);
        expect(await list({ name: '' })).toEqual([['rg-1', 'rg-2', 'rg-3', 'rg-4', 'rg-5'], 5]);
        expect(await list({ name: '_' })).toEqual([['rg-4'], 1]);
        expect(await list({ name: '%' })).toEqual([[], 0]);
        expect(await list({ displayName: 'group' })).toEqual([
          ['rg-1', 'rg-2', 'rg-3', 'rg-4', 'rg-5'],
          5,
        ]);
        // Any case of A to Z; other letters as they are.
        await resourceGroups.setDisplayName(ACCOUNT_ID, 'rg-5', 'Übung Ä');
        expect(await list({ displayName: 'ÜBUNG' })).toEqual([['rg-5'], 1]);
        expect(await list({ displayName: 'übung' })).toEqual([[], 0]);
        expect(await list({ tags: [{ key: 'k', value: undefined }] })).toEqual([['rg-3'], 1]);
        expect(await list({ tags: [{ key: 'k', value: 'w' }] })).toEqual([[], 0]);
      });
    });
  });

  describe('tags', () => {
    const FILTER: ResourceTagFilter = {
      accountId: ACCOUNT_ID,
      regionId: 'cn-hangzhou',
      resourceType: 'IPAMPOOL',
      resourceIds: undefined,
      tags: [],
    };

    /** Pools 1 to 3 with some tags, one of them hosted in another region. */
    async function insertTagged({ pools, tags }: Transactor): Promise<void> {
      await pools.insert(samplePool({ poolId: 'pool-2' }));
      await pools.insert(samplePool({ poolId: 'pool-3', regionId: 'cn-beijing' }));
      const put = (id: string, given: Readonly<Record<string, string>>) =>
        tags.put(
          ACCOUNT_ID,
          'IPAMPOOL',
          id,
          Object.entries(given).map(([key, value]) => ({ key, value })),
        );
      await put('pool-1', { a: '1', b: '2', c: '' });
      await put('pool-2', { a: '1', b: '3' });
      await put('pool-3', { a: '1' });
      await tags.insert(ACCOUNT_ID, 'IPAMSCOPE', 'scope-1', [{ key: 'a', value: '1' }]);
    }

    const show = (rows: readonly ResourceTag[]) =>
      rows.map(({ resourceId, key, value }) => `${resourceId} ${key}=${value}`);

    test('are listed by type, region, resource and tag, in order of resource and key', async () => {
      await inStore(async (transactor) => {
        await insertTagged(transactor);
        const list = async (given: Partial<ResourceTagFilter>) =>
          show(await transactor.tags.list({ ...FILTER, ...given }, undefined, 10));
        const first = ['pool-1 a=1', 'pool-1 b=2', 'pool-1 c='];
        expect(await list({})).toEqual([...first, 'pool-2 a=1', 'pool-2 b=3']);
        expect(await list({ regionId: 'cn-beijing' })).toEqual(['pool-3 a=1']);
        expect(await list({ resourceType: 'IPAMSCOPE' })).toEqual(['scope-1 a=1']);
        expect(await list({ resourceIds: ['pool-1', 'pool-9'] })).toEqual(first);
        expect(await list({ accountId: OTHER_ACCOUNT_ID })).toEqual([]);
        const key = (name: string, value?: string) => ({ key: name, value });
        expect(await list({ tags: [key('b')] })).toEqual(['pool-1 b=2', 'pool-2 b=3']);
        expect(await list({ tags: [key('a', '1'), key('b', '3')] })).toEqual([
          'pool-2 a=1',
          'pool-2 b=3',
        ]);
        expect(await list({ tags: [key('a', '1'), key('a', '2')] })).toEqual([]);
        expect(await list({ tags: [key('c', '')] })).toEqual(['pool-1 c=']);
      });
    });

    test('are listed from a resource and key on, as many as asked for', async () => {
      await inStore(async (transactor) => {
        await insertTagged(transactor);
        const list = async (after: Pick<ResourceTag, 'resourceId' | 'key'>, limit: number) =>
          show(await transactor.tags.list(FILTER, after, limit));
        expect(await list({ resourceId: 'pool-1', key: 'b' }, 2)).toEqual([
          'pool-1 c=',
          'pool-2 a=1',
        ]);
        expect(await list({ resourceId: 'pool-2', key: 'b' }, 2)).toEqual([]);
      });
    });

    test('of the same key are overwritten, and removed by key', async () => {
      await inStore(async (transactor) => {
        await insertTagged(transactor);
        const { tags } = transactor;
        await tags.put(ACCOUNT_ID, 'IPAMPOOL', 'pool-1', [
          { key: 'a', value: 'new' },
          { key: 'd', value: '4' },
        ]);
        await tags.remove(ACCOUNT_ID, 'pool-1', ['b', 'absent']);
        await tags.remove(OTHER_ACCOUNT_ID, 'pool-1', ['c']);
        expect(show(await tags.listOf(ACCOUNT_ID, ['pool-1']))).toEqual([
          'pool-1 a=new',
          'pool-1 c=',
          'pool-1 d=4',
        ]);
      });
    });
  });
}
