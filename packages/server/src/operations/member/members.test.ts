import { ROOT_FOLDER_ID } from '@cadastre/api-contract';
import { describe, expect, test } from 'vitest';
import { DEFAULT_CONFIG } from '../../config.ts';
import {
  createFolder,
  type Directory,
  IPAM_SERVICE,
  moveAccount,
  outcomeOf,
  startDirectory,
} from '../directory/directory-ground.test-support.ts';
import { type Actor, createIpam, REGION } from '../resource-sharing/sharing-ground.test-support.ts';

const BEIJING = { RegionId: 'cn-beijing' };

/** `fd-` ids are folders, all others accounts. */
function membersOf(...ids: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    ids.flatMap((id, index) => [
      [`Members.${index + 1}.MemberId`, id],
      [`Members.${index + 1}.MemberType`, id.startsWith('fd-') ? 'Folder' : 'Account'],
    ]),
  );
}

interface Ground extends Directory {
  readonly administrator: Actor;
  readonly ipamId: string;
  readonly others: readonly [Actor, Actor, Actor, Actor];
  add(...ids: readonly string[]): Promise<unknown>;
  remove(...ids: readonly string[]): Promise<unknown>;
  covered(): Promise<readonly string[]>;
}

/** A directory with a delegated administrator who has an IPAM, and four more accounts. */
async function startGround(given: Parameters<typeof startDirectory>[1] = {}): Promise<Ground> {
  const directory = await startDirectory(5, given);
  const [administrator, ...others] = directory.accounts;
  if (administrator === undefined) throw new Error('There is no administrator.');
  const { accountId } = administrator;
  const delegation = { AccountId: accountId, ...IPAM_SERVICE };
  await directory.management.succeed('RegisterDelegatedAdministrator', delegation);
  const { ipamId } = await createIpam(administrator);
  return {
    ...directory,
    administrator,
    ipamId,
    others: others as unknown as [Actor, Actor, Actor, Actor],
    add: (...ids) =>
      outcomeOf(administrator, 'AddIpamMembers', { ...REGION, ...membersOf(...ids) }),
    remove: (...ids) =>
      outcomeOf(administrator, 'RemoveIpamMembers', { ...REGION, ...membersOf(...ids) }),
    covered: () =>
      directory.server.store.read(({ members }) => members.listCoveredAccounts(accountId, ipamId)),
  };
}

