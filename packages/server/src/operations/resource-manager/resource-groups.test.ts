import { describe, expect, test } from 'vitest';
import { ACCOUNT_ID } from '../../store/record-samples.test-support.ts';
import {
  type Answer,
  insertUser,
  policyOf,
  ROOT,
  startTestServer,
  type TestServer,
} from '../../test-server.test-support.ts';

const REGION = { RegionId: 'cn-hangzhou' };

type Group = Readonly<Record<string, unknown>>;

function codeOf({ body }: Answer): unknown {
  return body['Code'];
}

async function createGroup(server: TestServer, name: string, given = {}): Promise<string> {
  const parameters = { Name: name, DisplayName: `Group ${name}`, ...given };
  const { body } = await server.call('CreateResourceGroup', parameters);
  return String((body['ResourceGroup'] as Group)['Id']);
}

async function listGroups(server: TestServer, given: Record<string, string> = {}) {
  const { body } = await server.call('ListResourceGroups', given);
  const groups = (body['ResourceGroups'] as { ResourceGroup: readonly Group[] }).ResourceGroup;
  return { body, groups, names: groups.map((group) => group['Name']) };
}

async function defaultGroupId(server: TestServer): Promise<string> {
  const { groups } = await listGroups(server, { Name: 'default' });
  return String(groups[0]?.['Id']);
}

