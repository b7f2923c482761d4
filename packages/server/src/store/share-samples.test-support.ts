import { createCidr } from '@cadastre/address-space';
import {
  ACCOUNT_ID,
  NOW,
  OTHER_ACCOUNT_ID,
  sampleAllocation,
  samplePoolCidr,
} from './record-samples.test-support.ts';
import type {
  ResourceShare,
  ShareFilter,
  ShareInvitation,
  ShareReader,
  ShareResource,
  ShareResourceFilter,
  ShareTarget,
  ShareTargetFilter,
} from './sharing-store.ts';
import type { Reader, Transactor } from './store.ts';

export const THIRD_ACCOUNT_ID = '1000000000000003';

/** Whole records of resource sharing for tests; each takes what the test is about. */

export function sampleShare(given: Partial<ResourceShare> = {}): ResourceShare {
  return {
    accountId: ACCOUNT_ID,
    shareId: 'share-1',
    name: 'a-share',
    allowExternalTargets: true,
    resourceGroupId: 'rg-1',
    createdAt: NOW,
    updatedAt: NOW,
    ...given,
  };
}

export function sampleShareResource(given: Partial<ShareResource> = {}): ShareResource {
  return {
    accountId: ACCOUNT_ID,
    shareId: 'share-1',
    resourceId: 'pool-1',
    resourceType: 'IpamPool',
    regionId: 'cn-hangzhou',
    createdAt: NOW,
    updatedAt: NOW,
    ...given,
  };
}

export function sampleShareTarget(given: Partial<ShareTarget> = {}): ShareTarget {
  return {
    accountId: ACCOUNT_ID,
    shareId: 'share-1',
    targetId: OTHER_ACCOUNT_ID,
    isAccepted: false,
    createdAt: NOW,
    updatedAt: NOW,
    ...given,
  };
}

export function sampleInvitation(given: Partial<ShareInvitation> = {}): ShareInvitation {
  return {
    accountId: ACCOUNT_ID,
    invitationId: 'invitation-1',
    shareId: 'share-1',
    receiverId: OTHER_ACCOUNT_ID,
    status: 'Pending',
    createdAt: NOW,
    ...given,
  };
}

/** Shares a pool by a share of its own, which the other account accepts at once. */
export async function sharePool(
  { shares }: Transactor,
  accountId: string,
  poolId: string,
  targetId: string,
): Promise<ResourceShare> {
  const share = sampleShare({ accountId, shareId: `share-of-${poolId}-with-${targetId}` });
  const { shareId } = share;
  const invitationId = `invitation-to-${shareId}`;
  const invitation = sampleInvitation({ accountId, shareId, invitationId, receiverId: targetId });
  await shares.insert(share);
  await shares.addResource(sampleShareResource({ accountId, shareId, resourceId: poolId }));
  await shares.invite(sampleShareTarget({ accountId, shareId, targetId }), invitation);
  await shares.accept(invitation, NOW);
  return share;
}

/**
 * A share of the first account that the third one has accepted, and one of the third account that
 * the first has accepted, with a pool, its allocation and a resource discovery.
 */
export async function fillShares(transactor: Transactor): Promise<void> {
  const { shares, poolCidrs, allocations } = transactor;
  await shares.insert(sampleShare());
  await shares.addResource(sampleShareResource());
  await shares.invite(
    sampleShareTarget({ targetId: THIRD_ACCOUNT_ID }),
    sampleInvitation({ receiverId: THIRD_ACCOUNT_ID }),
  );
  await shares.accept(sampleInvitation({ receiverId: THIRD_ACCOUNT_ID }), NOW);
  const owned = { accountId: THIRD_ACCOUNT_ID, shareId: 'share-3' };
  const invitation = sampleInvitation({
    ...owned,
    invitationId: 'invitation-3',
    receiverId: ACCOUNT_ID,
  });
  await shares.insert(sampleShare(owned));
  await shares.addResource(sampleShareResource({ ...owned, resourceId: 'pool-3' }));
  await shares.addResource(
    sampleShareResource({
      ...owned,
      resourceId: 'discovery-3',
      resourceType: 'IpamResourceDiscovery',
    }),
  );
  await shares.invite(sampleShareTarget({ ...owned, targetId: ACCOUNT_ID }), invitation);
  await shares.accept(invitation, NOW);
  const cidr = createCidr('IPv4', 10n * 2n ** 24n, 16);
  const place = { accountId: THIRD_ACCOUNT_ID, poolId: 'pool-3', cidr };
  await poolCidrs.insert(samplePoolCidr(place));
  await allocations.insert(
    sampleAllocation({ ...place, within: cidr, allocationId: 'allocation-3' }),
  );
}

const PAGE = { after: undefined, limit: 100 };

/** Every read method of shares, asked for what `fillShares` makes. */
export const SHARE_READS: {
  readonly [Method in `shares.${keyof ShareReader & string}`]: (
    reader: Reader,
    accountId: string,
  ) => Promise<unknown>;
} = {
  'shares.find': ({ shares }, accountId) => shares.find(accountId, 'share-1'),
  'shares.findReceived': ({ shares }, accountId) => shares.findReceived(accountId, 'share-3'),
  'shares.list': async ({ shares }, accountId) =>
    (await shares.list(shareFilter({ accountId }), PAGE)).items,
  'shares.findResource': ({ shares }, accountId) =>
    shares.findResource(accountId, 'share-1', 'pool-1'),
  'shares.listResources': async ({ shares }, accountId) =>
    (await shares.listResources(shareResourceFilter({ accountId }), PAGE)).items,
  'shares.findTarget': ({ shares }, accountId) =>
    shares.findTarget(accountId, 'share-1', THIRD_ACCOUNT_ID),
  'shares.listTargets': async ({ shares }, accountId) =>
    (await shares.listTargets(shareTargetFilter({ accountId }), PAGE)).items,
  'shares.listDiscoverySharers': ({ shares }, accountId) => shares.listDiscoverySharers(accountId),
  'shares.countSharesOf': ({ shares }, accountId) => shares.countSharesOf(accountId, 'pool-1'),
  'shares.countSharedWithTargets': ({ shares }, accountId) =>
    shares.countSharedWithTargets(accountId, 'share-1', 'IpamPool'),
  'shares.findInvitation': ({ shares }, accountId) =>
    shares.findInvitation(accountId, 'invitation-3'),
  'shares.listInvitations': async ({ shares }, receiverId) => {
    const filter = { receiverId, shareIds: undefined, invitationIds: undefined };
    return (await shares.listInvitations(filter, PAGE)).items;
  },
};

export function shareFilter(given: Partial<ShareFilter> = {}): ShareFilter {
  return {
    accountId: ACCOUNT_ID,
    owner: 'Self',
    shareIds: undefined,
    name: undefined,
    resourceGroupId: undefined,
    ownerIds: undefined,
    resourceId: undefined,
    resourceType: undefined,
    tags: [],
    ...given,
  };
}

export function shareResourceFilter(given: Partial<ShareResourceFilter> = {}): ShareResourceFilter {
  return {
    accountId: ACCOUNT_ID,
    owner: 'Self',
    shareIds: undefined,
    resourceIds: undefined,
    resourceType: undefined,
    targetId: undefined,
    ...given,
  };
}

export function shareTargetFilter(given: Partial<ShareTargetFilter> = {}): ShareTargetFilter {
  return {
    accountId: ACCOUNT_ID,
    shareIds: undefined,
    targetIds: undefined,
    isAccepted: undefined,
    resourceId: undefined,
    resourceType: undefined,
    ...given,
  };
}
