import { describe, expect, test } from 'vitest';
import { SYSTEM_POLICIES } from '../../identity/system-policies.ts';
import {
  type Answer,
  policyOf,
  ROOT,
  startTestServer,
  type TestServer,
} from '../../test-server.test-support.ts';

const DOCUMENT = policyOf({ Effect: 'Allow', Action: 'vpc:List*', Resource: '*' });
const OTHER_DOCUMENT = policyOf({ Effect: 'Allow', Action: 'vpc:Get*', Resource: '*' });
const POLICY = { PolicyName: 'lists' };
const CUSTOM = { ...POLICY, PolicyType: 'Custom' };
const TRUST = JSON.stringify({
  Version: '1',
  Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { RAM: 'acs:ram::1:root' } }],
});

function codeOf({ status, body }: Answer): unknown {
  return [status, body['Code']];
}

async function openServer(): Promise<TestServer> {
  const server = await startTestServer();
  await server.call('CreatePolicy', { ...POLICY, PolicyDocument: DOCUMENT, Description: 'Lists' });
  await server.call('CreateUser', { UserName: 'alice', DisplayName: 'Alice' });
  await server.call('CreateGroup', { GroupName: 'developers', Comments: 'They write' });
  await server.call('CreateRole', { RoleName: 'reader', AssumeRolePolicyDocument: TRUST });
  return server;
}