describe('AddIpamMembers, RemoveIpamMembers, ListIpamMembers', () => {
  test('manage accounts and folders with all accounts at any depth below', async () => {
    const { management, administrator, others, add, remove, covered } = await startGround();
    const [a, b, c] = others;
    const folder = await createFolder(management, 'a');
    const inner = await createFolder(management, 'b', folder);
    await moveAccount(management, b, inner);
    expect(await add(a.accountId, folder)).toBe('OK');
    expect(await covered()).toEqual([a.accountId, b.accountId]);
    await moveAccount(management, c, folder);
    expect(await covered()).toEqual([a.accountId, b.accountId, c.accountId]);
    await moveAccount(management, b, ROOT_FOLDER_ID);
    expect(await covered()).toEqual([a.accountId, c.accountId]);

    const listed = await administrator.succeed('ListIpamMembers', { ...REGION, MaxResults: '1' });
    expect(listed).toMatchObject({ Count: 1, TotalCount: 2, MaxResults: 1 });
    expect(listed['MemberInfos']).toEqual([
      {
        CreationTime: '2026-08-20T08:00:05Z',
        MemberId: a.accountId,
        MemberType: 'Account',
        Status: 'Created',
      },
    ]);
    const one = { ...REGION, 'MemberIds.1': folder, 'MemberIds.2': 'fd-none' };
    expect((await administrator.succeed('ListIpamMembers', one))['MemberInfos']).toMatchObject([
      { MemberId: folder, MemberType: 'Folder' },
    ]);
    for (const region of [BEIJING, { RegionId: 'nowhere' }]) {
      expect((await administrator.succeed('ListIpamMembers', region))['TotalCount']).toBe(0);
    }
    expect((await management.succeed('ListIpamMembers', REGION))['TotalCount']).toBe(0);

    expect(await remove(folder)).toBe('OK');
    expect(await covered()).toEqual([a.accountId]);
    expect(await remove(a.accountId)).toBe('OK');
    expect((await administrator.succeed('ListIpamMembers', REGION))['MemberInfos']).toEqual([]);
  });

  test('are for the delegated administrator alone, with the IPAM of the region', async () => {
    const { management, administrator, others } = await startGround();
    const call = { ...REGION, ...membersOf(others[1].accountId) };
    await createIpam(others[0]);
    for (const operation of ['AddIpamMembers', 'RemoveIpamMembers'] as const) {
      for (const actor of [management, others[0]]) {
        const denied = [400, 'OperationDenied.NotDelegatedAdministrator'];
        expect(await outcomeOf(actor, operation, call)).toEqual(denied);
      }
      const elsewhere = { ...call, ...BEIJING };
      expect(await outcomeOf(administrator, operation, elsewhere)).toEqual([
        400,
        'ResourceNotFound.Ipam',
      ]);
    }
  });

  test('use the IPAM of one region until all its members are removed', async () => {
    const { administrator, others, ipamId, add, remove } = await startGround();
    const [a, b] = others;
    const ipam = { ...BEIJING, 'OperatingRegionList.1': 'cn-beijing' };
    await administrator.succeed('CreateIpam', ipam);
    expect(await add(a.accountId)).toBe('OK');
    const call = { ...BEIJING, ...membersOf(b.accountId) };
    const { status, body } = await administrator.call('AddIpamMembers', call);
    expect([status, body['Code']]).toEqual([400, 'OperationDenied.IpamMembersInOtherRegion']);
    expect(body['Message']).toContain(ipamId);
    const removal = { ...BEIJING, ...membersOf(a.accountId) };
    expect(await outcomeOf(administrator, 'RemoveIpamMembers', removal)).toEqual([
      400,
      'ResourceNotFound.IpamMember',
    ]);
    await remove(a.accountId);
    expect(await outcomeOf(administrator, 'AddIpamMembers', call)).toBe('OK');
    expect(await add(a.accountId)).toEqual([400, 'OperationDenied.IpamMembersInOtherRegion']);
  });

  test('refuse what cannot be a member, and then add nothing', async () => {
    const { management, administrator, others, add, covered } = await startGround();
    const [a, b] = others;
    const folder = await createFolder(management, 'a');
    const root = {
      ...membersOf(b.accountId),
      'Members.2.MemberId': ROOT_FOLDER_ID,
      'Members.2.MemberType': 'Folder',
    };
    const unsupported = [400, 'OperationDenied.UnsupportedMember'];
    const rootCall = { ...REGION, ...root };
    expect(await outcomeOf(administrator, 'AddIpamMembers', rootCall)).toEqual(unsupported);
    expect(await add(management.accountId)).toEqual(unsupported);
    expect(await add(administrator.accountId)).toEqual(unsupported);
    for (const id of ['fd-none', '1000000000000099', 'nobody']) {
      expect(await add(b.accountId, id)).toEqual([400, 'ResourceNotFound.DirectoryMember']);
    }
    expect(await add(a.accountId, folder)).toBe('OK');
    for (const id of [a.accountId, folder]) {
      const { body } = await administrator.call('AddIpamMembers', {
        ...REGION,
        ...membersOf(b.accountId, id),
      });
      expect(body['Code']).toBe('OperationDenied.IpamMemberExist');
      expect(body['Message']).toContain(`[${id}]`);
    }
    expect(await covered()).toEqual([a.accountId]);
  });

  test.each([
    ['an account called a folder', { MemberId: '1000000000000003', MemberType: 'Folder' }],
    ['a folder called an account', { MemberId: 'fd-none', MemberType: 'Account' }],
    ['the root folder called an account', { MemberId: 'r-root', MemberType: 'Account' }],
  ])('refuse %s', async (_, { MemberId, MemberType }) => {
    const { administrator } = await startGround();
    const call = { ...REGION, 'Members.1.MemberId': MemberId, 'Members.1.MemberType': MemberType };
    for (const operation of ['AddIpamMembers', 'RemoveIpamMembers'] as const) {
      const { status, body } = await administrator.call(operation, call);
      expect([status, body['Code']]).toEqual([400, 'OperationDenied.MemberIdNotMatchMemberType']);
      expect(body['Message']).toBe(
        `The operation is not allowed because the Member ID and Member Type of members [${MemberId}] in the input parameters do not match.`,
      );
    }
  });

  test('refuse members without id or type, named twice, or too many', async () => {
    const { administrator } = await startGround();
    const codeOf = async (members: Record<string, string>) => {
      const answer = await administrator.call('AddIpamMembers', { ...REGION, ...members });
      return answer.body['Code'];
    };
    expect(await codeOf({})).toBe('MissingMembers');
    expect(await codeOf({ 'Members.1.MemberType': 'Account' })).toBe('IllegalParam.MemberId');
    expect(await codeOf({ 'Members.1.MemberId': 'fd-1' })).toBe('IllegalParam.MemberType');
    const other = { 'Members.1.MemberId': 'fd-1', 'Members.1.MemberType': 'Group' };
    expect(await codeOf(other)).toBe('IllegalParam.MemberType');
    expect(await codeOf(membersOf('fd-1', 'fd-1'))).toBe('IllegalParam.Members');
    const ids = Array.from({ length: 101 }, (_, index) => `fd-${index}`);
    expect(await codeOf(membersOf(...ids))).toBe('InvalidMembers');
  });

  test('rehearse in a dry run, and answer a client token again', async () => {
    const { administrator, others, covered } = await startGround();
    const call = { ...REGION, ...membersOf(others[0].accountId) };
    const rehearsal = { ...call, DryRun: 'true' };
    expect(await outcomeOf(administrator, 'AddIpamMembers', rehearsal)).toEqual([
      400,
      'DryRunOperation',
    ]);
    expect(await covered()).toEqual([]);
    const once = { ...call, ClientToken: 'once' };
    for (const repeated of [once, once]) {
      expect(await outcomeOf(administrator, 'AddIpamMembers', repeated)).toBe('OK');
    }
    expect(await outcomeOf(administrator, 'RemoveIpamMembers', rehearsal)).toEqual([
      400,
      'DryRunOperation',
    ]);
    expect(await covered()).toEqual([others[0].accountId]);
  });

  test('tell in the audit event for which accounts the management changed', async () => {
    const { management, administrator, others, ipamId, add, remove } = await startGround();
    const [a, b] = others;
    const folder = await createFolder(management, 'a');
    await add(a.accountId, folder);
    await moveAccount(management, b, folder);
    await remove(a.accountId);
    const managedBy = [{ accountId: administrator.accountId, ipamId }];
    const eventsOf = async (actor: Actor, Operation: string) =>
      (await actor.succeed('ListEvents', { Operation }))['Events'] as {
        ResourceId: string;
        After: string;
      }[];
    const [added] = await eventsOf(administrator, 'AddIpamMembers');
    expect(added?.ResourceId).toBe(`${a.accountId},${folder}`);
    expect(JSON.parse(added?.After ?? '')).toMatchObject({
      membership: [{ accountId: a.accountId, reason: 'MembersAdded', managedBy }],
    });
    const [moved] = await eventsOf(management, 'MoveAccount');
    expect(JSON.parse(moved?.After ?? '')).toEqual({
      folderId: folder,
      membership: [{ accountId: b.accountId, reason: 'AccountMoved', managedBy }],
    });
    const [removed] = await eventsOf(administrator, 'RemoveIpamMembers');
    expect(JSON.parse(removed?.After ?? '')).toEqual({
      membership: [{ accountId: a.accountId, reason: 'MembersRemoved', managedBy: [] }],
    });
  });
});

