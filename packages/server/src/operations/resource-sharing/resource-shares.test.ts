import { INVITATION_LIFETIME_MS } from '@cadastre/api-contract';
import { describe, expect, test } from 'vitest';
import { parseConfig } from '../../config.ts';
import {
  type Actor,
  acceptAll,
  codeOf,
  createIpam,
  createPool,
  createShare,
  listInvitations,
  OWNER_ID,
  PRINCIPAL_ID,
  REGION,
  resourceParameters,
  shareWith,
  startSharingServer,
} from './sharing-ground.test-support.ts';

const ALLOW = { AllowExternalTargets: 'true' };

async function openPool(given: Parameters<typeof startSharingServer>[0] = {}) {
  const actors = await startSharingServer(given);
  const ipam = await createIpam(actors.owner);
  const poolId = await createPool(actors.owner, ipam.scopeId, '10.0.0.0/16');
  return { ...actors, ...ipam, poolId };
}

function arnOf(poolId: string, accountId: string = OWNER_ID, regionId = 'cn-hangzhou'): string {
  return `acs:vpc:${regionId}:${accountId}:ipampool/${poolId}`;
}

async function listItems(
  actor: Actor,
  operation: Parameters<Actor['succeed']>[0],
  parameters: Readonly<Record<string, string>>,
  items: string,
): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const body = await actor.succeed(operation, parameters);
  return body[items] as readonly Readonly<Record<string, unknown>>[];
}

