import type { OperationName } from '@cadastre/api-contract';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import {
  type Key,
  policyOf,
  ROOT,
  startTestServer,
  type TestServer,
} from '../../test-server.test-support.ts';

/** Users made through the API may do in VpcIpam exactly what their policies say. */

const REGION = { RegionId: 'cn-hangzhou' };
const ALICE = { UserName: 'alice' };

async function openServer(): Promise<{ server: TestServer; alice: Key }> {
  const server = await startTestServer();
  await server.call('CreateUser', ALICE);
  const { body } = await server.call('CreateAccessKey', ALICE);
  const key = body['AccessKey'] as { AccessKeyId: string; AccessKeySecret: string };
  return {
    server,
    alice: { accessKeyId: key.AccessKeyId, accessKeySecret: key.AccessKeySecret },
  };
}

async function attach(
  server: TestServer,
  name: string,
  statement: object,
  given: Record<string, string> = {},
): Promise<void> {
  await server.call('CreatePolicy', { PolicyName: name, PolicyDocument: policyOf(statement) });
  const attachment = { ...ALICE, PolicyType: 'Custom', PolicyName: name, ...given };
  expect((await server.call('AttachPolicyToUser', attachment)).status).toBe(200);
}

async function statusOf(
  server: TestServer,
  key: Key,
  operation: OperationName,
  parameters: Record<string, string> = REGION,
): Promise<number> {
  return (await server.call(operation, parameters, { key })).status;
}

async function createPool(server: TestServer, given: Record<string, string> = {}) {
  const { body: lists } = await server.call('ListIpams', REGION);
  const [existing] = lists['Ipams'] as { PrivateDefaultScopeId: string }[];
  const { body: ipam } =
    existing === undefined
      ? await server.call('CreateIpam', { ...REGION, 'OperatingRegionList.1': 'cn-hangzhou' })
      : { body: existing as Record<string, unknown> };
  const IpamScopeId = String(ipam['PrivateDefaultScopeId']);
  const { body } = await server.call('CreateIpamPool', { ...REGION, IpamScopeId, ...given });
  return { IpamScopeId, IpamPoolId: String(body['IpamPoolId']) };
}

async function createGroup(server: TestServer): Promise<string> {
  const { body } = await server.call('CreateResourceGroup', {
    Name: 'network',
    DisplayName: 'Network',
  });
  return String((body['ResourceGroup'] as { Id: string }).Id);
}

