import { expect, test } from 'vitest';
import {
  type Answer,
  ROOT,
  startTestServer,
  type TestServer,
} from '../../test-server.test-support.ts';

const MINUTE_MS = 60_000;
const TRUST = JSON.stringify({
  Version: '1',
  Statement: [
    {
      Effect: 'Allow',
      Action: 'sts:AssumeRole',
      Principal: { RAM: [`acs:ram::${ROOT.accountId}:root`] },
    },
  ],
});

function codeOf({ status, body }: Answer): unknown {
  return [status, body['Code']];
}

function createRole(server: TestServer, given: Record<string, string> = {}): Promise<Answer> {
  const parameters = { RoleName: 'reader', AssumeRolePolicyDocument: TRUST };
  return server.call('CreateRole', { ...parameters, ...given });
}

test('a role is created, described, changed and deleted', async () => {
  const server = await startTestServer();
  const { body } = await createRole(server, { Description: 'reads' });
  const role = {
    RoleId: expect.stringMatching(/^\d{18}$/),
    RoleName: 'reader',
    Arn: `acs:ram::${ROOT.accountId}:role/reader`,
    Description: 'reads',
    AssumeRolePolicyDocument: TRUST,
    MaxSessionDuration: 3_600,
    CreateDate: '2026-08-20T08:00:00Z',
  };
  expect(body['Role']).toMatchObject(role);
  server.clock.now += MINUTE_MS;
  const changed = { ...role, Description: 'writes', MaxSessionDuration: 7_200 };
  await server.call('UpdateRole', {
    RoleName: 'reader',
    NewDescription: 'writes',
    NewMaxSessionDuration: '7200',
  });
  const found = await server.call('GetRole', { RoleName: 'reader' });
  expect(found.body['Role']).toEqual({ ...changed, UpdateDate: '2026-08-20T08:01:00Z' });
  expect((await server.call('DeleteRole', { RoleName: 'reader' })).status).toBe(200);
  for (const operation of ['GetRole', 'UpdateRole', 'DeleteRole', 'ListPoliciesForRole'] as const) {
    const gone = await server.call(operation, { RoleName: 'reader' });
    expect(codeOf(gone)).toEqual([404, 'EntityNotExist.Role']);
  }
});

test.each([
  ['a name with a space', { RoleName: 'a b' }, 'InvalidParameter.RoleName.InvalidChars'],
  ['no policy', { AssumeRolePolicyDocument: '{}' }, 'MalformedPolicyDocument'],
  [
    'a permission policy',
    {
      AssumeRolePolicyDocument: JSON.stringify({
        Version: '1',
        Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
      }),
    },
    'MalformedPolicyDocument',
  ],
  [
    'a policy that is too long',
    { AssumeRolePolicyDocument: 'x'.repeat(6_145) },
    'InvalidParameter.AssumeRolePolicyDocument.Length',
  ],
  ['a short session', { MaxSessionDuration: '3599' }, 'InvalidParameter.MaxSessionDuration'],
  ['a long session', { MaxSessionDuration: '43201' }, 'InvalidParameter.MaxSessionDuration'],
])('a role with %s is refused', async (_, given, code) => {
  const server = await startTestServer();
  expect(codeOf(await createRole(server, given))).toEqual([400, code]);
});

test('an emptied trust policy is refused, an emptied description is not', async () => {
  const server = await startTestServer();
  await createRole(server, { Description: 'reads' });
  const role = { RoleName: 'reader' };
  const emptied = await server.call('UpdateRole', { ...role, NewAssumeRolePolicyDocument: '' });
  expect(codeOf(emptied)).toEqual([400, 'InvalidParameter.NewAssumeRolePolicyDocument.Length']);
  const { body } = await server.call('UpdateRole', { ...role, NewDescription: '' });
  expect(body['Role']).toMatchObject({ Description: '' });
});

test('a name is taken once, and a role with a policy is not deleted', async () => {
  const server = await startTestServer();
  await createRole(server);
  expect(codeOf(await createRole(server))).toEqual([409, 'EntityAlreadyExists.Role']);
  const attachment = { RoleName: 'reader', PolicyType: 'System', PolicyName: 'ReadOnlyAccess' };
  await server.call('AttachPolicyToRole', attachment);
  expect(codeOf(await server.call('DeleteRole', { RoleName: 'reader' }))).toEqual([
    409,
    'DeleteConflict.Role.Policy',
  ]);
  await server.call('DetachPolicyFromRole', attachment);
  expect((await server.call('DeleteRole', { RoleName: 'reader' })).status).toBe(200);
});

test('roles are listed in pages and by their tags', async () => {
  const server = await startTestServer();
  for (const [RoleName, team] of [
    ['a', 'net'],
    ['b', 'app'],
    ['c', 'net'],
  ] as const) {
    await createRole(server, { RoleName, 'Tag.1.Key': 'team', 'Tag.1.Value': team });
  }
  const list = async (given: Record<string, string>) => {
    const { body } = await server.call('ListRoles', given);
    const { Role } = body['Roles'] as { Role: { RoleName: string }[] };
    return { names: Role.map(({ RoleName }) => RoleName), body, roles: Role };
  };
  expect((await list({})).names).toEqual(['a', 'b', 'c']);
  expect((await list({})).roles[0]).toMatchObject({
    Tags: { Tag: [{ TagKey: 'team', TagValue: 'net' }] },
  });
  expect((await list({})).roles[0]).not.toHaveProperty('AssumeRolePolicyDocument');
  const filter = { 'Tag.1.Key': 'team', 'Tag.1.Value': 'net', MaxItems: '1' };
  const first = await list(filter);
  expect([first.names, first.body['IsTruncated']]).toEqual([['a'], true]);
  const last = await list({ ...filter, Marker: String(first.body['Marker']) });
  expect([last.names, last.body['IsTruncated']]).toEqual([['c'], false]);
  await server.call('DeleteRole', { RoleName: 'a' });
  await createRole(server, { RoleName: 'a' });
  expect((await list(filter)).names).toEqual(['c']);
});

test('an account has 1,000 roles at most', async () => {
  const server = await startTestServer();
  await createRole(server);
  await server.store.write({
    run: async ({ roles }) => {
      const role = await roles.findByName(ROOT.accountId, 'reader');
      if (role === undefined) expect.fail('no role');
      for (let index = 1; index < 1_000; index += 1) {
        await roles.insert({ ...role, roleId: `role-${index}`, roleName: `role-${index}` });
      }
      return { kind: 'commit', value: undefined };
    },
  });
  expect(codeOf(await createRole(server, { RoleName: 'more' }))).toEqual([
    409,
    'LimitExceeded.Role',
  ]);
});