describe('a resource share', () => {
  test('is created, read back, changed and deleted', async () => {
    const { owner, server } = await openPool();
    const created = (await owner.succeed('CreateResourceShare', {
      ResourceShareName: 'test',
      'Tag.1.Key': 'team',
      'Tag.1.Value': 'net',
    })) as { ResourceShare: Record<string, unknown> };
    const shareId = String(created.ResourceShare['ResourceShareId']);
    expect(created.ResourceShare).toEqual({
      ResourceShareId: expect.stringMatching(/^rs-/),
      ResourceShareName: 'test',
      ResourceShareOwner: OWNER_ID,
      ResourceShareStatus: 'Active',
      AllowExternalTargets: false,
      CreateTime: '2026-08-20T08:00:00.000Z',
      UpdateTime: '2026-08-20T08:00:00.000Z',
    });
    server.clock.now += 1_234;
    const renamed = { ResourceShareId: shareId, ResourceShareName: '新.name', ...ALLOW };
    const updated = await owner.succeed('UpdateResourceShare', renamed);
    const changed = {
      ...created.ResourceShare,
      ResourceShareName: '新.name',
      AllowExternalTargets: true,
      UpdateTime: '2026-08-20T08:00:01.234Z',
    };
    expect(updated['ResourceShare']).toEqual(changed);
    const list = (parameters: Record<string, string>) =>
      listItems(owner, 'ListResourceShares', parameters, 'ResourceShares');
    const tags = [{ Key: 'team', Value: 'net' }];
    const self = { ResourceOwner: 'Self' };
    expect(await list(self)).toEqual([
      { ...changed, ResourceGroupId: expect.stringMatching(/^rg-/), Tags: tags },
    ]);
    for (const filter of [
      { ResourceShareName: '新.name' },
      { 'ResourceShareIds.1': shareId },
      { ResourceShareStatus: 'Active' },
      { 'Tag.1.Key': 'team' },
    ]) {
      expect(await list({ ...self, ...filter })).toHaveLength(1);
    }
    for (const filter of [
      { ResourceShareName: 'test' },
      { 'ResourceShareIds.1': 'rs-other' },
      { ResourceShareStatus: 'Deleted' },
      { 'Tag.1.Key': 'other' },
      { PermissionName: 'AliyunRSDefaultPermissionIpamPool' },
      { PermissionName: 'AliyunRSDefaultPermissionVSwitch' },
      { ResourceGroupId: 'rg-other' },
    ]) {
      expect(await list({ ...self, ...filter })).toEqual([]);
    }
    await owner.succeed('DeleteResourceShare', { ResourceShareId: shareId });
    expect(await list(self)).toEqual([]);
    expect(codeOf(await owner.call('DeleteResourceShare', { ResourceShareId: shareId }))).toBe(
      'EntityNotExists.ResourceShare',
    );
  });

  test('answers its lists in pages without counts', async () => {
    const { owner } = await startSharingServer();
    for (let index = 0; index < 3; index += 1) await createShare(owner);
    const first = await owner.succeed('ListResourceShares', {
      ResourceOwner: 'Self',
      MaxResults: '2',
    });
    expect(Object.keys(first).sort()).toEqual(['NextToken', 'RequestId', 'ResourceShares']);
    const second = await owner.succeed('ListResourceShares', {
      ResourceOwner: 'Self',
      MaxResults: '2',
      NextToken: String(first['NextToken']),
    });
    expect(Object.keys(second).sort()).toEqual(['RequestId', 'ResourceShares']);
    expect(second['ResourceShares']).toHaveLength(1);
  });

  test.each([
    ['a name with a space', { ResourceShareName: 'a b' }, 'InvalidParameter.ResourceShareName'],
    ['a long name', { ResourceShareName: 'a'.repeat(51) }, 'InvalidParameter.ResourceShareName'],
    ['an unknown group', { ResourceGroupId: 'rg-nobody' }, 'IllegalParam.ResourceGroupId'],
    ['half a resource', { 'Resources.1.ResourceType': 'IpamPool' }, 'InvalidParameter.Resources'],
    ['another type', resourceParameters('vsw-1', 'VSwitch'), 'InvalidParameter.ResourceType'],
    ['no ARN', { 'ResourceArns.1': 'pool' }, 'InvalidParameter.ResourceArns'],
    ['an unknown pool', resourceParameters('ipam-pool-1'), 'ResourceNotFound.IpamPool'],
    [
      'an unknown discovery',
      resourceParameters('ipam-res-disco-1', 'IpamResourceDiscovery'),
      'ResourceNotFound.IpamResourceDiscovery',
    ],
    ['an unknown permission', { 'PermissionNames.1': 'a' }, 'InvalidParameter.PermissionNames'],
    ['a target without leave', { 'Targets.1': PRINCIPAL_ID }, 'AccountNotInResourceDirectory'],
    [
      'an unknown account',
      { ...ALLOW, 'Targets.1': '1999999999999999' },
      'InvalidParameter.Targets',
    ],
    ['itself as target', { ...ALLOW, 'Targets.1': OWNER_ID }, 'InvalidParameter.Targets'],
    ['no account', { ...ALLOW, 'Targets.1': 'fd-1' }, 'InvalidParameter.Targets'],
  ])('is refused with %s, and nothing is left', async (_, given, code) => {
    const { owner } = await startSharingServer();
    const parameters = { ResourceShareName: 'test', ...given };
    expect(codeOf(await owner.call('CreateResourceShare', parameters))).toBe(code);
    const shares = await owner.succeed('ListResourceShares', { ResourceOwner: 'Self' });
    expect(shares['ResourceShares']).toEqual([]);
  });

  test('holds the resource group it is in', async () => {
    const { owner } = await startSharingServer();
    const body = await owner.succeed('CreateResourceGroup', { Name: 'a-group', DisplayName: 'a' });
    const ResourceGroupId = String((body['ResourceGroup'] as { Id: string }).Id);
    const ResourceShareId = await createShare(owner, { ResourceGroupId });
    const remove = () => owner.call('DeleteResourceGroup', { ResourceGroupId });
    expect(codeOf(await remove())).toBe('DeleteConflict.ResourceGroup.Resource');
    await owner.succeed('DeleteResourceShare', { ResourceShareId });
    expect(codeOf(await remove())).toBe('OK');
  });

  test('takes at most five resources and five targets', async () => {
    const { owner } = await startSharingServer();
    const many = Object.fromEntries(
      Array.from({ length: 6 }, (_, index) => [`Targets.${index + 1}`, PRINCIPAL_ID]),
    );
    const answer = await owner.call('CreateResourceShare', { ResourceShareName: 'a', ...many });
    expect(codeOf(answer)).toBe('InvalidTargets');
  });

  test('cannot refuse external targets while it has some', async () => {
    const { owner, principal } = await startSharingServer();
    const shareId = await createShare(owner, { 'Targets.1': principal.accountId });
    const update = {
      ResourceShareId: shareId,
      ResourceShareName: 'a',
      AllowExternalTargets: 'false',
    };
    expect(codeOf(await owner.call('UpdateResourceShare', update))).toBe(
      'OperationDenied.ExternalTargetsExist',
    );
    await owner.succeed('DisassociateResourceShare', {
      ResourceShareId: shareId,
      'Targets.1': principal.accountId,
    });
    await owner.succeed('UpdateResourceShare', update);
  });
});

