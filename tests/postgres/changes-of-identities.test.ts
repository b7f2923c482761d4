import { expect, test } from 'vitest';
import { makeTestDatabase } from '../../packages/server/src/store/postgres/test-database.test-support.ts';
import {
  type Key,
  policyOf,
  type TestServer,
} from '../../packages/server/src/test-server.test-support.ts';
import { REGION, startServers } from './several-servers.test-support.ts';

const ALLOW_ALL = policyOf({ Effect: 'Allow', Action: '*', Resource: '*' });
const ROUND_COUNT = 5;

/** Two servers on one database, by the system's clock. */
async function openTwo(): Promise<readonly [TestServer, TestServer]> {
  const clock = {
    get now() {
      return Date.now();
    },
  };
  const [first, second] = await startServers(await makeTestDatabase(), 2, clock);
  if (second === undefined) throw new Error('one server only');
  return [first, second];
}

/** Makes a call that must succeed. */
async function change(
  server: TestServer,
  operation: Parameters<TestServer['call']>[0],
  parameters: Readonly<Record<string, string>>,
): Promise<Readonly<Record<string, unknown>>> {
  const { status, body } = await server.call(operation, parameters);
  expect(body['Code'], operation).toBeUndefined();
  expect(status).toBe(200);
  return body;
}

async function makeUser(server: TestServer): Promise<Key> {
  await change(server, 'CreateUser', { UserName: 'alice' });
  await change(server, 'CreatePolicy', { PolicyName: 'all', PolicyDocument: ALLOW_ALL });
  const { AccessKey } = await change(server, 'CreateAccessKey', { UserName: 'alice' });
  const made = AccessKey as { readonly AccessKeyId: string; readonly AccessKeySecret: string };
  return { accessKeyId: made.AccessKeyId, accessKeySecret: made.AccessKeySecret };
}

async function codeOf(server: TestServer, key: Key): Promise<string> {
  const { body } = await server.call('ListIpams', REGION, { key });
  return String(body['Code'] ?? 'OK');
}

/** Calls a server with the key until told to stop, so that it never has to look for it anew. */
function keepCalling(server: TestServer, key: Key): () => Promise<void> {
  let isStopped = false;
  const calling = (async () => {
    while (!isStopped) await codeOf(server, key);
  })();
  return () => {
    isStopped = true;
    return calling;
  };
}

test('what one server answered of a policy or an access key, the other goes by at once', async () => {
  const [first, second] = await openTwo();
  const key = await makeUser(first);
  const attachment = { PolicyType: 'Custom', PolicyName: 'all', UserName: 'alice' };
  const stop = keepCalling(second, key);
  for (let round = 0; round < ROUND_COUNT; round += 1) {
    await change(first, 'AttachPolicyToUser', attachment);
    expect(await codeOf(second, key)).toBe('OK');
    await change(first, 'DetachPolicyFromUser', attachment);
    expect(await codeOf(second, key)).toBe('Forbidden.RAM');
  }
  await change(first, 'AttachPolicyToUser', attachment);
  const status = (Status: string) =>
    change(first, 'UpdateAccessKey', {
      UserName: 'alice',
      UserAccessKeyId: key.accessKeyId,
      Status,
    });
  for (let round = 0; round < ROUND_COUNT; round += 1) {
    await status('Inactive');
    expect(await codeOf(second, key)).toBe('InvalidAccessKeyId.Inactive');
    await status('Active');
    expect(await codeOf(second, key)).toBe('OK');
  }
  await stop();
});

test('a session of a role is known to every server, and ends on all with its role', async () => {
  const [first, second] = await openTwo();
  const key = await makeUser(first);
  await change(first, 'AttachPolicyToUser', {
    PolicyType: 'Custom',
    PolicyName: 'all',
    UserName: 'alice',
  });
  const { Role } = await change(first, 'CreateRole', {
    RoleName: 'reader',
    AssumeRolePolicyDocument: policyOf({
      Effect: 'Allow',
      Action: 'sts:AssumeRole',
      Principal: { RAM: ['acs:ram::1000000000000001:root'] },
    }),
  });
  const RoleArn = String((Role as Record<string, unknown>)['Arn']);
  const assumed = await first.call('AssumeRole', { RoleArn, RoleSessionName: 'session' }, { key });
  expect(assumed.body['Code']).toBeUndefined();
  const given = assumed.body['Credentials'] as Record<string, string>;
  const session = {
    accessKeyId: given['AccessKeyId'] ?? '',
    accessKeySecret: given['AccessKeySecret'] ?? '',
    securityToken: given['SecurityToken'] ?? '',
  };
  expect(await codeOf(second, session)).toBe('Forbidden.RAM');
  await change(first, 'DeleteRole', { RoleName: 'reader' });
  expect(await codeOf(second, session)).toBe('InvalidAccessKeyId.NotFound');
});

test('a page that one server gave goes on at the other', async () => {
  const [first, second] = await openTwo();
  for (const region of ['cn-hangzhou', 'cn-beijing']) {
    await change(first, 'CreateIpam', { RegionId: region, 'OperatingRegionList.1': region });
  }
  const page = await change(first, 'ListIpamScopes', { ...REGION, MaxResults: '1' });
  const next = await change(second, 'ListIpamScopes', {
    ...REGION,
    MaxResults: '1',
    NextToken: String(page['NextToken']),
  });
  expect(next['IpamScopes']).not.toEqual(page['IpamScopes']);
  expect(next['Count']).toBe(1);
});