describe('a resource group', () => {
  test('is there as soon as it is made, until it is deleted', async () => {
    const server = await startTestServer();
    const created = await server.call('CreateResourceGroup', {
      Name: 'my-project',
      DisplayName: '我的 project',
      'Tag.1.Key': 'k',
      'Tag.1.Value': 'v',
    });
    const group = created.body['ResourceGroup'] as Group;
    const id = String(group['Id']);
    expect(id).toMatch(/^rg-[0-9a-z]{18}$/);
    const described = {
      Id: id,
      Name: 'my-project',
      DisplayName: '我的 project',
      AccountId: ROOT.accountId,
      CreateDate: '2026-08-20T08:00:00Z',
    };
    expect(group).toMatchObject({ ...described, Status: 'OK' });
    expect(group['RegionStatuses']).toMatchObject({
      RegionStatus: expect.arrayContaining([{ RegionId: 'cn-hangzhou', Status: 'OK' }]),
    });
    const get = (given = {}) => server.call('GetResourceGroup', { ResourceGroupId: id, ...given });
    expect((await get()).body['ResourceGroup']).toEqual(group);
    expect((await get({ IncludeTags: 'true' })).body['ResourceGroup']).toMatchObject({
      Tags: { Tag: [{ TagKey: 'k', TagValue: 'v' }] },
    });
    const updated = await server.call('UpdateResourceGroup', {
      ResourceGroupId: id,
      NewDisplayName: 'project',
    });
    expect(updated.body['ResourceGroup']).toEqual({ ...described, DisplayName: 'project' });
    expect((await get()).body['ResourceGroup']).toMatchObject({ DisplayName: 'project' });
    const deleted = await server.call('DeleteResourceGroup', { ResourceGroupId: id });
    expect(deleted.body['ResourceGroup']).toMatchObject({ Id: id, Status: 'PendingDelete' });
    const gone = await get();
    expect([gone.status, codeOf(gone)]).toEqual([404, 'EntityNotExists.ResourceGroup']);
    expect(await createGroup(server, 'my-project')).not.toBe(id);
  });

  test.each<[string, Record<string, string>, string]>([
    ['no name', { Name: '' }, 'MissingName'],
    ['no display name', { DisplayName: '' }, 'MissingDisplayName'],
    ['a short name', { Name: 'a' }, 'InvalidParameter.Name.Length'],
    ['a long name', { Name: 'a'.repeat(51) }, 'InvalidParameter.Name.Length'],
    ['a name that starts with a digit', { Name: '1a' }, 'InvalidParameter.Name.InvalidChars'],
    ['a name with a space', { Name: 'a b' }, 'InvalidParameter.Name.InvalidChars'],
    [
      'a long display name',
      { DisplayName: '组'.repeat(51) },
      'InvalidParameter.DisplayName.Length',
    ],
    ['a display name of two lines', { DisplayName: 'a\nb' }, 'InvalidParameter.DisplayName'],
    ['a wrong tag', { 'Tag.1.Key': '1' }, 'IllegalParam.TagKey'],
    ['a name that is taken', { Name: 'default' }, 'EntityAlreadyExists.ResourceGroup'],
  ])('is refused: %s', async (_, given, code) => {
    const server = await startTestServer();
    const good = { Name: 'a'.repeat(50), DisplayName: '组'.repeat(50) };
    expect(codeOf(await server.call('CreateResourceGroup', { ...good, ...given }))).toBe(code);
    expect(codeOf(await server.call('CreateResourceGroup', good))).toBeUndefined();
  });

  test('30 can be made beside the default one', async () => {
    const server = await startTestServer();
    for (let index = 0; index < 30; index += 1) await createGroup(server, `group-${index}`);
    const answer = await server.call('CreateResourceGroup', { Name: 'more', DisplayName: 'More' });
    expect([answer.status, codeOf(answer)]).toEqual([409, 'LimitExceeded.ResourceGroup']);
    expect((await listGroups(server)).body['TotalCount']).toBe(31);
  });

  test.each(['GetResourceGroup', 'UpdateResourceGroup', 'DeleteResourceGroup'] as const)(
    '%s tells an id that is no id from one that is not there',
    async (operation) => {
      const server = await startTestServer();
      const call = async (ResourceGroupId: string, NewDisplayName = 'a') =>
        codeOf(await server.call(operation, { ResourceGroupId, NewDisplayName }));
      expect(await call('project')).toBe('InvalidParameter.ResourceGroupId');
      expect(await call('rg-none')).toBe('EntityNotExists.ResourceGroup');
      expect(await call('')).toBe('MissingResourceGroupId');
    },
  );

  test('keeps its display name when the new one is wrong', async () => {
    const server = await startTestServer();
    const id = await createGroup(server, 'one');
    const update = async (NewDisplayName: string) =>
      codeOf(await server.call('UpdateResourceGroup', { ResourceGroupId: id, NewDisplayName }));
    expect(await update('x'.repeat(51))).toBe('InvalidParameter.DisplayName.Length');
    expect(await update('a\tb')).toBe('InvalidParameter.DisplayName');
    expect((await listGroups(server, { Name: 'one' })).groups).toMatchObject([
      { DisplayName: 'Group one' },
    ]);
  });

  test('with a resource in it stays, and the default one always', async () => {
    const server = await startTestServer();
    const id = await createGroup(server, 'one');
    const ipam = await server.call('CreateIpam', {
      ...REGION,
      'OperatingRegionList.1': 'cn-hangzhou',
      ResourceGroupId: id,
    });
    const remove = async (ResourceGroupId: string) =>
      codeOf(await server.call('DeleteResourceGroup', { ResourceGroupId }));
    expect(await remove(id)).toBe('DeleteConflict.ResourceGroup.Resource');
    expect(await remove(await defaultGroupId(server))).toBe('DeleteConflict.ResourceGroup.Default');
    await server.call('DeleteIpam', { ...REGION, IpamId: String(ipam.body['IpamId']) });
    expect(await remove(id)).toBeUndefined();
  });

  test('of another account does not exist', async () => {
    const server = await startTestServer();
    const resourceGroupId = 'rg-theirs';
    await server.store.write({
      run: async ({ accounts }) => {
        await accounts.insert({
          accountId: `9${ACCOUNT_ID.slice(1)}`,
          accountName: 'other',
          status: 'Active',
          serviceOpenedAt: undefined,
          defaultResourceGroupId: resourceGroupId,
          createdAt: 0,
        });
        return { kind: 'commit', value: undefined };
      },
    });
    const given = { ResourceGroupId: resourceGroupId, NewDisplayName: 'x' };
    for (const operation of [
      'GetResourceGroup',
      'UpdateResourceGroup',
      'DeleteResourceGroup',
    ] as const) {
      expect(codeOf(await server.call(operation, given))).toBe('EntityNotExists.ResourceGroup');
    }
    expect((await listGroups(server)).names).toEqual(['default']);
    const create = {
      ...REGION,
      'OperatingRegionList.1': 'cn-hangzhou',
      ResourceGroupId: resourceGroupId,
    };
    expect(codeOf(await server.call('CreateIpam', create))).toBe('IllegalParam.ResourceGroupId');
  });
});

