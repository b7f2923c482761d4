import { describe, expect, test } from 'vitest';
import {
  type Actor,
  codeOf,
  OWNER_ID,
  PRINCIPAL_ID,
  REGION,
  shareWith,
  startSharingServer,
} from '../resource-sharing/sharing-ground.test-support.ts';
import {
  createDiscovery,
  createImportingPool,
  createIpamIn,
  inventoryOf,
  listAssociations,
  listDiscoveries,
  listResourceCidrs,
  type Parameters,
  regions,
  seenBy,
} from './discovery-ground.test-support.ts';

/**
 * The owner has a custom resource discovery in Hangzhou and Beijing, with a VPC in each, and shares
 * it with the principal, who has an IPAM in Hangzhou and Shanghai.
 */
async function openShared() {
  const actors = await startSharingServer();
  const { server, owner, principal } = actors;
  const inventory = inventoryOf(server, owner);
  await inventory.putVpc('vpc-hangzhou', ['10.0.0.0/16']);
  await inventory.putVSwitch('vsw-hangzhou', 'vpc-hangzhou', '10.0.1.0/24');
  await inventory.putVpc('vpc-beijing', ['10.1.0.0/16'], { regionId: 'cn-beijing' });
  const discoveryId = await createDiscovery(owner);
  const ipam = await createIpamIn(principal, ['cn-hangzhou', 'cn-shanghai']);
  const shareId = await shareWith(owner, principal, discoveryId, 'IpamResourceDiscovery');
  const named = { ...REGION, IpamId: ipam.ipamId, IpamResourceDiscoveryId: discoveryId };
  const associate = (given: Parameters = {}) =>
    principal.call('AssociateIpamResourceDiscovery', { ...named, ...given });
  const dissociate = (given: Parameters = {}) =>
    principal.call('DissociateIpamResourceDiscovery', { ...named, ...given });
  return { ...actors, inventory, discoveryId, ipam, shareId, associate, dissociate };
}

async function associationCount(actor: Actor): Promise<unknown> {
  const body = await actor.succeed('ListIpams', REGION);
  const [ipam] = body['Ipams'] as Readonly<Record<string, unknown>>[];
  return ipam?.['ResourceDiscoveryAssociationCount'];
}

const BOTH = ['vpc-hangzhou', 'vsw-hangzhou'];

