import { CONTROL_POLICY_COUNT_MAX, ROOT_FOLDER_ID } from '@cadastre/api-contract';
import { describe, expect, test } from 'vitest';
import { type Key, policyOf, ROOT } from '../../test-server.test-support.ts';
import {
  createAdministratorUser,
  createControlPolicy,
} from '../directory/control-policy-ground.test-support.ts';
import {
  createFolder,
  type Directory,
  moveAccount,
  outcomeOf,
  startDirectory,
} from '../directory/directory-ground.test-support.ts';
import { type Actor, REGION } from '../resource-sharing/sharing-ground.test-support.ts';

const DENY_LIST = policyOf({ Effect: 'Deny', Action: 'vpc:ListIpam*', Resource: '*' });
const ALLOW_LIST = policyOf({ Effect: 'Allow', Action: 'vpc:ListIpam*', Resource: '*' });
const OTHER = policyOf({ Effect: 'Deny', Action: 'ram:*', Resource: '*' });

interface Ground extends Directory {
  readonly account: Actor;
  /** The folder that the account is in, and the one above it. */
  readonly folderId: string;
  readonly outerId: string;
  readonly user: Key;
  /** Whether the user may list IPAMs: `OK`, or the code of the refusal. */
  list(key?: Key): Promise<unknown>;
  attach(policyId: string, targetId: string): Promise<unknown>;
  detach(policyId: string, targetId: string): Promise<unknown>;
}

async function startGround(): Promise<Ground> {
  const directory = await startDirectory(1);
  const { server, management } = directory;
  const [account] = directory.accounts;
  if (account === undefined) throw new Error('There is no account.');
  const outerId = await createFolder(management, 'outer');
  const folderId = await createFolder(management, 'inner', outerId);
  await moveAccount(management, account, folderId);
  const user = await createAdministratorUser(account);
  return {
    ...directory,
    account,
    folderId,
    outerId,
    user,
    async list(key = user) {
      const { status, body } = await server.call('ListIpams', REGION, { key });
      return status === 200 ? 'OK' : body['Code'];
    },
    attach: (PolicyId, TargetId) =>
      outcomeOf(management, 'AttachControlPolicy', { PolicyId, TargetId }),
    detach: (PolicyId, TargetId) =>
      outcomeOf(management, 'DetachControlPolicy', { PolicyId, TargetId }),
  };
}

