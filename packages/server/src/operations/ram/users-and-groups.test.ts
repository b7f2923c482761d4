import { describe, expect, test } from 'vitest';
import { type Answer, startTestServer, type TestServer } from '../../test-server.test-support.ts';

const MINUTE_MS = 60_000;

function codeOf({ status, body }: Answer): unknown {
  return [status, body['Code']];
}

async function openServer(): Promise<TestServer> {
  const server = await startTestServer();
  await server.call('CreateUser', { UserName: 'alice', DisplayName: 'Alice' });
  await server.call('CreateGroup', { GroupName: 'developers', Comments: 'They write' });
  return server;
}

describe('users', () => {
  test('are created, described, changed, renamed and deleted', async () => {
    const server = await openServer();
    const created = await server.call('CreateUser', {
      UserName: 'bob.b_1-x',
      Email: 'bob@example.com',
      MobilePhone: '86-1',
      Comments: '工程师',
    });
    expect(created).toMatchObject({
      status: 200,
      body: {
        User: {
          UserId: expect.stringMatching(/^\d{18}$/),
          UserName: 'bob.b_1-x',
          DisplayName: '',
          Email: 'bob@example.com',
          MobilePhone: '86-1',
          Comments: '工程师',
          CreateDate: '2026-08-20T08:00:00Z',
        },
      },
    });
    server.clock.now += MINUTE_MS;
    const changes = { UserName: 'bob.b_1-x', NewUserName: 'bob', NewComments: '' };
    await server.call('UpdateUser', changes);
    const { body } = await server.call('GetUser', { UserName: 'bob' });
    expect(body['User']).toEqual({
      ...(created.body['User'] as object),
      UserName: 'bob',
      Comments: '',
      UpdateDate: '2026-08-20T08:01:00Z',
    });
    expect((await server.call('DeleteUser', { UserName: 'bob' })).status).toBe(200);
    const gone = await server.call('GetUser', { UserName: 'bob' });
    expect(gone).toMatchObject({
      status: 404,
      body: { Code: 'EntityNotExist.User', Message: 'The user does not exist.' },
    });
  });

  test.each([
    ['GetUser', { UserName: 'bob' }],
    ['UpdateUser', { UserName: 'bob' }],
    ['DeleteUser', { UserName: 'bob' }],
    ['CreateAccessKey', { UserName: 'bob' }],
    ['ListAccessKeys', { UserName: 'bob' }],
    ['ListPoliciesForUser', { UserName: 'bob' }],
    ['ListGroupsForUser', { UserName: 'bob' }],
    ['AddUserToGroup', { UserName: 'bob', GroupName: 'developers' }],
    ['RemoveUserFromGroup', { UserName: 'Alice', GroupName: 'developers' }],
  ] as const)('%s needs one that exists', async (operation, parameters) => {
    const server = await openServer();
    expect(codeOf(await server.call(operation, parameters))).toEqual([404, 'EntityNotExist.User']);
  });

  test.each([
    ['a'.repeat(65), 'InvalidParameter.UserName.Length'],
    ['bob@home', 'InvalidParameter.UserName.InvalidChars'],
    ['b/b', 'InvalidParameter.UserName.InvalidChars'],
    ['名', 'InvalidParameter.UserName.InvalidChars'],
  ])('the name %s is refused', async (UserName, code) => {
    const server = await openServer();
    expect(codeOf(await server.call('CreateUser', { UserName }))).toEqual([400, code]);
  });

  test('texts have a limit', async () => {
    const server = await openServer();
    const Comments = 'a'.repeat(1_025);
    expect(codeOf(await server.call('CreateUser', { UserName: 'bob', Comments }))).toEqual([
      400,
      'InvalidParameter.Comments.Length',
    ]);
  });

  test('names are taken once', async () => {
    const server = await openServer();
    const taken = [409, 'EntityAlreadyExists.User'];
    expect(codeOf(await server.call('CreateUser', { UserName: 'alice' }))).toEqual(taken);
    await server.call('CreateUser', { UserName: 'bob' });
    const rename = { UserName: 'bob', NewUserName: 'alice' };
    expect(codeOf(await server.call('UpdateUser', rename))).toEqual(taken);
    const same = await server.call('UpdateUser', { UserName: 'bob', NewUserName: 'bob' });
    expect(same.status).toBe(200);
  });

  test('are not deleted with keys, groups or policies', async () => {
    const server = await openServer();
    const user = { UserName: 'alice' };
    const policy = { ...user, PolicyType: 'System', PolicyName: 'ReadOnlyAccess' };
    const { body } = await server.call('CreateAccessKey', user);
    const { AccessKeyId } = body['AccessKey'] as { AccessKeyId: string };
    await server.call('AddUserToGroup', { ...user, GroupName: 'developers' });
    await server.call('AttachPolicyToUser', policy);
    const refused = async () => codeOf(await server.call('DeleteUser', user));
    expect(await refused()).toEqual([409, 'DeleteConflict.User.AccessKey']);
    await server.call('DeleteAccessKey', { ...user, UserAccessKeyId: AccessKeyId });
    expect(await refused()).toEqual([409, 'DeleteConflict.User.Group']);
    await server.call('RemoveUserFromGroup', { ...user, GroupName: 'developers' });
    expect(await refused()).toEqual([409, 'DeleteConflict.User.Policy']);
    await server.call('DetachPolicyFromUser', policy);
    expect((await server.call('DeleteUser', user)).status).toBe(200);
  });

  test('are listed in pages, and a marker of nothing is refused', async () => {
    const server = await openServer();
    for (const UserName of ['bob', 'carol']) await server.call('CreateUser', { UserName });
    const first = await server.call('ListUsers', { MaxItems: '2' });
    const namesOf = ({ body }: Answer) =>
      (body['Users'] as { User: { UserName: string }[] }).User.map(({ UserName }) => UserName);
    expect(namesOf(first)).toEqual(['alice', 'bob']);
    expect(first.body).toMatchObject({ IsTruncated: true, Marker: expect.any(String) });
    const last = await server.call('ListUsers', {
      MaxItems: '2',
      Marker: String(first.body['Marker']),
    });
    expect(namesOf(last)).toEqual(['carol']);
    expect(last.body['IsTruncated']).toBe(false);
    expect(last.body).not.toHaveProperty('Marker');
    expect(codeOf(await server.call('ListUsers', { Marker: 'no marker!' }))).toEqual([
      400,
      'InvalidParameter.Marker',
    ]);
    for (const MaxItems of ['0', '1001', 'x']) {
      expect(codeOf(await server.call('ListUsers', { MaxItems }))).toEqual([
        400,
        'InvalidParameter.MaxItems',
      ]);
    }
  });

  test('an account has 1,000 at most', async () => {
    const server = await openServer();
    const { accountId } = server.options.root as { accountId: string };
    await server.store.write({
      run: async ({ users }) => {
        const user = await users.findByName(accountId, 'alice');
        if (user === undefined) expect.fail('no user');
        for (let index = 1; index < 1_000; index += 1) {
          await users.insert({ ...user, userId: `user-${index}`, userName: `user-${index}` });
        }
        return { kind: 'commit', value: undefined };
      },
    });
    expect(codeOf(await server.call('CreateUser', { UserName: 'bob' }))).toEqual([
      409,
      'LimitExceeded.User',
    ]);
  });
});