describe('the association of a shared resource discovery', () => {
  test('shows what both look at, and reads back field by field', async () => {
    const { principal, discoveryId, ipam, associate } = await openShared();
    expect(await seenBy(principal)).toEqual([]);
    expect(codeOf(await associate())).toBe('OK');
    expect(await seenBy(principal)).toEqual(BOTH);
    expect(await associationCount(principal)).toBe(2);
    const own = {
      IpamId: ipam.ipamId,
      IpamResourceDiscoveryId: ipam.discoveryId,
      IpamResourceDiscoveryOwnerId: PRINCIPAL_ID,
      IpamResourceDiscoveryStatus: 'Created',
      IpamResourceDiscoveryType: 'system',
      Status: 'Created',
    };
    const shared = {
      ...own,
      IpamResourceDiscoveryId: discoveryId,
      IpamResourceDiscoveryOwnerId: OWNER_ID,
      IpamResourceDiscoveryType: 'custom',
    };
    expect(await listAssociations(principal)).toEqual([own, shared]);
    const byDiscovery = { IpamResourceDiscoveryId: discoveryId };
    expect(await listAssociations(principal, byDiscovery)).toEqual([shared]);
    expect(await listAssociations(principal, { IpamId: ipam.ipamId })).toHaveLength(2);
    expect(await listAssociations(principal, { IpamId: 'ipam-1' })).toEqual([]);
    expect(await listAssociations(principal, { RegionId: 'cn-shanghai' })).toEqual([]);
  });

  test("the owner does not see another account's associations", async () => {
    const { owner, associate, discoveryId } = await openShared();
    await associate();
    expect(await listAssociations(owner, { IpamResourceDiscoveryId: discoveryId })).toEqual([]);
  });

  test('is listed page by page', async () => {
    const { principal, associate } = await openShared();
    await associate();
    const page = (given: Parameters) =>
      principal.succeed('ListIpamResourceDiscoveryAssociations', {
        ...REGION,
        MaxResults: '1',
        ...given,
      });
    const first = await page({});
    expect(first).toMatchObject({ Count: 1, TotalCount: 2, MaxResults: 1 });
    const last = await page({ NextToken: String(first['NextToken']) });
    expect(last).toMatchObject({ Count: 1, TotalCount: 2 });
    expect(last['NextToken']).toBeUndefined();
    expect(last['IpamResourceDiscoveryAssociations']).not.toEqual(
      first['IpamResourceDiscoveryAssociations'],
    );
  });

  test('is there once', async () => {
    const { principal, ipam, associate } = await openShared();
    const exists = 'OperationDenied.ResourceDiscoveryAssociationExist';
    await associate();
    expect(codeOf(await associate())).toBe(exists);
    const own = await associate({ IpamResourceDiscoveryId: ipam.discoveryId });
    expect(codeOf(own)).toBe(exists);
    expect(await listAssociations(principal)).toHaveLength(2);
  });

  test('shows nothing any more once it ends', async () => {
    const { principal, associate, dissociate } = await openShared();
    await associate();
    expect(codeOf(await dissociate())).toBe('OK');
    expect(await seenBy(principal)).toEqual([]);
    expect(await listAssociations(principal)).toHaveLength(1);
    expect(await associationCount(principal)).toBe(1);
    const gone = 'ResourceNotFound.ResourceDiscoveryAssociation';
    expect(codeOf(await dissociate())).toBe(gone);
    expect(codeOf(await associate())).toBe('OK');
    expect(await seenBy(principal)).toEqual(BOTH);
  });

  test('of an IPAM with its default resource discovery stays', async () => {
    const { principal, ipam, dissociate } = await openShared();
    const refused = await dissociate({ IpamResourceDiscoveryId: ipam.discoveryId });
    expect(codeOf(refused)).toBe('OperationDenied.DefaultResourceDiscovery');
    expect(await listAssociations(principal)).toHaveLength(1);
  });

  test.each<[string, Parameters, string]>([
    [
      'an unknown discovery',
      { IpamResourceDiscoveryId: 'ipam-res-disco-1' },
      'ResourceNotFound.IpamResourceDiscovery',
    ],
    ['an unknown IPAM', { IpamId: 'ipam-1' }, 'ResourceNotFound.Ipam'],
    [
      'both of them, the discovery first',
      { IpamId: 'ipam-1', IpamResourceDiscoveryId: 'ipam-res-disco-1' },
      'ResourceNotFound.IpamResourceDiscovery',
    ],
    ['another region', { RegionId: 'cn-shanghai' }, 'ResourceNotFound.IpamResourceDiscovery'],
    ['a dry run', { DryRun: 'true' }, 'DryRunOperation'],
  ])('answers %s with its error, when made and when ended', async (_, given, code) => {
    const { principal, associate, dissociate } = await openShared();
    expect(codeOf(await associate(given))).toBe(code);
    expect(await seenBy(principal)).toEqual([]);
    await associate();
    expect(codeOf(await dissociate(given))).toBe(code);
    expect(await seenBy(principal)).toEqual(BOTH);
  });

  test('is of no use to an account that the discovery is not shared with', async () => {
    const { stranger, discoveryId } = await openShared();
    const { ipamId } = await createIpamIn(stranger);
    const named = { ...REGION, IpamId: ipamId, IpamResourceDiscoveryId: discoveryId };
    for (const operation of [
      'AssociateIpamResourceDiscovery',
      'DissociateIpamResourceDiscovery',
    ] as const) {
      const answer = await stranger.call(operation, named);
      expect(codeOf(answer)).toBe('ResourceNotFound.IpamResourceDiscovery');
    }
  });

  test('keeps the IPAM from being deleted until it ends', async () => {
    const { principal, ipam, associate, dissociate } = await openShared();
    await associate();
    const named = { ...REGION, IpamId: ipam.ipamId };
    const refused = await principal.call('DeleteIpam', named);
    expect(codeOf(refused)).toBe('DependencyViolation.ResourceDiscoveryAssociation');
    await dissociate();
    await principal.succeed('DeleteIpam', named);
  });

  test('imports what it shows, which stays managed and seen after it ends', async () => {
    const { principal, ipam, inventory, associate, dissociate } = await openShared();
    const poolId = await createImportingPool(principal, ipam.scopeId, '10.0.0.0/8');
    await associate();
    const managed = { IpamPoolId: poolId, ManagementStatus: 'Managed' };
    const [vpc] = await listResourceCidrs(principal, { ResourceType: 'VPC' });
    expect(vpc).toMatchObject({ ...managed, ResourceOwnerId: Number(OWNER_ID) });
    await inventory.putVpc('vpc-later', ['10.2.0.0/16']);
    await dissociate();
    expect(await listResourceCidrs(principal)).toMatchObject([
      { ResourceId: 'vpc-hangzhou', ...managed },
    ]);
  });
});