describe('associations', () => {
  test('of a resource and a target are answered and listed', async () => {
    const { owner, principal, poolId } = await openPool();
    const shareId = await createShare(owner);
    const times = {
      CreateTime: '2026-08-20T08:00:00.000Z',
      UpdateTime: '2026-08-20T08:00:00.000Z',
    };
    const common = { ResourceShareId: shareId, ResourceShareName: 'a-share', ...times };
    const resource = {
      ...common,
      AssociationType: 'Resource',
      AssociationStatus: 'Associated',
      EntityId: poolId,
      EntityType: 'IpamPool',
      ResourceArn: arnOf(poolId),
    };
    const target = {
      ...common,
      AssociationType: 'Target',
      AssociationStatus: 'Pending',
      EntityId: principal.accountId,
      EntityType: 'Account',
    };
    const body = await owner.succeed('AssociateResourceShare', {
      ResourceShareId: shareId,
      'ResourceArns.1': arnOf(poolId),
      'PermissionNames.1': 'AliyunRSDefaultPermissionIpamPool',
      'Targets.1': principal.accountId,
    });
    expect(body['ResourceShareAssociations']).toEqual([resource, target]);
    const list = (given: Record<string, string>) =>
      listItems(owner, 'ListResourceShareAssociations', given, 'ResourceShareAssociations');
    expect(await list({ AssociationType: 'Resource', 'ResourceShareIds.1': shareId })).toEqual([
      { ...resource, External: false },
    ]);
    const listTargets = (given: Record<string, string> = {}) =>
      list({ AssociationType: 'Target', ...given });
    expect(await listTargets({ AssociationStatus: 'Associated' })).toEqual([]);
    expect(await listTargets()).toEqual([{ ...target, External: true }]);
    await acceptAll(principal);
    expect(await listTargets({ Target: principal.accountId })).toEqual([
      { ...target, AssociationStatus: 'Associated', External: true },
    ]);
    for (const filter of [
      { ResourceArn: arnOf(poolId, PRINCIPAL_ID) },
      { ResourceId: 'ipam-pool-1' },
      { AssociationStatus: 'Failed' },
    ]) {
      expect(await list({ AssociationType: 'Resource', ...filter })).toEqual([]);
    }
  });

  test('are made once: what is there already stays', async () => {
    const { owner, principal, poolId } = await openPool();
    const shareId = await shareWith(owner, principal, poolId);
    const body = await owner.succeed('AssociateResourceShare', {
      ResourceShareId: shareId,
      ...resourceParameters(poolId),
      'Targets.1': principal.accountId,
    });
    expect(body['ResourceShareAssociations']).toMatchObject([
      { AssociationStatus: 'Associated' },
      { AssociationStatus: 'Associated' },
    ]);
    expect(await listInvitations(principal)).toHaveLength(1);
  });

  test.each([
    ['another region', (poolId: string) => arnOf(poolId, OWNER_ID, 'cn-beijing')],
    ['another account', (poolId: string) => arnOf(poolId, PRINCIPAL_ID)],
  ])('by an ARN of %s are not found', async (_, arn) => {
    const { owner, poolId } = await openPool();
    const ResourceShareId = await createShare(owner);
    const answer = await owner.call('AssociateResourceShare', {
      ResourceShareId,
      'ResourceArns.1': arn(poolId),
    });
    expect(codeOf(answer)).toBe('ResourceNotFound.IpamPool');
  });

  test('of nothing, or of what is not there, are refused', async () => {
    const { owner, principal, poolId } = await openPool();
    const ResourceShareId = await createShare(owner);
    const code = async (
      operation: 'AssociateResourceShare' | 'DisassociateResourceShare',
      given: Record<string, string>,
    ) => codeOf(await owner.call(operation, { ResourceShareId, ...given }));
    expect(await code('AssociateResourceShare', {})).toBe('InvalidParameter.Resources');
    expect(await code('DisassociateResourceShare', {})).toBe('InvalidParameter.Resources');
    expect(await code('DisassociateResourceShare', resourceParameters(poolId))).toBe(
      'DisassociateInvalid',
    );
    expect(await code('DisassociateResourceShare', { 'Targets.1': principal.accountId })).toBe(
      'DisassociateInvalid',
    );
    expect(
      codeOf(
        await owner.call('ListResourceShareAssociations', {
          AssociationType: 'Resource',
          Target: principal.accountId,
        }),
      ),
    ).toBe('ConflictedAssociationType');
    expect(
      codeOf(await owner.call('ListResourceShareAssociations', { AssociationType: 'Pool' })),
    ).toBe('InvalidParameter.AssociationType');
    expect(codeOf(await owner.call('ListResourceShares', { ResourceOwner: 'All' }))).toBe(
      'InvalidParameter.ResourceOwner',
    );
  });
});