describe('control policies', () => {
  test('are made, changed, listed in pages and deleted', async () => {
    const { management } = await startDirectory(0);
    const created = await management.succeed('CreateControlPolicy', {
      PolicyName: 'no-lists',
      PolicyDocument: DENY_LIST,
      Description: 'No lists',
    });
    const described = {
      PolicyId: expect.stringMatching(/^cp-[0-9a-z]{18}$/),
      PolicyName: 'no-lists',
      Description: 'No lists',
      AttachmentCount: 0,
      CreateTime: '2026-08-20T08:00:00Z',
      UpdateTime: '2026-08-20T08:00:00Z',
      PolicyDocument: DENY_LIST,
    };
    expect(created['ControlPolicy']).toEqual(described);
    const { PolicyId } = created['ControlPolicy'] as { PolicyId: string };
    const second = await createControlPolicy(management, 'other', OTHER);
    const { ControlPolicy } = await management.succeed('GetControlPolicy', { PolicyId });
    expect(ControlPolicy).toEqual(described);
    const page = await management.succeed('ListControlPolicies', { MaxResults: '1' });
    const { PolicyDocument: _, ...listed } = described;
    expect(page).toMatchObject({ TotalCount: 2, ControlPolicies: [listed] });
    const next = { MaxResults: '1', NextToken: String(page['NextToken']) };
    const last = await management.succeed('ListControlPolicies', next);
    expect(last['ControlPolicies']).toMatchObject([{ PolicyId: second }]);
    const changed = await management.succeed('UpdateControlPolicy', {
      PolicyId,
      NewPolicyName: 'lists',
      NewPolicyDocument: OTHER,
      NewDescription: '',
    });
    expect(changed['ControlPolicy']).toMatchObject({
      PolicyName: 'lists',
      Description: '',
      PolicyDocument: OTHER,
    });
    await management.succeed('DeleteControlPolicy', { PolicyId });
    for (const operation of [
      'GetControlPolicy',
      'DeleteControlPolicy',
      'UpdateControlPolicy',
    ] as const) {
      expect(await outcomeOf(management, operation, { PolicyId })).toEqual([
        404,
        'EntityNotExist.ControlPolicy',
      ]);
    }
  });

  test('have a name of their own and a valid document', async () => {
    const { management } = await startDirectory(0);
    const first = await createControlPolicy(management, 'first', OTHER);
    await createControlPolicy(management, 'second', OTHER);
    const create = (PolicyName: string, PolicyDocument = OTHER) =>
      outcomeOf(management, 'CreateControlPolicy', { PolicyName, PolicyDocument });
    const update = (given: Record<string, string>) =>
      outcomeOf(management, 'UpdateControlPolicy', { PolicyId: first, ...given });
    const taken = [409, 'EntityAlreadyExists.ControlPolicy'];
    for (const name of ['second', 'FullAliyunAccess']) {
      expect(await create(name)).toEqual(taken);
      expect(await update({ NewPolicyName: name })).toEqual(taken);
    }
    expect(await create('a b')).toEqual([400, 'InvalidParameter.PolicyName.InvalidChars']);
    expect(await create('a'.repeat(129))).toEqual([400, 'InvalidParameter.PolicyName.Length']);
    for (const name of ['', 'a b']) {
      expect(await update({ NewPolicyName: name })).toEqual([
        400,
        'InvalidParameter.NewPolicyName.InvalidChars',
      ]);
    }
    const long = 'a'.repeat(1_025);
    expect(await update({ NewDescription: long })).toEqual([
      400,
      'InvalidParameter.NewDescription.Length',
    ]);
    expect(await create('third', '{}')).toEqual([400, 'MalformedPolicyDocument']);
    expect(await update({ NewPolicyDocument: '{' })).toEqual([400, 'MalformedPolicyDocument']);
    expect(await update({ NewPolicyName: 'first' })).toBe('OK');
  });

  test('may ask whether a key is there, which policies of RAM may not', async () => {
    const { management } = await startDirectory(0);
    const conditions = [
      { Null: { 'vpc:Ipv4IpamPoolId': 'true' } },
      { 'ForAllValues:StringNotLikeIfExists': { 'vpc:Ipv4IpamPoolId': 'ipam-pool-1' } },
    ];
    for (const [index, Condition] of conditions.entries()) {
      const PolicyDocument = policyOf({
        Effect: 'Deny',
        Action: ['vpc:CreateVpc', 'vpc:AssociateVpcCidrBlock'],
        Resource: '*',
        Condition,
      });
      const call = { PolicyName: `p-${index}`, PolicyDocument };
      expect(await outcomeOf(management, 'CreateControlPolicy', call)).toBe('OK');
      expect(await outcomeOf(management, 'CreatePolicy', call)).toEqual([
        400,
        'MalformedPolicyDocument',
      ]);
    }
  });

  test('of a directory have a limit', async () => {
    const { server, management } = await startDirectory(0);
    await server.store.write({
      run: async ({ controlPolicies }) => {
        for (let index = 1; index < CONTROL_POLICY_COUNT_MAX; index += 1) {
          await controlPolicies.insert({
            accountId: ROOT.accountId,
            policyId: `cp-${index}`,
            policyName: `p-${index}`,
            description: '',
            document: OTHER,
            createdAt: 0,
            updatedAt: 0,
          });
        }
        return { kind: 'commit', value: undefined };
      },
    });
    await createControlPolicy(management, 'last', OTHER);
    const call = { PolicyName: 'one-more', PolicyDocument: OTHER };
    expect(await outcomeOf(management, 'CreateControlPolicy', call)).toEqual([
      409,
      'LimitExceeded.ControlPolicy',
    ]);
  });
});