describe('what a user may do', () => {
  test('is nothing at first, then what its policies allow, with the very next call', async () => {
    const { server, alice } = await openServer();
    expect(await statusOf(server, alice, 'ListIpams')).toBe(403);
    await attach(server, 'lists', { Effect: 'Allow', Action: 'vpc:ListIpam*', Resource: '*' });
    expect(await statusOf(server, alice, 'ListIpams')).toBe(200);
    expect(await statusOf(server, alice, 'GetVpcIpamServiceStatus')).toBe(403);
    const denial = { Effect: 'Deny', Action: 'vpc:ListIpams', Resource: '*' };
    await attach(server, 'denial', denial);
    expect(await statusOf(server, alice, 'ListIpams')).toBe(403);
    expect(await statusOf(server, alice, 'ListIpamPools')).toBe(200);
    await server.call('DetachPolicyFromUser', {
      ...ALICE,
      PolicyType: 'Custom',
      PolicyName: 'denial',
    });
    expect(await statusOf(server, alice, 'ListIpams')).toBe(200);
  });

  test('follows the version of a policy that holds', async () => {
    const { server, alice } = await openServer();
    await attach(server, 'p', { Effect: 'Allow', Action: 'vpc:ListIpams', Resource: '*' });
    const other = policyOf({ Effect: 'Allow', Action: 'vpc:ListIpamPools', Resource: '*' });
    await server.call('CreatePolicyVersion', { PolicyName: 'p', PolicyDocument: other });
    expect(await statusOf(server, alice, 'ListIpams')).toBe(200);
    await server.call('SetDefaultPolicyVersion', { PolicyName: 'p', VersionId: 'v2' });
    expect(await statusOf(server, alice, 'ListIpams')).toBe(403);
    expect(await statusOf(server, alice, 'ListIpamPools')).toBe(200);
  });

  test('includes what its groups may do, as long as it is in them', async () => {
    const { server, alice } = await openServer();
    const group = { GroupName: 'readers' };
    const system = { PolicyType: 'System', PolicyName: 'ReadOnlyAccess' };
    await server.call('CreateGroup', group);
    await server.call('AttachPolicyToGroup', { ...group, ...system });
    expect(await statusOf(server, alice, 'ListIpams')).toBe(403);
    await server.call('AddUserToGroup', { ...ALICE, ...group });
    expect(await statusOf(server, alice, 'ListIpams')).toBe(200);
    expect(await statusOf(server, alice, 'ListUsers')).toBe(200);
    expect(await statusOf(server, alice, 'CreateUser', { UserName: 'bob' })).toBe(403);
    await server.call('RemoveUserFromGroup', { ...ALICE, ...group });
    expect(await statusOf(server, alice, 'ListIpams')).toBe(403);
  });

  test.each([
    ['AdministratorAccess', [200, 200, 200]],
    ['ReadOnlyAccess', [200, 200, 403]],
    ['AliyunVPCFullAccess', [200, 403, 200]],
    ['AliyunVPCReadOnlyAccess', [200, 403, 403]],
  ])('with %s', async (PolicyName, statuses) => {
    const { server, alice } = await openServer();
    await server.call('AttachPolicyToUser', { ...ALICE, PolicyType: 'System', PolicyName });
    const ipam = { ...REGION, 'OperatingRegionList.1': 'cn-hangzhou' };
    expect([
      await statusOf(server, alice, 'ListIpams'),
      await statusOf(server, alice, 'ListUsers', {}),
      await statusOf(server, alice, 'CreateIpam', ipam),
    ]).toEqual(statuses);
  });

  test('in Ram is bound to the entities that its policy names', async () => {
    const { server, alice } = await openServer();
    const resource = (name: string) => `acs:ram:*:${ROOT.accountId}:${name}`;
    await attach(server, 'helper', {
      Effect: 'Allow',
      Action: 'ram:*',
      Resource: [resource('user/b*'), resource('policy/lists'), `acs:ram::*:group/*`],
    });
    await server.call('CreatePolicy', {
      PolicyName: 'lists',
      PolicyDocument: policyOf({ Effect: 'Allow', Action: 'vpc:List*', Resource: '*' }),
    });
    const bob = { UserName: 'bob' };
    expect(await statusOf(server, alice, 'CreateUser', bob)).toBe(200);
    expect(await statusOf(server, alice, 'CreateUser', { UserName: 'carol' })).toBe(403);
    expect(await statusOf(server, alice, 'CreateGroup', { GroupName: 'any' })).toBe(200);
    const lists = { PolicyType: 'Custom', PolicyName: 'lists' };
    expect(await statusOf(server, alice, 'AttachPolicyToUser', { ...bob, ...lists })).toBe(200);
    const admin = { PolicyType: 'System', PolicyName: 'AdministratorAccess' };
    expect(await statusOf(server, alice, 'AttachPolicyToUser', { ...bob, ...admin })).toBe(403);
    expect(await statusOf(server, alice, 'AttachPolicyToUser', { ...ALICE, ...lists })).toBe(403);
  });
});