describe('an invitation', () => {
  test('is received, accepted once and remembered', async () => {
    const { owner, principal, stranger, poolId } = await openPool();
    const shareId = await createShare(owner, {
      ...resourceParameters(poolId),
      'Targets.1': principal.accountId,
    });
    const [invitation] = await listInvitations(principal);
    expect(invitation).toEqual({
      ResourceShareInvitationId: expect.stringMatching(/^i-/),
      ResourceShareId: shareId,
      ResourceShareName: 'a-share',
      SenderAccountId: OWNER_ID,
      ReceiverAccountId: PRINCIPAL_ID,
      Status: 'Pending',
      CreateTime: '2026-08-20T08:00:00.000Z',
    });
    const given = { ResourceShareInvitationId: invitation?.ResourceShareInvitationId ?? '' };
    for (const actor of [owner, stranger]) {
      expect(await listInvitations(actor)).toEqual([]);
      expect(codeOf(await actor.call('AcceptResourceShareInvitation', given))).toBe(
        'EntityNotExists.ResourceShareInvitation',
      );
    }
    const find = () => listItems(principal, 'ListIpamPools', REGION, 'IpamPools');
    expect(await find()).toEqual([]);
    const body = await principal.succeed('AcceptResourceShareInvitation', given);
    expect(body['ResourceShareInvitation']).toEqual({ ...invitation, Status: 'Accepted' });
    expect(await find()).toHaveLength(1);
    for (const operation of [
      'AcceptResourceShareInvitation',
      'RejectResourceShareInvitation',
    ] as const) {
      expect(codeOf(await principal.call(operation, given))).toBe(
        'InvalidStatus.ResourceShareInvitation',
      );
    }
    expect(await listInvitations(principal)).toEqual([{ ...invitation, Status: 'Accepted' }]);
  });

  test('that is rejected removes the target, who can be invited again', async () => {
    const { owner, principal } = await startSharingServer();
    const shareId = await createShare(owner, { 'Targets.1': principal.accountId });
    const [invitation] = await listInvitations(principal);
    const body = await principal.succeed('RejectResourceShareInvitation', {
      ResourceShareInvitationId: invitation?.ResourceShareInvitationId ?? '',
    });
    expect(body['ResourceShareInvitation']).toEqual({ ...invitation, Status: 'Rejected' });
    const targets = await owner.succeed('ListResourceShareAssociations', {
      AssociationType: 'Target',
    });
    expect(targets['ResourceShareAssociations']).toEqual([]);
    await owner.succeed('AssociateResourceShare', {
      ResourceShareId: shareId,
      'Targets.1': principal.accountId,
    });
    expect((await listInvitations(principal)).map(({ Status }) => Status)).toEqual([
      'Rejected',
      'Pending',
    ]);
    await owner.succeed('DeleteResourceShare', { ResourceShareId: shareId });
    expect(await listInvitations(principal)).toEqual([]);
  });

  test('expires after seven days, and can be made anew', async () => {
    const { server, owner, principal } = await startSharingServer();
    const shareId = await createShare(owner, { 'Targets.1': principal.accountId });
    const [invitation] = await listInvitations(principal);
    const given = { ResourceShareInvitationId: invitation?.ResourceShareInvitationId ?? '' };
    server.clock.now += INVITATION_LIFETIME_MS;
    expect(await listInvitations(principal)).toEqual([{ ...invitation, Status: 'Expired' }]);
    expect(codeOf(await principal.call('AcceptResourceShareInvitation', given))).toBe(
      'InvalidStatus.ResourceShareInvitation',
    );
    await owner.succeed('AssociateResourceShare', {
      ResourceShareId: shareId,
      'Targets.1': principal.accountId,
    });
    await acceptAll(principal);
    expect(await listInvitations(principal)).toMatchObject([{ Status: 'Accepted' }]);
  });
});