describe('groups', () => {
  test('are created, described, listed and deleted', async () => {
    const server = await openServer();
    const { body } = await server.call('GetGroup', { GroupName: 'developers' });
    expect(body['Group']).toEqual({
      GroupId: expect.stringMatching(/^g-\w+$/),
      GroupName: 'developers',
      Comments: 'They write',
      CreateDate: '2026-08-20T08:00:00Z',
      UpdateDate: '2026-08-20T08:00:00Z',
    });
    const listed = await server.call('ListGroups');
    expect(listed.body).toMatchObject({ Groups: { Group: [body['Group']] }, IsTruncated: false });
    expect(codeOf(await server.call('CreateGroup', { GroupName: 'developers' }))).toEqual([
      409,
      'EntityAlreadyExists.Group',
    ]);
    expect(codeOf(await server.call('CreateGroup', { GroupName: 'a b' }))).toEqual([
      400,
      'InvalidParameter.GroupName.InvalidChars',
    ]);
    expect((await server.call('DeleteGroup', { GroupName: 'developers' })).status).toBe(200);
    for (const operation of [
      'GetGroup',
      'DeleteGroup',
      'ListUsersForGroup',
      'ListPoliciesForGroup',
    ] as const) {
      const gone = await server.call(operation, { GroupName: 'developers' });
      expect(codeOf(gone)).toEqual([404, 'EntityNotExist.Group']);
    }
  });

  test('take users in and let them go', async () => {
    const server = await openServer();
    const member = { UserName: 'alice', GroupName: 'developers' };
    const notIn = [404, 'EntityNotExist.User.Group'];
    expect(codeOf(await server.call('RemoveUserFromGroup', member))).toEqual(notIn);
    expect((await server.call('AddUserToGroup', member)).status).toBe(200);
    expect(codeOf(await server.call('AddUserToGroup', member))).toEqual([
      409,
      'EntityAlreadyExists.User.Group',
    ]);
    const users = await server.call('ListUsersForGroup', { GroupName: 'developers' });
    expect(users.body).toMatchObject({
      IsTruncated: false,
      Users: {
        User: [{ UserName: 'alice', DisplayName: 'Alice', JoinDate: '2026-08-20T08:00:00Z' }],
      },
    });
    const groups = await server.call('ListGroupsForUser', { UserName: 'alice' });
    expect(groups.body['Groups']).toMatchObject({
      Group: [{ GroupName: 'developers', JoinDate: '2026-08-20T08:00:00Z' }],
    });
    const conflict = codeOf(await server.call('DeleteGroup', { GroupName: 'developers' }));
    expect(conflict).toEqual([409, 'DeleteConflict.Group.User']);
    expect((await server.call('RemoveUserFromGroup', member)).status).toBe(200);
    const attachment = {
      GroupName: 'developers',
      PolicyType: 'System',
      PolicyName: 'ReadOnlyAccess',
    };
    await server.call('AttachPolicyToGroup', attachment);
    expect(codeOf(await server.call('DeleteGroup', { GroupName: 'developers' }))).toEqual([
      409,
      'DeleteConflict.Group.Policy',
    ]);
  });

  test('an account has 50 at most, and a user is in 5 at most', async () => {
    const server = await openServer();
    for (let index = 1; index < 50; index += 1) {
      await server.call('CreateGroup', { GroupName: `g${index}` });
    }
    expect(codeOf(await server.call('CreateGroup', { GroupName: 'g50' }))).toEqual([
      409,
      'LimitExceeded.Group',
    ]);
    const add = (index: number) =>
      server.call('AddUserToGroup', { UserName: 'alice', GroupName: `g${index}` });
    for (let index = 1; index <= 5; index += 1) expect((await add(index)).status).toBe(200);
    expect(codeOf(await add(6))).toEqual([409, 'LimitExceeded.User.Group']);
  });
});