describe('custom policies', () => {
  test('are created and described with the version that holds', async () => {
    const server = await openServer();
    const { body } = await server.call('GetPolicy', CUSTOM);
    const times = { CreateDate: '2026-08-20T08:00:00Z' };
    expect(body).toMatchObject({
      Policy: {
        ...CUSTOM,
        ...times,
        UpdateDate: '2026-08-20T08:00:00Z',
        Description: 'Lists',
        DefaultVersion: 'v1',
        AttachmentCount: 0,
      },
      DefaultPolicyVersion: {
        ...times,
        VersionId: 'v1',
        IsDefaultVersion: true,
        PolicyDocument: DOCUMENT,
      },
    });
  });

  test.each([
    [{ PolicyName: 'a'.repeat(129) }, [400, 'InvalidParameter.PolicyName.Length']],
    [{ PolicyName: 'a_b' }, [400, 'InvalidParameter.PolicyName.InvalidChars']],
    [{ PolicyName: 'lists' }, [409, 'EntityAlreadyExists.Policy']],
    [{ PolicyName: 'ReadOnlyAccess' }, [409, 'EntityAlreadyExists.Policy']],
    [{ PolicyDocument: '{"Version":"1"' }, [400, 'MalformedPolicyDocument']],
    [{ PolicyDocument: DOCUMENT.replace('Allow', 'Grant') }, [400, 'MalformedPolicyDocument']],
    [{ PolicyDocument: TRUST }, [400, 'MalformedPolicyDocument']],
    [{ PolicyDocument: 'x'.repeat(6_145) }, [400, 'InvalidParameter.PolicyDocument.Length']],
  ])('a new one with %j is refused', async (given, code) => {
    const server = await openServer();
    const parameters = { PolicyName: 'new', PolicyDocument: DOCUMENT, ...given };
    expect(codeOf(await server.call('CreatePolicy', parameters))).toEqual(code);
  });

  test('the messages say what is wrong', async () => {
    const server = await openServer();
    const long = { PolicyName: 'new', PolicyDocument: 'x'.repeat(6_145) };
    expect((await server.call('CreatePolicy', long)).body['Message']).toBe(
      'The parameter - "PolicyDocument" beyond the length limit.',
    );
    const malformed = { ...long, PolicyDocument: DOCUMENT.replace('Allow', 'Grant') };
    expect((await server.call('CreatePolicy', malformed)).body['Message']).toBe(
      'Statement[0].Effect must be "Allow" or "Deny".',
    );
  });

  test.each([
    ['GetPolicy', {}],
    ['DeletePolicy', {}],
    ['CreatePolicyVersion', { PolicyDocument: DOCUMENT }],
    ['GetPolicyVersion', { VersionId: 'v1' }],
    ['ListPolicyVersions', {}],
    ['SetDefaultPolicyVersion', { VersionId: 'v1' }],
    ['DeletePolicyVersion', { VersionId: 'v1' }],
    ['ListEntitiesForPolicy', {}],
    ['AttachPolicyToUser', { UserName: 'alice' }],
    ['DetachPolicyFromRole', { RoleName: 'reader' }],
    ['AttachPolicyToGroup', { GroupName: 'developers' }],
  ] as const)('%s needs one that exists', async (operation, given) => {
    const server = await openServer();
    const unknown = { PolicyName: 'unknown', PolicyType: 'Custom' };
    expect(codeOf(await server.call(operation, { ...unknown, ...given }))).toEqual([
      404,
      'EntityNotExist.Policy',
    ]);
  });

  test('have five versions at most; the oldest that does not hold can make room', async () => {
    const server = await openServer();
    const add = (given: Record<string, string> = {}) =>
      server.call('CreatePolicyVersion', { ...POLICY, PolicyDocument: OTHER_DOCUMENT, ...given });
    const second = await add();
    expect(second.body['PolicyVersion']).toMatchObject({
      VersionId: 'v2',
      IsDefaultVersion: false,
      PolicyDocument: OTHER_DOCUMENT,
    });
    expect((await add({ SetAsDefault: 'true' })).body['PolicyVersion']).toMatchObject({
      VersionId: 'v3',
      IsDefaultVersion: true,
    });
    await server.call('SetDefaultPolicyVersion', { ...POLICY, VersionId: 'v1' });
    await add();
    await add();
    expect(codeOf(await add())).toEqual([409, 'LimitExceeded.Policy.Version']);
    expect(codeOf(await add({ RotateStrategy: 'None' }))).toEqual([
      409,
      'LimitExceeded.Policy.Version',
    ]);
    const rotated = await add({ RotateStrategy: 'DeleteOldestNonDefaultVersionWhenLimitExceeded' });
    expect(rotated.body['PolicyVersion']).toMatchObject({ VersionId: 'v6' });
    const { body } = await server.call('ListPolicyVersions', CUSTOM);
    const { PolicyVersion } = body['PolicyVersions'] as { PolicyVersion: object[] };
    expect(PolicyVersion).toMatchObject([
      { VersionId: 'v1', IsDefaultVersion: true, PolicyDocument: DOCUMENT },
      { VersionId: 'v3', IsDefaultVersion: false },
      { VersionId: 'v4' },
      { VersionId: 'v5' },
      { VersionId: 'v6' },
    ]);
  });

  test('lose a version, but not the one that holds', async () => {
    const server = await openServer();
    await server.call('CreatePolicyVersion', { ...POLICY, PolicyDocument: OTHER_DOCUMENT });
    const remove = (VersionId: string) =>
      server.call('DeletePolicyVersion', { ...POLICY, VersionId });
    expect(codeOf(await remove('v1'))).toEqual([409, 'DeleteConflict.Policy.Version.Default']);
    expect((await remove('v2')).status).toBe(200);
    for (const VersionId of ['v2', 'v0', '2', 'v01', 'x']) {
      const unknown = [404, 'EntityNotExist.Policy.Version'];
      expect(codeOf(await remove(VersionId))).toEqual(unknown);
      const set = await server.call('SetDefaultPolicyVersion', { ...POLICY, VersionId });
      expect(codeOf(set)).toEqual(unknown);
      const get = await server.call('GetPolicyVersion', { ...CUSTOM, VersionId });
      expect(codeOf(get)).toEqual(unknown);
    }
  });

  test('are deleted when nothing depends on them, or with everything that does', async () => {
    const server = await openServer();
    const principals = [
      ['User', { UserName: 'alice' }],
      ['Group', { GroupName: 'developers' }],
      ['Role', { RoleName: 'reader' }],
    ] as const;
    for (const [kind, name] of principals) {
      await server.call(`AttachPolicyTo${kind}`, { ...CUSTOM, ...name });
    }
    await server.call('CreatePolicyVersion', { ...POLICY, PolicyDocument: OTHER_DOCUMENT });
    for (const [kind, name] of principals) {
      expect(codeOf(await server.call('DeletePolicy', POLICY))).toEqual([
        409,
        `DeleteConflict.Policy.${kind}`,
      ]);
      await server.call(`DetachPolicyFrom${kind}`, { ...CUSTOM, ...name });
    }
    const version = codeOf(await server.call('DeletePolicy', POLICY));
    expect(version).toEqual([409, 'DeleteConflict.Policy.Version']);
    await server.call('AttachPolicyToUser', { ...CUSTOM, UserName: 'alice' });
    const cascading = { ...POLICY, CascadingDelete: 'true' };
    expect((await server.call('DeletePolicy', cascading)).status).toBe(200);
    const left = await server.call('ListPoliciesForUser', { UserName: 'alice' });
    expect(left.body['Policies']).toEqual({ Policy: [] });
  });
});