describe('the quota of member accounts', () => {
  const quotas = { ...DEFAULT_CONFIG.quotas, ipam_resource_directory_member_detail_quota: 2 };
  const config = { ...DEFAULT_CONFIG, quotas };

  test('counts all accounts below folders, each once, and refuses more', async () => {
    const { management, others, add } = await startGround({ config });
    const [a, b, c] = others;
    const folder = await createFolder(management, 'a');
    await moveAccount(management, a, folder);
    await moveAccount(management, b, folder);
    expect(await add(a.accountId, folder)).toBe('OK');
    const exceeded = [400, 'QuotaExceeded.IpamResourceDirectoryMemberDetailQuota'];
    expect(await add(c.accountId)).toEqual(exceeded);
  });

  test('leaves an account that joins a folder uncovered until there is room', async () => {
    const { management, others, add, covered } = await startGround({ config });
    const [a, b, c] = others;
    const folder = await createFolder(management, 'a');
    await add(folder);
    for (const account of [c, b, a]) await moveAccount(management, account, folder);
    expect(await covered()).toEqual([b.accountId, c.accountId]);
    await moveAccount(management, c, ROOT_FOLDER_ID);
    expect(await covered()).toEqual([a.accountId, b.accountId]);
  });
});

describe('what members keep from being', () => {
  test('an IPAM with members is not deleted', async () => {
    const { administrator, others, ipamId, add, remove } = await startGround();
    const [a, b] = others;
    await add(a.accountId, b.accountId);
    const { status, body } = await administrator.call('DeleteIpam', { ...REGION, IpamId: ipamId });
    expect([status, body['Code']]).toEqual([400, 'DependencyViolation.IpamMembers']);
    expect(body['Message']).toBe(
      `The IPAM [${ipamId}] has managed members [${a.accountId}, ${b.accountId}], so the IPAM cannot be deleted.`,
    );
    await remove(a.accountId, b.accountId);
    await administrator.succeed('DeleteIpam', { ...REGION, IpamId: ipamId });
  });

  test('the administrator stays, and the service is trusted, while there are members', async () => {
    const { management, administrator, others, add, remove } = await startGround();
    const trusted = async () => {
      const { Accounts } = await management.succeed('ListDelegatedAdministrators');
      return (Accounts as { IsTrustedServiceEnabled: boolean }[])[0]?.IsTrustedServiceEnabled;
    };
    const delegation = { AccountId: administrator.accountId, ...IPAM_SERVICE };
    expect(await trusted()).toBe(false);
    await add(others[0].accountId);
    expect(await trusted()).toBe(true);
    expect(await outcomeOf(management, 'DeregisterDelegatedAdministrator', delegation)).toEqual([
      409,
      'DeleteConflict.DelegatedAdministrator.IpamMember',
    ]);
    await remove(others[0].accountId);
    expect(await trusted()).toBe(false);
    expect(await outcomeOf(management, 'DeregisterDelegatedAdministrator', delegation)).toBe('OK');
  });

  test('a folder that is a member is not deleted', async () => {
    const { management, add, remove } = await startGround();
    const folder = await createFolder(management, 'a');
    await add(folder);
    const call = { FolderId: folder };
    expect(await outcomeOf(management, 'DeleteFolder', call)).toEqual([
      409,
      'DeleteConflict.Folder.IpamMember',
    ]);
    await remove(folder);
    expect(await outcomeOf(management, 'DeleteFolder', call)).toBe('OK');
  });
});

