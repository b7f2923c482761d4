import { describe, expect, onTestFinished, test } from 'vitest';
import type { AssociationFilter, DiscoveryFilter } from './discovery-store.ts';
import {
  ACCOUNT_ID,
  NOW,
  OTHER_ACCOUNT_ID,
  sampleAccount,
  sampleAssociation,
  sampleDiscovery,
  sampleIpam,
} from './record-samples.test-support.ts';
import {
  sampleInvitation,
  sampleShare,
  sampleShareResource,
  sampleShareTarget,
} from './share-samples.test-support.ts';
import type { Store, Transactor } from './store.ts';

export function discoveryFilter(given: Partial<DiscoveryFilter> = {}): DiscoveryFilter {
  return {
    accountId: ACCOUNT_ID,
    regionId: 'cn-hangzhou',
    ids: undefined,
    name: undefined,
    resourceGroupId: undefined,
    tags: [],
    discoveryType: undefined,
    isShared: undefined,
    ...given,
  };
}

export function associationFilter(given: Partial<AssociationFilter> = {}): AssociationFilter {
  return {
    accountId: ACCOUNT_ID,
    regionId: 'cn-hangzhou',
    ipamId: undefined,
    discoveryId: undefined,
    ...given,
  };
}

const ALL = { after: undefined, limit: 100 };
const OTHERS = { accountId: OTHER_ACCOUNT_ID, discoveryId: 'discovery-2' };
const IN_BEIJING = {
  ipamId: 'ipam-2',
  regionId: 'cn-beijing',
  operatingRegions: ['cn-beijing', 'cn-shanghai'],
};

/** The other account shares its resource discovery with the first one, which accepts. */
async function shareOthers({ shares }: Transactor): Promise<void> {
  const owned = { accountId: OTHER_ACCOUNT_ID, shareId: 'share-2' };
  const invitation = sampleInvitation({ ...owned, receiverId: ACCOUNT_ID });
  await shares.insert(sampleShare(owned));
  await shares.addResource(
    sampleShareResource({
      ...owned,
      resourceId: OTHERS.discoveryId,
      resourceType: 'IpamResourceDiscovery',
    }),
  );
  await shares.invite(sampleShareTarget({ ...owned, targetId: ACCOUNT_ID }), invitation);
  await shares.accept(invitation, NOW);
}