describe('what is shared', () => {
  test('is listed for the owner and for the principal', async () => {
    const { owner, principal, poolId } = await openPool();
    const shareId = await shareWith(owner, principal, poolId);
    const list = (actor: Actor, ResourceOwner: string, given: Record<string, string> = {}) =>
      listItems(actor, 'ListSharedResources', { ResourceOwner, ...given }, 'SharedResources');
    const shared = {
      ResourceShareId: shareId,
      ResourceId: poolId,
      ResourceType: 'IpamPool',
      ResourceArn: arnOf(poolId),
      ResourceStatus: 'Available',
      CreateTime: '2026-08-20T08:00:00.000Z',
      UpdateTime: '2026-08-20T08:00:00.000Z',
    };
    expect(await list(owner, 'Self')).toEqual([shared]);
    expect(await list(principal, 'OtherAccounts')).toEqual([shared]);
    expect(await list(owner, 'OtherAccounts')).toEqual([]);
    expect(await list(principal, 'Self')).toEqual([]);
    const from = { Target: owner.accountId, 'ResourceArns.1': arnOf(poolId) };
    expect(await list(principal, 'OtherAccounts', from)).toEqual([shared]);
    expect(await list(principal, 'OtherAccounts', { Target: PRINCIPAL_ID })).toEqual([]);
    expect(await list(owner, 'Self', { Target: PRINCIPAL_ID, ResourceType: 'IpamPool' })).toEqual([
      shared,
    ]);
    const targets = async (actor: Actor, ResourceOwner: string) =>
      (
        await listItems(
          actor,
          'ListSharedTargets',
          { ResourceOwner, ResourceId: poolId, ResourceType: 'IpamPool' },
          'SharedTargets',
        )
      ).map((item) => [item['TargetId'], item['External']]);
    expect(await targets(owner, 'Self')).toEqual([[PRINCIPAL_ID, true]]);
    expect(await targets(principal, 'OtherAccounts')).toEqual([[OWNER_ID, true]]);
    expect(await targets(principal, 'Self')).toEqual([]);
    const [received] = await listItems(
      principal,
      'ListResourceShares',
      { ResourceOwner: 'OtherAccounts' },
      'ResourceShares',
    );
    expect(received).toMatchObject({ ResourceShareOwner: OWNER_ID, ResourceGroupId: '', Tags: [] });
  });

  test('cannot be left by the principal of a pool, and can by that of a discovery', async () => {
    const { owner, principal, poolId, discoveryId, ipamId } = await openPool();
    const withPool = await shareWith(owner, principal, poolId);
    const withDiscovery = await shareWith(owner, principal, discoveryId, 'IpamResourceDiscovery');
    const leave = (ResourceShareId: string, given: Record<string, string> = {}) =>
      principal.call('DisassociateResourceShare', {
        ResourceShareId,
        ResourceOwner: 'OtherAccounts',
        ...given,
      });
    expect(codeOf(await leave(withPool))).toBe('OperationDenied.OperateShareResource');
    expect(codeOf(await leave('rs-1'))).toBe('EntityNotExists.ResourceShare');
    expect(codeOf(await leave(withDiscovery, { 'Targets.1': OWNER_ID }))).toBe(
      'InvalidParameter.Targets',
    );
    const left = await leave(withDiscovery, { 'Targets.1': PRINCIPAL_ID });
    expect(left.body['ResourceShareAssociations']).toMatchObject([
      { AssociationStatus: 'Disassociated', EntityId: PRINCIPAL_ID },
    ]);
    expect(codeOf(await leave(withDiscovery))).toBe('EntityNotExists.ResourceShare');
    await owner.succeed('DeleteResourceShare', { ResourceShareId: withPool });
    await owner.succeed('DeleteIpamPoolCidr', {
      ...REGION,
      IpamPoolId: poolId,
      Cidr: '10.0.0.0/16',
    });
    await owner.succeed('DeleteIpamPool', { ...REGION, IpamPoolId: poolId });
    const deleteIpam = () => owner.call('DeleteIpam', { ...REGION, IpamId: ipamId });
    expect(await deleteIpam()).toMatchObject({
      body: {
        Code: 'DependencyViolation.ShareResource',
        Message:
          'The operation is not allowed because the default resource discovery of this IPAM is sharing.',
      },
    });
    await owner.succeed('DeleteResourceShare', { ResourceShareId: withDiscovery });
    expect(codeOf(await deleteIpam())).toBe('OK');
  });
});