describe('system policies', () => {
  test('are listed after custom ones, in pages, by type and by tags', async () => {
    const server = await openServer();
    await server.call('CreatePolicy', {
      PolicyName: 'tagged',
      PolicyDocument: DOCUMENT,
      'Tag.1.Key': 'team',
      'Tag.1.Value': 'net',
    });
    const list = async (given: Record<string, string> = {}) => {
      const { body } = await server.call('ListPolicies', given);
      const { Policy } = body['Policies'] as { Policy: { PolicyName: string }[] };
      return { names: Policy.map(({ PolicyName }) => PolicyName), marker: body['Marker'] };
    };
    const system = SYSTEM_POLICIES.map(({ policyName }) => policyName);
    expect((await list()).names).toEqual(['lists', 'tagged', ...system]);
    expect((await list({ PolicyType: 'System' })).names).toEqual(system);
    expect((await list({ PolicyType: 'Custom' })).names).toEqual(['lists', 'tagged']);
    expect((await list({ 'Tag.1.Key': 'team' })).names).toEqual(['tagged']);
    const first = await list({ MaxItems: '3' });
    const last = await list({ Marker: String(first.marker) });
    expect([...first.names, ...last.names]).toEqual(['lists', 'tagged', ...system]);
    expect(codeOf(await server.call('ListPolicies', { PolicyType: 'Mine' }))).toEqual([
      400,
      'InvalidParameter.PolicyType',
    ]);
  });

  test.each(SYSTEM_POLICIES)('$policyName is described with its only version', async (policy) => {
    const server = await startTestServer();
    const named = { PolicyName: policy.policyName, PolicyType: 'System' };
    const { body } = await server.call('GetPolicy', named);
    expect(body).toMatchObject({
      Policy: { ...named, DefaultVersion: 'v1' },
      DefaultPolicyVersion: { PolicyDocument: policy.document, IsDefaultVersion: true },
    });
    const version = await server.call('GetPolicyVersion', { ...named, VersionId: 'v1' });
    expect(version.body['PolicyVersion']).toEqual(body['DefaultPolicyVersion']);
  });

  test('cannot be changed', async () => {
    const server = await startTestServer();
    const named = { PolicyName: 'ReadOnlyAccess' };
    for (const answer of [
      await server.call('DeletePolicy', named),
      await server.call('CreatePolicyVersion', { ...named, PolicyDocument: DOCUMENT }),
      await server.call('SetDefaultPolicyVersion', { ...named, VersionId: 'v1' }),
    ]) {
      expect(codeOf(answer)).toEqual([404, 'EntityNotExist.Policy']);
    }
  });
});