describe('the list of resource groups', () => {
  test('has the default group first, then the others in order of their creation, by pages', async () => {
    const server = await startTestServer();
    for (const name of ['beta', 'alpha', 'gamma']) {
      server.clock.now += 1_000;
      await createGroup(server, name);
    }
    const { body, groups, names } = await listGroups(server);
    expect(body).toMatchObject({ PageNumber: 1, PageSize: 10, TotalCount: 4 });
    expect(names).toEqual(['default', 'beta', 'alpha', 'gamma']);
    expect(groups[0]).toMatchObject({
      DisplayName: 'default resource group',
      AccountId: ROOT.accountId,
      Status: 'OK',
    });
    expect(groups[0]).not.toHaveProperty('Tags');
    const second = await listGroups(server, { PageNumber: '2', PageSize: '3' });
    expect(second.names).toEqual(['gamma']);
    expect(second.body).toMatchObject({ PageNumber: 2, PageSize: 3, TotalCount: 4 });
    expect((await listGroups(server, { PageNumber: '9' })).names).toEqual([]);
    for (const given of [{ PageNumber: '0' }, { PageSize: '0' }, { PageSize: '101' }]) {
      const [name = ''] = Object.keys(given);
      expect(codeOf(await server.call('ListResourceGroups', given))).toBe(`Invalid${name}`);
    }
  });

  test('goes by id, names, status and tags', async () => {
    const server = await startTestServer();
    const one = await createGroup(server, 'one', { 'Tag.1.Key': 'k', 'Tag.1.Value': 'v' });
    const two = await createGroup(server, 'two');
    const names = async (given: Record<string, string>) => (await listGroups(server, given)).names;
    expect(await names({ ResourceGroupId: one })).toEqual(['one']);
    expect(await names({ 'ResourceGroupIds.1': two, 'ResourceGroupIds.2': one })).toEqual([
      'one',
      'two',
    ]);
    expect(await names({ 'ResourceGroupIds.1': two, ResourceGroupId: one })).toEqual([]);
    expect(await names({ ResourceGroupId: 'none' })).toEqual([]);
    expect(await names({ Name: 'TW' })).toEqual(['two']);
    expect(await names({ DisplayName: 'group o' })).toEqual(['one']);
    expect(await names({ Status: 'OK' })).toHaveLength(3);
    expect(await names({ Status: 'Creating' })).toEqual([]);
    expect(await names({ 'Tag.1.Key': 'k' })).toEqual(['one']);
    expect(await names({ 'Tag.1.Key': 'k', 'Tag.1.Value': 'w' })).toEqual([]);
    const { groups } = await listGroups(server, { IncludeTags: 'true' });
    expect(groups.map((group) => group['Tags'])).toEqual([
      { Tag: [] },
      { Tag: [{ TagKey: 'k', TagValue: 'v' }] },
      { Tag: [] },
    ]);
  });
});

test('permissions are those of the resource group', async () => {
  const server = await startTestServer();
  const mine = await createGroup(server, 'mine');
  const other = await createGroup(server, 'other');
  const statement = {
    Effect: 'Allow',
    Action: 'ram:*ResourceGroup',
    Resource: `acs:ram:*:${ROOT.accountId}:resourcegroup/${mine}`,
  };
  const key = await insertUser(server, 'alice', [policyOf(statement)]);
  const get = async (ResourceGroupId: string) =>
    codeOf(await server.call('GetResourceGroup', { ResourceGroupId }, { key }));
  expect(await get(mine)).toBeUndefined();
  expect(await get(other)).toBe('Forbidden.RAM');
  expect(codeOf(await server.call('ListResourceGroups', {}, { key }))).toBe('Forbidden.RAM');
});