describe('quotas of sharing', () => {
  const configured = (config: object) => ({ config: parseConfig(config) });

  test('limit the shares of a pool', async () => {
    const { owner, poolId } = await openPool(
      configured({ quotas: { resource_share_quota_per_ipam_pool: 1 } }),
    );
    await createShare(owner, resourceParameters(poolId));
    const again = { ResourceShareName: 'b', ...resourceParameters(poolId) };
    expect(codeOf(await owner.call('CreateResourceShare', again))).toBe(
      'QuotaExceeded.ResourceShareQuotaPerIpamPool',
    );
  });

  test('limit the shares of a resource discovery', async () => {
    const { owner, discoveryId } = await openPool(
      configured({ quotas: { resource_share_quota_per_ipam_resource_discovery: 0 } }),
    );
    const given = resourceParameters(discoveryId, 'IpamResourceDiscovery');
    const answer = await owner.call('CreateResourceShare', { ResourceShareName: 'b', ...given });
    expect(codeOf(answer)).toBe('QuotaExceeded.ResourceShareQuotaPerIpamResourceDiscovery');
  });

  test.each([
    ['IpamPool', 'shared_ipam_pool_quota_per_user', 'SharedIpamPoolQuotaPerUser'],
    [
      'IpamResourceDiscovery',
      'shared_ipam_resource_discovery_quota_per_user',
      'SharedIpamResourceDiscoveryQuotaPerUser',
    ],
  ])('limit how many an account is given of %s', async (type, quota, name) => {
    const { owner, principal, poolId, discoveryId } = await openPool(
      configured({ accounts: { [PRINCIPAL_ID]: { quotas: { [quota]: 0 } } } }),
    );
    const resource = resourceParameters(type === 'IpamPool' ? poolId : discoveryId, type);
    const first = await createShare(owner, { ...resource, 'Targets.1': PRINCIPAL_ID });
    const [invitation] = await listInvitations(principal);
    const accept = () =>
      principal.call('AcceptResourceShareInvitation', {
        ResourceShareInvitationId: invitation?.ResourceShareInvitationId ?? '',
      });
    expect(codeOf(await accept())).toBe(`QuotaExceeded.${name}`);
    expect(await listInvitations(principal)).toMatchObject([{ Status: 'Pending' }]);
    const given = { ResourceShareId: first, ...resource };
    await owner.succeed('DisassociateResourceShare', given);
    expect(codeOf(await accept())).toBe('OK');
    expect(codeOf(await owner.call('AssociateResourceShare', given))).toBe(`QuotaExceeded.${name}`);
  });
});