/** What every engine must do with resource discoveries and associations. `open` gives an empty store. */
export function discoveryContract(open: () => Promise<Store>): void {
  /** Runs over a store where the first account has an IPAM and either account a discovery. */
  async function inStore(run: (transactor: Transactor) => Promise<void>): Promise<void> {
    const store = await open();
    onTestFinished(() => store.close());
    await store.write({
      run: async (transactor) => {
        await transactor.accounts.insert(sampleAccount());
        await transactor.accounts.insert(sampleAccount({ accountId: OTHER_ACCOUNT_ID }));
        await transactor.ipams.insert(sampleIpam());
        await transactor.discoveries.insert(sampleDiscovery());
        await transactor.discoveries.insert(sampleDiscovery(OTHERS));
        await run(transactor);
        return { kind: 'commit', value: undefined };
      },
    });
  }

  describe('resource discoveries', () => {
    test('an update writes texts and regions, of the named one alone', async () => {
      await inStore(async ({ discoveries }) => {
        const texts = { name: 'new', description: '说明', operatingRegions: ['cn-beijing'] };
        await discoveries.update(sampleDiscovery(texts));
        expect(await discoveries.find(ACCOUNT_ID, 'discovery-1')).toStrictEqual(
          sampleDiscovery(texts),
        );
        expect(await discoveries.find(OTHER_ACCOUNT_ID, 'discovery-2')).toStrictEqual(
          sampleDiscovery(OTHERS),
        );
      });
    });

    test('a list without filters takes its total from a counter that follows', async () => {
      await inStore(async ({ discoveries }) => {
        for (const discoveryId of ['discovery-4', 'discovery-5']) {
          await discoveries.insert(sampleDiscovery({ discoveryId }));
        }
        const first = await discoveries.list(discoveryFilter(), { after: undefined, limit: 2 });
        expect(first).toMatchObject({ totalCount: 3, hasMore: true });
        expect(first.items.map(({ discoveryId }) => discoveryId)).toEqual([
          'discovery-1',
          'discovery-4',
        ]);
        const last = await discoveries.list(discoveryFilter(), { after: 'discovery-4', limit: 2 });
        expect(last.items).toStrictEqual([
          { ...sampleDiscovery({ discoveryId: 'discovery-5' }), isShared: false },
        ]);
        expect(last.hasMore).toBe(false);
        await discoveries.remove(sampleDiscovery({ discoveryId: 'discovery-4' }));
        expect(await discoveries.list(discoveryFilter(), ALL)).toMatchObject({ totalCount: 2 });
        expect(await discoveries.find(ACCOUNT_ID, 'discovery-4')).toBeUndefined();
      });
    });

    test.each<[Partial<DiscoveryFilter>, number]>([
      [{}, 1],
      [{ ids: ['discovery-1', 'discovery-2'] }, 1],
      [{ ids: ['discovery-2'] }, 0],
      [{ name: 'found' }, 1],
      [{ name: 'other' }, 0],
      [{ resourceGroupId: 'rg-1' }, 1],
      [{ resourceGroupId: 'rg-9' }, 0],
      [{ regionId: 'cn-beijing' }, 0],
      [{ discoveryType: 'custom' }, 1],
      [{ discoveryType: 'system' }, 0],
      [{ tags: [{ key: 'team', value: 'net' }] }, 1],
      [{ tags: [{ key: 'team', value: 'other' }] }, 0],
      [{ isShared: false }, 1],
      [{ isShared: true }, 0],
    ])('an own one is found by %j %i times', async (filter, count) => {
      await inStore(async ({ discoveries, tags }) => {
        const team = [{ key: 'team', value: 'net' }];
        await tags.insert(ACCOUNT_ID, 'IPAMRESOURCEDISCOVERY', 'discovery-1', team);
        const listed = await discoveries.list(discoveryFilter(filter), ALL);
        expect(listed.items).toHaveLength(count);
        expect(listed.totalCount).toBe(count);
      });
    });

    test('its owner sees that one is shared, once it is accepted and while it is', async () => {
      await inStore(async (transactor) => {
        const filter = discoveryFilter({ accountId: OTHER_ACCOUNT_ID, isShared: true });
        const { discoveries, shares } = transactor;
        expect(await discoveries.list(filter, ALL)).toMatchObject({ items: [], totalCount: 0 });
        await shareOthers(transactor);
        const shared = { ...sampleDiscovery(OTHERS), isShared: true };
        expect((await discoveries.list(filter, ALL)).items).toStrictEqual([shared]);
        await shares.remove(sampleShare({ accountId: OTHER_ACCOUNT_ID, shareId: 'share-2' }));
        expect(await discoveries.list(filter, ALL)).toMatchObject({ items: [], totalCount: 0 });
      });
    });
  });

  describe('a shared resource discovery', () => {
    test('is seen under the names of the principal, and of the owner until then', async () => {
      await inStore(async (transactor) => {
        await shareOthers(transactor);
        const { discoveries } = transactor;
        const seen = () => discoveries.findSharedWith(ACCOUNT_ID, 'discovery-2');
        const owners = sampleDiscovery({ ...OTHERS, resourceGroupId: '' });
        expect(await seen()).toStrictEqual(owners);
        await discoveries.setSharedView(ACCOUNT_ID, 'discovery-2', { name: 'mine' });
        expect(await seen()).toStrictEqual({ ...owners, name: 'mine' });
        const view = { description: 'of mine', resourceGroupId: 'rg-7' };
        await discoveries.setSharedView(ACCOUNT_ID, 'discovery-2', view);
        expect(await seen()).toStrictEqual({ ...owners, name: 'mine', ...view });
        await discoveries.setSharedView(ACCOUNT_ID, 'discovery-2', { description: '' });
        expect(await seen()).toMatchObject({ name: 'mine', description: '' });
        expect(await discoveries.find(OTHER_ACCOUNT_ID, 'discovery-2')).toStrictEqual(
          sampleDiscovery(OTHERS),
        );
        expect(await transactor.resources.existsInGroup(ACCOUNT_ID, 'rg-7')).toBe(true);
        expect(await transactor.resources.existsInGroup(OTHER_ACCOUNT_ID, 'rg-7')).toBe(false);
      });
    });

    test.each<[Partial<DiscoveryFilter>, number]>([
      [{}, 1],
      [{ ids: ['discovery-2'] }, 1],
      [{ ids: ['discovery-1'] }, 0],
      [{ name: 'mine' }, 1],
      [{ name: 'found' }, 0],
      [{ resourceGroupId: 'rg-7' }, 1],
      [{ resourceGroupId: 'rg-1' }, 0],
      [{ regionId: 'cn-beijing' }, 0],
      [{ discoveryType: 'custom' }, 1],
      [{ discoveryType: 'system' }, 0],
      [{ tags: [{ key: 'team', value: undefined }] }, 0],
      [{ isShared: true }, 1],
      [{ isShared: false }, 0],
      [{ accountId: OTHER_ACCOUNT_ID }, 0],
    ])('is found by %j %i times', async (filter, count) => {
      await inStore(async (transactor) => {
        await shareOthers(transactor);
        const { discoveries, tags } = transactor;
        const team = [{ key: 'team', value: 'net' }];
        await tags.insert(OTHER_ACCOUNT_ID, 'IPAMRESOURCEDISCOVERY', 'discovery-2', team);
        const view = { name: 'mine', resourceGroupId: 'rg-7' };
        await discoveries.setSharedView(ACCOUNT_ID, 'discovery-2', view);
        const listed = await discoveries.listSharedWith(discoveryFilter(filter), ALL);
        expect(listed.items).toHaveLength(count);
        expect(listed.totalCount).toBe(count);
      });
    });
  });

  describe('associations', () => {
    const own = sampleAssociation();
    const others = sampleAssociation({
      associationId: 'association-2',
      discoveryId: 'discovery-2',
      discoveryOwnerId: OTHER_ACCOUNT_ID,
    });
    const inBeijing = sampleAssociation({ associationId: 'association-3', ipamId: 'ipam-2' });

    async function insertAll({ ipams, discoveries }: Transactor): Promise<void> {
      await ipams.insert(sampleIpam(IN_BEIJING));
      for (const association of [others, own, inBeijing]) {
        await discoveries.insertAssociation(association);
      }
    }

    test('come back field by field, and are counted in their IPAM', async () => {
      await inStore(async (transactor) => {
        await insertAll(transactor);
        const { discoveries, ipams } = transactor;
        const found = await discoveries.findAssociation(ACCOUNT_ID, 'ipam-1', 'discovery-2');
        expect(found).toStrictEqual(others);
        expect(await ipams.find(ACCOUNT_ID, 'ipam-1')).toMatchObject({ associationCount: 2 });
        expect(await discoveries.listOwnersOfAssociated(ACCOUNT_ID, 'ipam-1')).toEqual([
          ACCOUNT_ID,
          OTHER_ACCOUNT_ID,
        ]);
        await discoveries.removeAssociation(others);
        expect(await ipams.find(ACCOUNT_ID, 'ipam-1')).toMatchObject({ associationCount: 1 });
        expect(await ipams.find(ACCOUNT_ID, 'ipam-2')).toMatchObject({ associationCount: 1 });
        await expect(discoveries.removeAssociation(others)).rejects.toThrow(/gone already/);
      });
    });

    test.each<[Partial<AssociationFilter>, readonly string[]]>([
      [{}, ['association-1', 'association-2']],
      [{ regionId: 'cn-beijing' }, ['association-3']],
      [{ regionId: 'cn-shanghai' }, []],
      [{ ipamId: 'ipam-1' }, ['association-1', 'association-2']],
      [{ ipamId: 'ipam-2' }, []],
      [{ discoveryId: 'discovery-2' }, ['association-2']],
      [{ ipamId: 'ipam-1', discoveryId: 'discovery-1' }, ['association-1']],
      [{ accountId: OTHER_ACCOUNT_ID }, []],
    ])('are listed by %j', async (filter, expected) => {
      await inStore(async (transactor) => {
        await insertAll(transactor);
        const listed = await transactor.discoveries.listAssociations(
          associationFilter(filter),
          ALL,
        );
        expect(listed.items.map(({ associationId }) => associationId)).toEqual(expected);
        expect(listed.totalCount).toBe(expected.length);
      });
    });

    test('are listed page by page, with the type of the discovery', async () => {
      await inStore(async (transactor) => {
        await insertAll(transactor);
        const { discoveries } = transactor;
        const page = (after: string | undefined) =>
          discoveries.listAssociations(associationFilter(), { after, limit: 1 });
        const first = { ...own, discoveryType: 'custom' };
        expect(await page(undefined)).toStrictEqual({
          items: [first],
          totalCount: 2,
          hasMore: true,
        });
        const second = { ...others, discoveryType: 'custom' };
        expect(await page('association-1')).toStrictEqual({
          items: [second],
          totalCount: 2,
          hasMore: false,
        });
      });
    });

    test('those with a discovery that is not shared any more are found by its owner', async () => {
      await inStore(async (transactor) => {
        await insertAll(transactor);
        const { discoveries, shares } = transactor;
        expect(await discoveries.listUnsharedAssociations(OTHER_ACCOUNT_ID)).toStrictEqual([
          others,
        ]);
        await shareOthers(transactor);
        expect(await discoveries.listUnsharedAssociations(OTHER_ACCOUNT_ID)).toEqual([]);
        await shares.remove(sampleShare({ accountId: OTHER_ACCOUNT_ID, shareId: 'share-2' }));
        expect(await discoveries.listUnsharedAssociations(OTHER_ACCOUNT_ID)).toStrictEqual([
          others,
        ]);
        expect(await discoveries.listUnsharedAssociations(ACCOUNT_ID)).toEqual([]);
      });
    });
  });
}
