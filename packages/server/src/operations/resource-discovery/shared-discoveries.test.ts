import { describe, expect, test } from 'vitest';
import {
  type Actor,
  codeOf,
  OWNER_ID,
  REGION,
  shareWith,
  startSharingServer,
} from '../resource-sharing/sharing-ground.test-support.ts';
import {
  createDiscovery,
  createIpamIn,
  listDiscoveries,
  type Parameters,
  regions,
} from './discovery-ground.test-support.ts';

async function openShared() {
  const actors = await startSharingServer();
  const { owner, principal } = actors;
  const discoveryId = await createDiscovery(owner, {
    ...regions('OperatingRegionList', ['cn-hangzhou', 'cn-beijing']),
    IpamResourceDiscoveryName: 'found',
    IpamResourceDiscoveryDescription: 'of the owner',
    'Tag.1.Key': 'team',
    'Tag.1.Value': 'net',
  });
  const shareId = await shareWith(owner, principal, discoveryId, 'IpamResourceDiscovery');
  const update = (actor: Actor, given: Parameters) =>
    actor.succeed('UpdateIpamResourceDiscovery', {
      ...REGION,
      IpamResourceDiscoveryId: discoveryId,
      ...given,
    });
  return { ...actors, discoveryId, shareId, update };
}

describe('a shared resource discovery', () => {
  test('is Sharing for its owner and Shared for the principal, without groups and tags', async () => {
    const { owner, principal, stranger, shareId } = await openShared();
    const [own] = await listDiscoveries(owner);
    const [shared] = await listDiscoveries(principal);
    expect(own).toMatchObject({ ShareType: 'Sharing', OwnerId: Number(OWNER_ID) });
    expect(shared).toEqual({ ...own, ShareType: 'Shared', ResourceGroupId: '', Tags: [] });
    expect(await listDiscoveries(stranger)).toEqual([]);
    await owner.succeed('DeleteResourceShare', { ResourceShareId: shareId });
    expect(await listDiscoveries(owner)).toEqual([{ ...own, ShareType: '' }]);
    expect(await listDiscoveries(principal)).toEqual([]);
  });

  test("is listed beside the principal's own one, page by page", async () => {
    const { principal, discoveryId } = await openShared();
    const ipam = await createIpamIn(principal);
    const page = (given: Parameters) =>
      principal.succeed('ListIpamResourceDiscoveries', { ...REGION, MaxResults: '1', ...given });
    const first = await page({});
    expect(first).toMatchObject({
      TotalCount: 2,
      Count: 1,
      IpamResourceDiscoveries: [{ IpamResourceDiscoveryId: discoveryId }],
    });
    const last = await page({ NextToken: String(first['NextToken']) });
    expect(last).toMatchObject({
      TotalCount: 2,
      IpamResourceDiscoveries: [{ IpamResourceDiscoveryId: ipam.discoveryId }],
    });
    expect(last['NextToken']).toBeUndefined();
    expect(await listDiscoveries(principal, { Type: 'system' })).toMatchObject([
      { IpamResourceDiscoveryId: ipam.discoveryId, ShareType: '' },
    ]);
    expect(await listDiscoveries(principal, { IsShared: 'true', Type: 'custom' })).toMatchObject([
      { IpamResourceDiscoveryId: discoveryId, ShareType: 'Shared' },
    ]);
  });

  test('has a name and a description of its own for the principal', async () => {
    const { owner, principal, update } = await openShared();
    const texts = async (actor: Actor) => {
      const [discovery] = await listDiscoveries(actor);
      return [
        discovery?.['IpamResourceDiscoveryName'],
        discovery?.['IpamResourceDiscoveryDescription'],
      ];
    };
    await update(principal, { IpamResourceDiscoveryName: 'theirs' });
    expect(await texts(owner)).toEqual(['found', 'of the owner']);
    expect(await texts(principal)).toEqual(['theirs', 'of the owner']);
    await update(owner, {
      IpamResourceDiscoveryName: 'renamed',
      IpamResourceDiscoveryDescription: 'new',
    });
    expect(await texts(principal)).toEqual(['theirs', 'new']);
    await update(principal, { IpamResourceDiscoveryDescription: '' });
    expect(await texts(principal)).toEqual(['theirs', '']);
    expect(await texts(owner)).toEqual(['renamed', 'new']);
    expect(await listDiscoveries(principal, { IpamResourceDiscoveryName: 'theirs' })).toHaveLength(
      1,
    );
    expect(await listDiscoveries(principal, { IpamResourceDiscoveryName: 'renamed' })).toEqual([]);
  });

  test('is in a resource group of its own for the principal, which cannot go then', async () => {
    const { owner, principal, discoveryId } = await openShared();
    const [own] = await listDiscoveries(owner);
    const body = await principal.succeed('CreateResourceGroup', {
      Name: 'a-group',
      DisplayName: 'a group',
    });
    const groupId = (body['ResourceGroup'] as { Id: string }).Id;
    const move = (given: Parameters) =>
      principal.call('ChangeResourceGroup', {
        ...REGION,
        ResourceId: discoveryId,
        ResourceType: 'IPAMRESOURCEDISCOVERY',
        NewResourceGroupId: groupId,
        ...given,
      });
    const notFound = 'ResourceNotFound.IpamResourceDiscovery';
    expect(codeOf(await move({ RegionId: 'cn-beijing' }))).toBe(notFound);
    expect(codeOf(await move({ ResourceId: 'ipam-res-disco-1' }))).toBe(notFound);
    expect(codeOf(await move({}))).toBe('OK');
    expect(await listDiscoveries(principal, { ResourceGroupId: groupId })).toHaveLength(1);
    expect(await listDiscoveries(owner)).toEqual([own]);
    const refused = await principal.call('DeleteResourceGroup', { ResourceGroupId: groupId });
    expect(codeOf(refused)).toBe('DeleteConflict.ResourceGroup.Resource');
  });

  test('cannot be deleted while any share has it, accepted or not', async () => {
    const { owner, stranger } = await openShared();
    const beijing = { RegionId: 'cn-beijing' };
    const body = await owner.succeed('CreateIpamResourceDiscovery', {
      ...beijing,
      'OperatingRegionList.1': 'cn-beijing',
    });
    const discoveryId = String(body['IpamResourceDiscoveryId']);
    await owner.succeed('CreateResourceShare', {
      ResourceShareName: 'open',
      AllowExternalTargets: 'true',
      'Resources.1.ResourceId': discoveryId,
      'Resources.1.ResourceType': 'IpamResourceDiscovery',
      'Targets.1': stranger.accountId,
    });
    const refused = await owner.call('DeleteIpamResourceDiscovery', {
      ...beijing,
      IpamResourceDiscoveryId: discoveryId,
    });
    expect(codeOf(refused)).toBe('DependencyViolation.ShareResource');
    expect(refused.body['Message']).toMatch(/^The specified resource of IPAM resource discovery/);
    expect(await listDiscoveries(owner, beijing)).toMatchObject([{ ShareType: '' }]);
  });
});