describe('an attached control policy', () => {
  test('denies to users what it denies, on the account and on every folder above', async () => {
    const { account, folderId, outerId, management, list, attach, detach } = await startGround();
    const policyId = await createControlPolicy(management, 'no-lists', DENY_LIST);
    expect(await list()).toBe('OK');
    for (const target of [account.accountId, folderId, outerId, ROOT_FOLDER_ID]) {
      expect(await attach(policyId, target)).toBe('OK');
      expect(await list()).toBe('Forbidden.RAM');
      expect(await detach(policyId, target)).toBe('OK');
      expect(await list()).toBe('OK');
    }
    await attach(policyId, await createFolder(management, 'beside'));
    expect(await list()).toBe('OK');
  });

  test('is named as the layer that denied', async () => {
    const { server, account, management, user, attach } = await startGround();
    await attach(await createControlPolicy(management, 'no-lists', DENY_LIST), account.accountId);
    const { status, body } = await server.call('ListIpams', REGION, { key: user });
    expect([status, body['Code']]).toEqual([403, 'Forbidden.RAM']);
    expect(body['AccessDeniedDetail']).toMatchObject({
      AuthAction: 'vpc:ListIpams',
      NoPermissionType: 'ExplicitDeny',
      PolicyType: 'ControlPolicy',
    });
  });

  test('leaves open what it does not deny, and grants nothing', async () => {
    const { server, account, management, user, list, attach } = await startGround();
    await attach(await createControlPolicy(management, 'lists', ALLOW_LIST), account.accountId);
    expect(await list()).toBe('OK');
    const users = await server.call('ListUsers', {}, { key: user });
    expect(users.status).toBe(200);
    await account.succeed('DetachPolicyFromUser', {
      PolicyType: 'System',
      PolicyName: 'AdministratorAccess',
      UserName: 'alice',
    });
    const { body } = await server.call('ListIpams', REGION, { key: user });
    expect(body['AccessDeniedDetail']).toMatchObject({
      NoPermissionType: 'ImplicitDeny',
      PolicyType: 'ResourceGroupLevelIdentityBasedPolicy',
    });
  });

  test("binds neither a root nor the management account's users", async () => {
    const { management, account, list, attach } = await startGround();
    const ofManagement = await createAdministratorUser(management);
    await attach(await createControlPolicy(management, 'no-lists', DENY_LIST), ROOT_FOLDER_ID);
    expect(await list()).toBe('Forbidden.RAM');
    expect(await outcomeOf(account, 'ListIpams', REGION)).toBe('OK');
    expect(await outcomeOf(management, 'ListIpams', REGION)).toBe('OK');
    expect(await list(ofManagement)).toBe('OK');
  });

  test('binds the sessions of roles, and who may assume them', async () => {
    const { server, account, management, user, list, attach } = await startGround();
    const trusted = { RAM: [`acs:ram::${account.accountId}:root`] };
    const trust = policyOf({ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: trusted });
    const role = { RoleName: 'reader', AssumeRolePolicyDocument: trust };
    await account.succeed('CreateRole', role);
    const attachment = { PolicyType: 'System', PolicyName: 'AdministratorAccess' };
    await account.succeed('AttachPolicyToRole', { ...attachment, RoleName: 'reader' });
    const assume = () =>
      server.call(
        'AssumeRole',
        { RoleArn: `acs:ram::${account.accountId}:role/reader`, RoleSessionName: 'session' },
        { key: user },
      );
    const { Credentials } = (await assume()).body as {
      Credentials: { AccessKeyId: string; AccessKeySecret: string; SecurityToken: string };
    };
    const session = {
      accessKeyId: Credentials.AccessKeyId,
      accessKeySecret: Credentials.AccessKeySecret,
      securityToken: Credentials.SecurityToken,
    };
    expect(await list(session)).toBe('OK');
    const document = policyOf({ Effect: 'Deny', Action: ['vpc:*', 'sts:*'], Resource: '*' });
    await attach(await createControlPolicy(management, 'p', document), account.accountId);
    expect(await list(session)).toBe('Forbidden.RAM');
    expect((await assume()).status).toBe(403);
  });

  test('binds with the next call when it is changed or the account moves', async () => {
    const { management, account, folderId, list, attach } = await startGround();
    const policyId = await createControlPolicy(management, 'p', OTHER);
    await attach(policyId, folderId);
    expect(await list()).toBe('OK');
    const change = { PolicyId: policyId, NewPolicyDocument: DENY_LIST };
    await management.succeed('UpdateControlPolicy', change);
    expect(await list()).toBe('Forbidden.RAM');
    await moveAccount(management, account, ROOT_FOLDER_ID);
    expect(await list()).toBe('OK');
    await moveAccount(management, account, folderId);
    expect(await list()).toBe('Forbidden.RAM');
  });

  test('can ask for tags of the resource', async () => {
    const { server, management, account, user, attach } = await startGround();
    const ipam = { ...REGION, 'OperatingRegionList.1': 'cn-hangzhou' };
    const tags = { 'Tag.1.Key': 'team', 'Tag.1.Value': 'core' };
    const { IpamId } = await account.succeed('CreateIpam', { ...ipam, ...tags });
    const Condition = { StringEquals: { 'acs:ResourceTag/team': 'core' } };
    const document = policyOf({
      Effect: 'Deny',
      Action: 'vpc:UpdateIpam',
      Resource: '*',
      Condition,
    });
    await attach(await createControlPolicy(management, 'p', document), account.accountId);
    const update = { ...REGION, IpamId: String(IpamId), IpamName: 'new' };
    const { body } = await server.call('UpdateIpam', update, { key: user });
    expect(body['Code']).toBe('Forbidden.RAM');
    const tag = { ...REGION, ResourceType: 'IPAM', 'ResourceId.1': String(IpamId) };
    await account.succeed('UntagResources', { ...tag, 'TagKey.1': 'team' });
    expect((await server.call('UpdateIpam', update, { key: user })).status).toBe(200);
  });

  test('binds within a second when another server attached it', async () => {
    const { server, management, folderId, list } = await startGround();
    const policyId = await createControlPolicy(management, 'no-lists', DENY_LIST);
    expect(await list()).toBe('OK');
    await server.store.write({
      run: async ({ controlPolicies }) => {
        const { accountId } = management;
        await controlPolicies.attach({ accountId, policyId, targetId: folderId, attachedAt: 0 });
        return { kind: 'commit', value: undefined };
      },
    });
    expect(await list()).toBe('OK');
    server.clock.now += 1_001;
    expect(await list()).toBe('Forbidden.RAM');
  });

  test('is listed for its target, and goes with the folder it is on', async () => {
    const { management, outerId, attach, detach } = await startGround();
    const folder = await createFolder(management, 'empty', outerId);
    const policyId = await createControlPolicy(management, 'no-lists', DENY_LIST);
    const otherId = await createControlPolicy(management, 'other', OTHER);
    await attach(policyId, folder);
    await attach(otherId, folder);
    const target = { TargetId: folder };
    const listed = await management.succeed('ListControlPolicyAttachmentsForTarget', {
      ...target,
      MaxResults: '1',
    });
    expect(listed).toMatchObject({ TotalCount: 2 });
    expect(listed['ControlPolicyAttachments']).toEqual([
      { PolicyId: policyId, PolicyName: 'no-lists', AttachTime: '2026-08-20T08:00:01Z' },
    ]);
    const { ControlPolicy } = await management.succeed('GetControlPolicy', { PolicyId: policyId });
    expect(ControlPolicy).toMatchObject({ AttachmentCount: 1 });
    expect(await outcomeOf(management, 'DeleteControlPolicy', { PolicyId: policyId })).toEqual([
      409,
      'DeleteConflict.ControlPolicy.Attachment',
    ]);
    expect(await detach(otherId, folder)).toBe('OK');
    await management.succeed('DeleteFolder', { FolderId: folder });
    expect(await outcomeOf(management, 'ListControlPolicyAttachmentsForTarget', target)).toEqual([
      404,
      'EntityNotExist.Target',
    ]);
    expect(await outcomeOf(management, 'DeleteControlPolicy', { PolicyId: policyId })).toBe('OK');
  });

  test('is attached once, to a target that there is, ten of them at most', async () => {
    const { management, account, folderId, attach, detach } = await startGround();
    const policyId = await createControlPolicy(management, 'p', OTHER);
    const notAttached = [404, 'EntityNotExist.ControlPolicy.Attachment'];
    expect(await attach('cp-none', folderId)).toEqual([404, 'EntityNotExist.ControlPolicy']);
    for (const target of ['fd-none', '1000000000000099']) {
      expect(await attach(policyId, target)).toEqual([404, 'EntityNotExist.Target']);
      expect(await detach(policyId, target)).toEqual(notAttached);
    }
    expect(await attach(policyId, management.accountId)).toEqual([
      409,
      'OperationDenied.ManagementAccount',
    ]);
    expect(await detach(policyId, folderId)).toEqual(notAttached);
    expect(await attach(policyId, folderId)).toBe('OK');
    expect(await attach(policyId, folderId)).toEqual([
      409,
      'EntityAlreadyExists.ControlPolicy.Attachment',
    ]);
    expect(await attach(policyId, account.accountId)).toBe('OK');
    for (let index = 1; index <= 10; index += 1) {
      const id = await createControlPolicy(management, `p-${index}`, OTHER);
      const expected = index < 10 ? 'OK' : [409, 'LimitExceeded.ControlPolicy.Attachment'];
      expect(await attach(id, folderId)).toEqual(expected);
    }
  });
});