describe('operating regions', () => {
  test('of the discovery decide what others see, as they are added and removed', async () => {
    const { owner, principal, discoveryId, ipam, associate } = await openShared();
    await associate();
    await principal.succeed('UpdateIpam', {
      ...REGION,
      IpamId: ipam.ipamId,
      'AddOperatingRegion.1': 'cn-beijing',
    });
    expect(await seenBy(principal)).toEqual(['vpc-beijing', ...BOTH]);
    const update = (given: Parameters) =>
      owner.succeed('UpdateIpamResourceDiscovery', {
        ...REGION,
        IpamResourceDiscoveryId: discoveryId,
        ...given,
      });
    await update({ 'RemoveOperatingRegion.1': 'cn-beijing' });
    expect(await seenBy(principal)).toEqual(BOTH);
    await update({ 'AddOperatingRegion.1': 'cn-beijing' });
    expect(await seenBy(principal)).toEqual(['vpc-beijing', ...BOTH]);
  });

  test('follow the IPAM that makes the discovery its default one', async () => {
    const { owner, principal, inventory, associate } = await openShared();
    await inventory.putVpc('vpc-shanghai', ['10.3.0.0/16'], { regionId: 'cn-shanghai' });
    await associate();
    expect(await seenBy(principal)).toEqual(BOTH);
    const owned = await createIpamIn(owner, ['cn-hangzhou', 'cn-shanghai']);
    expect(await seenBy(principal)).toEqual(['vpc-hangzhou', 'vpc-shanghai', 'vsw-hangzhou']);
    expect(await seenBy(owner)).toEqual(['vpc-hangzhou', 'vpc-shanghai', 'vsw-hangzhou']);
    const refused = await owner.call('DeleteIpam', { ...REGION, IpamId: owned.ipamId });
    expect(codeOf(refused)).toBe('DependencyViolation.ShareResource');
    expect(refused.body['Message']).toMatch(/default resource discovery of this IPAM is sharing/);
  });
});

describe('the end of sharing', () => {
  test.each<[string, (ground: Awaited<ReturnType<typeof openShared>>) => Promise<unknown>]>([
    [
      'the share is deleted',
      ({ owner, shareId }) => owner.succeed('DeleteResourceShare', { ResourceShareId: shareId }),
    ],
    [
      'the discovery is taken out of the share',
      ({ owner, shareId, discoveryId }) =>
        owner.succeed('DisassociateResourceShare', {
          ResourceShareId: shareId,
          'Resources.1.ResourceId': discoveryId,
          'Resources.1.ResourceType': 'IpamResourceDiscovery',
        }),
    ],
    [
      'the principal is taken out of the share',
      ({ owner, shareId }) =>
        owner.succeed('DisassociateResourceShare', {
          ResourceShareId: shareId,
          'Targets.1': PRINCIPAL_ID,
        }),
    ],
    [
      'the principal leaves the share',
      ({ principal, shareId }) =>
        principal.succeed('DisassociateResourceShare', {
          ResourceShareId: shareId,
          ResourceOwner: 'OtherAccounts',
        }),
    ],
  ])('ends the association when %s', async (_, end) => {
    const ground = await openShared();
    const { owner, principal, discoveryId, ipam, associate } = ground;
    await associate();
    expect(await seenBy(principal)).toEqual(BOTH);
    await end(ground);
    expect(await seenBy(principal)).toEqual([]);
    expect(await listAssociations(principal)).toMatchObject([
      { IpamResourceDiscoveryId: ipam.discoveryId },
    ]);
    expect(await associationCount(principal)).toBe(1);
    expect(await listDiscoveries(principal, { IsShared: 'true' })).toEqual([]);
    expect(codeOf(await associate())).toBe('ResourceNotFound.IpamResourceDiscovery');
    await principal.succeed('DeleteIpam', { ...REGION, IpamId: ipam.ipamId });
    const parameters = { ...REGION, IpamResourceDiscoveryId: discoveryId };
    await owner.call('DeleteResourceShare', { ResourceShareId: ground.shareId });
    await owner.succeed('DeleteIpamResourceDiscovery', parameters);
  });

  test('leaves the association while another share gives the discovery', async () => {
    const { owner, principal, discoveryId, shareId, associate } = await openShared();
    await shareWith(owner, principal, discoveryId, 'IpamResourceDiscovery');
    await associate();
    await owner.succeed('DeleteResourceShare', { ResourceShareId: shareId });
    expect(await seenBy(principal)).toEqual(BOTH);
    expect(await listAssociations(principal)).toHaveLength(2);
  });

  test('leaves the associations of others', async () => {
    const { owner, principal, stranger, discoveryId, shareId, associate } = await openShared();
    await associate();
    const { ipamId } = await createIpamIn(stranger);
    await shareWith(owner, stranger, discoveryId, 'IpamResourceDiscovery');
    await stranger.succeed('AssociateIpamResourceDiscovery', {
      ...REGION,
      IpamId: ipamId,
      IpamResourceDiscoveryId: discoveryId,
    });
    await owner.succeed('DeleteResourceShare', { ResourceShareId: shareId });
    expect(await seenBy(principal)).toEqual([]);
    expect(await seenBy(stranger)).toEqual(['vpc-beijing', ...BOTH]);
  });

  test('forgets what the principal called the discovery', async () => {
    const { owner, principal, discoveryId, shareId } = await openShared();
    await principal.succeed('UpdateIpamResourceDiscovery', {
      ...REGION,
      IpamResourceDiscoveryId: discoveryId,
      IpamResourceDiscoveryName: 'theirs',
    });
    await owner.succeed('DeleteResourceShare', { ResourceShareId: shareId });
    await shareWith(owner, principal, discoveryId, 'IpamResourceDiscovery');
    const filter = { ...regions('IpamResourceDiscoveryIds', [discoveryId]) };
    expect(await listDiscoveries(principal, filter)).toMatchObject([
      { IpamResourceDiscoveryName: '' },
    ]);
  });
});