describe('a policy in one resource group', () => {
  const EVERYTHING = { Effect: 'Allow', Action: 'vpc:*', Resource: '*' };

  test('holds for the resources of the group and for nothing else', async () => {
    const { server, alice } = await openServer();
    const ResourceGroupId = await createGroup(server);
    const inside = await createPool(server, { ResourceGroupId });
    const outside = await createPool(server);
    await attach(server, 'p', EVERYTHING, { ResourceGroupId });
    const rename = (pool: { IpamPoolId: string }) => ({
      ...REGION,
      IpamPoolId: pool.IpamPoolId,
      IpamPoolName: 'renamed',
    });
    expect(await statusOf(server, alice, 'UpdateIpamPool', rename(inside))).toBe(200);
    expect(await statusOf(server, alice, 'UpdateIpamPool', rename(outside))).toBe(403);
    const list = (given: object) =>
      statusOf(server, alice, 'ListIpamPools', { ...REGION, ...given });
    expect(await list({ ResourceGroupId })).toBe(200);
    expect(await list({})).toBe(403);
    expect(await list({ IpamScopeId: inside.IpamScopeId })).toBe(403);
    const create = (given: object) =>
      statusOf(server, alice, 'CreateIpamPool', {
        ...REGION,
        IpamScopeId: inside.IpamScopeId,
        ...given,
      });
    expect(await create({ ResourceGroupId })).toBe(200);
    expect(await create({})).toBe(403);
  });

  test('holds for the allocations of its pools, whatever pool is named beside them', async () => {
    const { server, alice } = await openServer();
    const ResourceGroupId = await createGroup(server);
    const inside = await createPool(server, { ResourceGroupId });
    const outside = await createPool(server);
    await attach(server, 'p', EVERYTHING, { ResourceGroupId });
    const allocate = async ({ IpamPoolId }: { IpamPoolId: string }, Cidr: string) => {
      await server.call('AddIpamPoolCidr', { ...REGION, IpamPoolId, Cidr });
      const { body } = await server.call('CreateIpamPoolAllocation', {
        ...REGION,
        IpamPoolId,
        Cidr,
      });
      return { ...REGION, IpamPoolAllocationId: String(body['IpamPoolAllocationId']) };
    };
    const ours = await allocate(inside, '10.0.0.0/24');
    const theirs = await allocate(outside, '10.1.0.0/24');
    expect(await statusOf(server, alice, 'DeleteIpamPoolAllocation', theirs)).toBe(403);
    const beside = { ...theirs, IpamPoolId: inside.IpamPoolId };
    expect(await statusOf(server, alice, 'DeleteIpamPoolAllocation', beside)).toBe(403);
    expect(await statusOf(server, alice, 'DeleteIpamPoolAllocation', ours)).toBe(200);
  });
});

test('a policy can ask for a tag of the resource', async () => {
  const { server, alice } = await openServer();
  const mine = await createPool(server, { 'Tag.1.Key': 'team', 'Tag.1.Value': 'net' });
  const other = await createPool(server, { 'Tag.1.Key': 'team', 'Tag.1.Value': 'app' });
  await attach(server, 'p', {
    Effect: 'Allow',
    Action: 'vpc:*',
    Resource: '*',
    Condition: { StringEquals: { 'acs:ResourceTag/team': 'net' } },
  });
  const rename = ({ IpamPoolId }: { IpamPoolId: string }) =>
    statusOf(server, alice, 'UpdateIpamPool', { ...REGION, IpamPoolId, IpamPoolName: 'n' });
  expect(await rename(mine)).toBe(200);
  expect(await rename(other)).toBe(403);
  expect(await rename({ IpamPoolId: 'ipam-pool-unknown' })).toBe(403);
  expect(await statusOf(server, alice, 'ListIpamPools')).toBe(403);
});

test('a policy that another server changes holds within a second', async () => {
  const { server, alice } = await openServer();
  const raw = new Database(server.databaseFile);
  const setDocument = raw.prepare('UPDATE policy_versions SET document = ?');
  await attach(server, 'p', { Effect: 'Allow', Action: 'vpc:ListIpams', Resource: '*' });
  expect(await statusOf(server, alice, 'ListIpams')).toBe(200);
  // Another server changed the document: it holds here within a second.
  setDocument.run(policyOf({ Effect: 'Deny', Action: '*', Resource: '*' }));
  raw.close();
  expect(await statusOf(server, alice, 'ListIpams')).toBe(200);
  server.clock.now += 1_000;
  expect(await statusOf(server, alice, 'ListIpams')).toBe(403);
});