describe('attachments', () => {
  const NAMES = {
    User: { UserName: 'alice' },
    Role: { RoleName: 'reader' },
    Group: { GroupName: 'developers' },
  } as const;
  const KINDS = ['User', 'Role', 'Group'] as const;

  test.each(KINDS)('a %s gets a policy once and loses it once', async (kind) => {
    const server = await openServer();
    const attachment = { ...CUSTOM, ...NAMES[kind] };
    expect((await server.call(`AttachPolicyTo${kind}`, attachment)).status).toBe(200);
    expect(codeOf(await server.call(`AttachPolicyTo${kind}`, attachment))).toEqual([
      409,
      `EntityAlreadyExists.${kind}.Policy`,
    ]);
    const listed = await server.call(`ListPoliciesFor${kind}`, NAMES[kind]);
    expect(listed.body['Policies']).toEqual({
      Policy: [
        {
          ...CUSTOM,
          Description: 'Lists',
          DefaultVersion: 'v1',
          AttachDate: '2026-08-20T08:00:00Z',
        },
      ],
    });
    expect((await server.call(`DetachPolicyFrom${kind}`, attachment)).status).toBe(200);
    expect(codeOf(await server.call(`DetachPolicyFrom${kind}`, attachment))).toEqual([
      404,
      `EntityNotExist.${kind}.Policy`,
    ]);
  });

  test.each([
    ['User', 10],
    ['Role', 5],
    ['Group', 5],
  ] as const)('a %s has %i custom policies at most', async (kind, limit) => {
    const server = await openServer();
    const attach = async (index: number) => {
      const PolicyName = `p-${index}`;
      await server.call('CreatePolicy', { PolicyName, PolicyDocument: DOCUMENT });
      const attachment = { PolicyName, PolicyType: 'Custom', ...NAMES[kind] };
      return server.call(`AttachPolicyTo${kind}`, attachment);
    };
    for (let index = 1; index <= limit; index += 1) expect((await attach(index)).status).toBe(200);
    expect(codeOf(await attach(limit + 1))).toEqual([409, `LimitExceeded.${kind}.Policy`]);
    const system = { PolicyName: 'ReadOnlyAccess', PolicyType: 'System', ...NAMES[kind] };
    expect((await server.call(`AttachPolicyTo${kind}`, system)).status).toBe(200);
  });

  test('a policy knows what it is attached to, and where', async () => {
    const server = await openServer();
    const group = await server.store.read(async ({ accounts }) => {
      const account = await accounts.find(ROOT.accountId);
      return account?.defaultResourceGroupId ?? '';
    });
    for (const kind of KINDS) {
      await server.call(`AttachPolicyTo${kind}`, { ...CUSTOM, ...NAMES[kind] });
    }
    const inGroup = { ...CUSTOM, UserName: 'alice', ResourceGroupId: group };
    expect((await server.call('AttachPolicyToUser', inGroup)).status).toBe(200);
    const { body } = await server.call('ListEntitiesForPolicy', CUSTOM);
    const AttachDate = '2026-08-20T08:00:00Z';
    const user = { UserName: 'alice', DisplayName: 'Alice', AttachDate };
    expect(body).toMatchObject({
      Users: { User: [user, { ...user, ResourceGroupId: group }] },
      Groups: { Group: [{ GroupName: 'developers', Comments: 'They write', AttachDate }] },
      Roles: { Role: [{ RoleName: 'reader', Arn: `acs:ram::${ROOT.accountId}:role/reader` }] },
    });
    const described = await server.call('GetPolicy', CUSTOM);
    expect(described.body['Policy']).toMatchObject({ AttachmentCount: 4 });
    const unknown = await server.call('AttachPolicyToUser', {
      ...inGroup,
      ResourceGroupId: 'rg-unknown',
    });
    expect(codeOf(unknown)).toEqual([400, 'IllegalParam.ResourceGroupId']);
  });
});