describe('a member and the sharing of its resource discovery with the administrator', () => {
  async function shareDiscovery(owner: Actor, targetId: string): Promise<Record<string, string>> {
    const { discoveryId } = await createIpam(owner);
    return {
      ResourceShareName: 'discovery',
      AllowExternalTargets: 'true',
      'Resources.1.ResourceId': discoveryId,
      'Resources.1.ResourceType': 'IpamResourceDiscovery',
      'Targets.1': targetId,
    };
  }

  test('an account that shares is not added, neither itself nor with its folder', async () => {
    const { management, administrator, others, add } = await startGround();
    const [a, b] = others;
    const folder = await createFolder(management, 'a');
    await moveAccount(management, a, folder);
    const share = await shareDiscovery(a, administrator.accountId);
    await a.succeed('CreateResourceShare', share);
    for (const id of [a.accountId, folder]) {
      const call = { ...REGION, ...membersOf(b.accountId, id) };
      const { status, body } = await administrator.call('AddIpamMembers', call);
      expect([status, body['Code']]).toEqual([
        400,
        'OperationDenied.MemberSharesResourceDiscovery',
      ]);
      expect(body['Message']).toContain(`[${a.accountId}]`);
    }
    await moveAccount(management, a, ROOT_FOLDER_ID);
    expect(await add(b.accountId, folder)).toBe('OK');
    const move = { AccountId: a.accountId, DestinationFolderId: folder };
    expect(await outcomeOf(management, 'MoveAccount', move)).toEqual([
      400,
      'OperationDenied.MemberSharesResourceDiscovery',
    ]);
    const listed = await management.succeed('ListDirectoryAccounts', { FolderId: folder });
    expect(listed['TotalCount']).toBe(0);
  });

  test('a member does not share, in one call or step by step; others may', async () => {
    const { administrator, others, add, remove } = await startGround();
    const [a, b] = others;
    await add(a.accountId);
    const share = await shareDiscovery(a, administrator.accountId);
    const refused = [400, 'OperationDenied.ShareWithDelegatedAdministrator'];
    expect(await outcomeOf(a, 'CreateResourceShare', share)).toEqual(refused);
    expect(await outcomeOf(a, 'CreateResourceShare', { ...share, 'Targets.1': b.accountId })).toBe(
      'OK',
    );
    const { ResourceShares } = await a.succeed('ListResourceShares', { ResourceOwner: 'Self' });
    const [{ ResourceShareId = '' } = {}] = ResourceShares as { ResourceShareId?: string }[];
    const target = { ResourceShareId, 'Targets.1': administrator.accountId };
    expect(await outcomeOf(a, 'AssociateResourceShare', target)).toEqual(refused);
    const ofOther = await shareDiscovery(b, administrator.accountId);
    expect(await outcomeOf(b, 'CreateResourceShare', ofOther)).toBe('OK');
    await remove(a.accountId);
    expect(await outcomeOf(a, 'AssociateResourceShare', target)).toBe('OK');
  });
});
