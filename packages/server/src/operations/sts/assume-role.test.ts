import { readFileSync } from 'node:fs';
import type { OperationName } from '@cadastre/api-contract';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import {
  type Answer,
  type CallOptions,
  type Key,
  policyOf,
  ROOT,
  SCHEMES,
  startTestServer,
  type TestServer,
} from '../../test-server.test-support.ts';
import {
  type Actor,
  insertAccount,
  PRINCIPAL_ID,
} from '../resource-sharing/sharing-ground.test-support.ts';

const REGION = { RegionId: 'cn-hangzhou' };
const READER_ARN = `acs:ram::${ROOT.accountId}:role/reader`;
const SESSION = { RoleArn: READER_ARN, RoleSessionName: 'at-work' };

type Parameters = Readonly<Record<string, string>>;

function trustIn(principals: string | readonly string[], given: object = {}): object {
  return {
    Effect: 'Allow',
    Action: 'sts:AssumeRole',
    Principal: { RAM: principals },
    ...given,
  };
}

const ACCOUNT_TRUST = trustIn(`acs:ram::${ROOT.accountId}:root`);
const MAY_ASSUME = { Effect: 'Allow', Action: 'sts:AssumeRole', Resource: '*' };

type Caller = Pick<Actor, 'succeed'>;

function rootOf(server: TestServer): Caller {
  return {
    async succeed(operation, parameters = {}) {
      const { status, body } = await server.call(operation, parameters);
      if (status !== 200) throw new Error(`${operation}: ${JSON.stringify(body)}`);
      return body;
    },
  };
}

async function attach(
  root: Caller,
  holder: Parameters,
  policyName: string,
  statement: object,
): Promise<void> {
  await root.succeed('CreatePolicy', {
    PolicyName: policyName,
    PolicyDocument: policyOf(statement),
  });
  const operation = holder['RoleName'] === undefined ? 'AttachPolicyToUser' : 'AttachPolicyToRole';
  await root.succeed(operation, { ...holder, PolicyType: 'Custom', PolicyName: policyName });
}

async function createUser(root: Caller, name: string, statement?: object): Promise<Key> {
  const user = { UserName: name };
  await root.succeed('CreateUser', user);
  if (statement !== undefined) await attach(root, user, `of-${name}`, statement);
  const key = (await root.succeed('CreateAccessKey', user))['AccessKey'] as {
    AccessKeyId: string;
    AccessKeySecret: string;
  };
  return { accessKeyId: key.AccessKeyId, accessKeySecret: key.AccessKeySecret };
}

async function createRole(
  root: Caller,
  name: string,
  trust: object = ACCOUNT_TRUST,
  given: Parameters = {},
): Promise<void> {
  const document = policyOf(trust);
  await root.succeed('CreateRole', {
    RoleName: name,
    AssumeRolePolicyDocument: document,
    ...given,
  });
}

/** A role `reader` that may list in VpcIpam, and a user who may assume every role. */
async function openGround(given: { readonly trust?: object; readonly role?: Parameters } = {}) {
  const server = await startTestServer();
  const root = rootOf(server);
  await createRole(root, 'reader', given.trust, given.role);
  const reader = { RoleName: 'reader' };
  await attach(root, reader, 'lists', { Effect: 'Allow', Action: 'vpc:List*', Resource: '*' });
  const alice = await createUser(root, 'alice', MAY_ASSUME);
  const assume = (parameters: Parameters = {}, key = alice) =>
    server.call('AssumeRole', { ...SESSION, ...parameters }, { key });
  return { server, root, alice, assume };
}

interface Credentials {
  readonly AccessKeyId: string;
  readonly AccessKeySecret: string;
  readonly SecurityToken: string;
  readonly Expiration: string;
}

function credentialsOf({ status, body }: Answer): Credentials {
  if (status !== 200) throw new Error(JSON.stringify(body));
  return body['Credentials'] as Credentials;
}

function keyOf(answer: Answer): Required<Key> {
  const { AccessKeyId, AccessKeySecret, SecurityToken } = credentialsOf(answer);
  return {
    accessKeyId: AccessKeyId,
    accessKeySecret: AccessKeySecret,
    securityToken: SecurityToken,
  };
}

function codeOf({ status, body }: Answer): unknown {
  return status === 200 ? 'OK' : body['Code'];
}

async function codesOf(
  server: TestServer,
  key: Key,
  operations: readonly OperationName[],
  options: CallOptions = {},
): Promise<readonly unknown[]> {
  const answers = operations.map((operation) =>
    server.call(operation, REGION, { key, ...options }),
  );
  return (await Promise.all(answers)).map(codeOf);
}

describe('a session', () => {
  test('is answered as the vendor answers it', async () => {
    const { server, assume } = await openGround();
    const { body } = await assume({ SourceIdentity: 'alice@example.com' });
    const { body: found } = await server.call('GetRole', { RoleName: 'reader' });
    const { RoleId } = found['Role'] as { RoleId: string };
    expect(body).toEqual({
      RequestId: expect.any(String),
      AssumedRoleUser: { Arn: `${READER_ARN}/at-work`, AssumedRoleId: `${RoleId}:at-work` },
      Credentials: {
        AccessKeyId: expect.stringMatching(/^STS\./),
        AccessKeySecret: expect.any(String),
        SecurityToken: expect.stringMatching(/^[A-Za-z0-9_-]{100,}$/),
        Expiration: '2026-08-20T09:00:00Z',
      },
      SourceIdentity: 'alice@example.com',
    });
    expect((await assume()).body).not.toHaveProperty('SourceIdentity');
  });

  test.each(SCHEMES)('may do what its role may, signed by %s', async (scheme) => {
    const { server, assume, alice } = await openGround();
    const key = keyOf(await assume());
    const operations = ['ListIpams', 'GetVpcIpamServiceStatus'] as const;
    expect(await codesOf(server, key, operations, { scheme })).toEqual(['OK', 'Forbidden.RAM']);
    expect(await codesOf(server, alice, operations, { scheme })).toEqual([
      'Forbidden.RAM',
      'Forbidden.RAM',
    ]);
  });

  test('is denied under its own name', async () => {
    const { server, assume } = await openGround();
    const key = keyOf(await assume());
    const { body } = await server.call('GetVpcIpamServiceStatus', REGION, { key });
    expect(body['AccessDeniedDetail']).toMatchObject({
      AuthPrincipalDisplayName: 'reader:at-work',
      AuthPrincipalType: 'AssumedRoleUser',
      PolicyType: 'ResourceGroupLevelIdentityBasedPolicy',
    });
  });

  test('may do no more than its policy, and no more than its role', async () => {
    const { server, assume } = await openGround();
    const Policy = policyOf({
      Effect: 'Allow',
      Action: ['vpc:ListIpams', 'vpc:GetVpcIpamServiceStatus'],
      Resource: '*',
    });
    const key = keyOf(await assume({ Policy }));
    const operations = ['ListIpams', 'ListIpamPools', 'GetVpcIpamServiceStatus'] as const;
    expect(await codesOf(server, key, operations)).toEqual([
      'OK',
      'Forbidden.RAM',
      'Forbidden.RAM',
    ]);
    const { body } = await server.call('ListIpamPools', REGION, { key });
    expect(body['AccessDeniedDetail']).toMatchObject({ PolicyType: 'SessionPolicy' });
  });

  test('with a policy that asks for tags sees the tags of the resource', async () => {
    const { server, root, assume } = await openGround();
    const ipam = { ...REGION, 'OperatingRegionList.1': 'cn-hangzhou' };
    const { PrivateDefaultScopeId } = await root.succeed('CreateIpam', ipam);
    const pool = { ...REGION, IpamScopeId: String(PrivateDefaultScopeId) };
    const tag = { 'Tag.1.Key': 'team', 'Tag.1.Value': 'net' };
    const tagged = await root.succeed('CreateIpamPool', { ...pool, ...tag });
    const plain = await root.succeed('CreateIpamPool', pool);
    const Policy = policyOf({
      Effect: 'Allow',
      Action: '*',
      Resource: '*',
      Condition: { StringEquals: { 'acs:ResourceTag/team': 'net' } },
    });
    const key = keyOf(await assume({ Policy }));
    const list = async ({ IpamPoolId }: Readonly<Record<string, unknown>>) =>
      codeOf(
        await server.call(
          'ListIpamPoolCidrs',
          { ...REGION, IpamPoolId: String(IpamPoolId) },
          { key },
        ),
      );
    expect([await list(tagged), await list(plain)]).toEqual(['OK', 'Forbidden.RAM']);
  });

  test('is over at the second that was told, and not before', async () => {
    const { server, assume } = await openGround();
    server.clock.now += 999;
    const answer = await assume({ DurationSeconds: '900' });
    const key = keyOf(answer);
    const end = Date.parse(credentialsOf(answer).Expiration);
    for (const [now, code] of [
      [end - 1, 'OK'],
      [end, 'InvalidSecurityToken.Expired'],
    ] as const) {
      server.clock.now = now;
      expect(await codesOf(server, key, ['ListIpams'])).toEqual([code]);
    }
  });

  test('ends with its role, at once, also when a role of that name is made anew', async () => {
    const { server, root, assume } = await openGround();
    const key = keyOf(await assume());
    const policy = { RoleName: 'reader', PolicyType: 'Custom', PolicyName: 'lists' };
    await root.succeed('DetachPolicyFromRole', policy);
    expect(await codesOf(server, key, ['ListIpams'])).toEqual(['Forbidden.RAM']);
    await root.succeed('DeleteRole', { RoleName: 'reader' });
    expect(await codesOf(server, key, ['ListIpams'])).toEqual(['InvalidAccessKeyId.NotFound']);
    await createRole(root, 'reader');
    await root.succeed('AttachPolicyToRole', policy);
    expect(await codesOf(server, key, ['ListIpams'])).toEqual(['InvalidAccessKeyId.NotFound']);
  });

  test('outlives a change of the trust policy, and the user who began it', async () => {
    const { server, root, alice, assume } = await openGround();
    const key = keyOf(await assume());
    const AssumeRolePolicyDocument = policyOf(trustIn(`acs:ram::${ROOT.accountId}:user/bob`));
    await root.succeed('UpdateRole', {
      RoleName: 'reader',
      NewAssumeRolePolicyDocument: AssumeRolePolicyDocument,
    });
    expect(codeOf(await assume())).toBe('NoPermission');
    await root.succeed('DeleteAccessKey', {
      UserName: 'alice',
      UserAccessKeyId: alice.accessKeyId,
    });
    expect(await codesOf(server, key, ['ListIpams'])).toEqual(['OK']);
  });

  test('holds for every server with the same data folder, after a restart too', async () => {
    const { server, assume } = await openGround();
    const key = keyOf(await assume());
    await server.close();
    const { dataFolder } = server.options;
    const restarted = await startTestServer({ dataFolder, clock: server.clock });
    expect(await codesOf(restarted, key, ['ListIpams'])).toEqual(['OK']);
  });
});

describe('credentials that do not fit', () => {
  test.each(SCHEMES)('are told apart, signed by %s', async (scheme) => {
    const { server, alice, assume } = await openGround();
    const key = keyOf(await assume());
    const other = keyOf(await assume());
    const { securityToken, ...tokenless } = key;
    const flipped = `${securityToken.slice(0, -3)}${securityToken.slice(-3) === 'AAA' ? 'BBB' : 'AAA'}`;
    const tried: readonly (readonly [Key, string])[] = [
      [tokenless, 'MissingSecurityToken'],
      [{ ...key, securityToken: 'token' }, 'InvalidSecurityToken.Malformed'],
      [{ ...key, securityToken: flipped }, 'InvalidSecurityToken.Malformed'],
      [
        { ...key, securityToken: other.securityToken },
        'InvalidSecurityToken.MismatchWithAccessKey',
      ],
      [{ ...key, accessKeySecret: other.accessKeySecret }, 'SignatureDoesNotMatch'],
      [{ ...key, accessKeyId: 'STS.made-up' }, 'InvalidSecurityToken.MismatchWithAccessKey'],
      [{ ...alice, securityToken }, 'InvalidSecurityToken.MismatchWithAccessKey'],
      [key, 'OK'],
    ];
    // What is remembered of a good call must not help a bad one.
    for (const _ of [0, 1]) {
      for (const [tryKey, code] of tried) {
        expect(await codesOf(server, tryKey, ['ListIpams'], { scheme })).toEqual([code]);
      }
    }
  });

  test('of another server are malformed', async () => {
    const { assume } = await openGround();
    const { server } = await openGround();
    const key = keyOf(await assume());
    expect(await codesOf(server, key, ['ListIpams'])).toEqual(['InvalidSecurityToken.Malformed']);
  });

  test('of a disabled account are inactive', async () => {
    const { server, assume } = await openGround();
    const key = keyOf(await assume());
    const raw = new Database(server.databaseFile);
    raw.prepare("UPDATE accounts SET status = 'Inactive'").run();
    raw.close();
    server.clock.now += 1_000;
    expect(await codesOf(server, key, ['ListIpams'])).toEqual(['InvalidAccessKeyId.Inactive']);
  });
});

describe('AssumeRole refuses', () => {
  test.each<[string, Parameters, number, string, string]>([
    [
      'an ARN of no role',
      { RoleArn: `acs:ram::${ROOT.accountId}:user/alice` },
      400,
      'InvalidParameter.RoleArn',
      'The parameter RoleArn is wrongly formed.',
    ],
    [
      'a session name of one character',
      { RoleSessionName: 'a' },
      400,
      'InvalidParameter.RoleSessionName',
      'The parameter RoleSessionName is wrongly formed.',
    ],
    [
      'a duration that is no number',
      { DurationSeconds: 'an hour' },
      400,
      'InvalidParameter.DurationSeconds',
      'The parameter DurationSeconds is wrongly formed.',
    ],
    [
      'a duration that is too short',
      { DurationSeconds: '899' },
      400,
      'InvalidParameter.DurationSeconds',
      'The Min/Max value of DurationSeconds is 15min/1hr.',
    ],
    [
      'a duration past that of the role',
      { DurationSeconds: '3601' },
      400,
      'InvalidParameter.DurationSeconds',
      'The Min/Max value of DurationSeconds is 15min/1hr.',
    ],
    [
      'a policy that is too long',
      { Policy: 'x'.repeat(1_025) },
      400,
      'InvalidParameter.PolicySize',
      'The size of Policy must be smaller than 1024 bytes.',
    ],
    [
      'a policy that is none',
      { Policy: '{}' },
      400,
      'InvalidParameter.PolicyGrammar',
      'The parameter Policy has not passed grammar check. ',
    ],
    [
      'a role that does not exist',
      { RoleArn: `acs:ram::${ROOT.accountId}:role/writer` },
      404,
      'EntityNotExist.Role',
      'The specified Role not exists.',
    ],
  ])('%s', async (_, given, status, code, message) => {
    const { assume } = await openGround();
    const answer = await assume(given);
    expect([answer.status, answer.body['Code']]).toEqual([status, code]);
    expect(answer.body['Message']).toEqual(expect.stringMatching(startOf(message)));
  });

  test.each(['RoleArn', 'RoleSessionName'])('a call without %s', async (name) => {
    const { assume } = await openGround();
    expect(codeOf(await assume({ [name]: '' }))).toBe(`Missing${name}`);
  });

  test('the root of an account, whatever the role', async () => {
    const { server } = await openGround();
    for (const RoleArn of [READER_ARN, `${READER_ARN}x`, 'acs:ram::1000000000000009:role/x']) {
      const answer = await server.call('AssumeRole', { ...SESSION, RoleArn });
      expect([answer.status, answer.body['Code'], answer.body['Message']]).toEqual([
        403,
        'NoPermission',
        'Roles may not be assumed by root accounts.',
      ]);
    }
  });

  test('durations by what the role allows', async () => {
    const { assume } = await openGround({ role: { MaxSessionDuration: '5400' } });
    const [longest, longer] = [
      await assume({ DurationSeconds: '5400' }),
      await assume({ DurationSeconds: '5401' }),
    ];
    expect(credentialsOf(longest).Expiration).toBe('2026-08-20T09:30:00Z');
    expect(longer.body['Message']).toBe('The Min/Max value of DurationSeconds is 15min/90min.');
    expect(credentialsOf(await assume()).Expiration).toBe('2026-08-20T09:00:00Z');
  });

  test('what the policies of the caller do not allow, before it looks for the role', async () => {
    const { root, assume } = await openGround();
    const bob = await createUser(root, 'bob', { ...MAY_ASSUME, Resource: `${READER_ARN}s` });
    for (const RoleArn of [READER_ARN, `${READER_ARN}-unknown`]) {
      const { status, body } = await assume({ RoleArn }, bob);
      expect([status, body['Code'], body['Message']]).toEqual([
        403,
        'NoPermission',
        'You are not authorized to do this action. You should be authorized by RAM.',
      ]);
      expect(body['AccessDeniedDetail']).toMatchObject({
        AuthAction: 'sts:AssumeRole',
        PolicyType: 'ResourceGroupLevelIdentityBasedPolicy',
      });
    }
    expect(codeOf(await assume({ RoleArn: `${READER_ARN}s` }, bob))).toBe('EntityNotExist.Role');
  });
});

function startOf(text: string): RegExp {
  return new RegExp(`^${text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')}`);
}

describe('a trust policy', () => {
  const userArn = (name: string) => `acs:ram::${ROOT.accountId}:user/${name}`;

  test('is needed beside the policies of the caller', async () => {
    const { root, assume } = await openGround({ trust: trustIn(userArn('alice')) });
    expect(codeOf(await assume())).toBe('OK');
    const bob = await createUser(root, 'bob', MAY_ASSUME);
    const { body } = await assume({}, bob);
    expect(body).toMatchObject({
      Code: 'NoPermission',
      AccessDeniedDetail: { NoPermissionType: 'ImplicitDeny', PolicyType: 'AssumeRolePolicy' },
    });
  });

  test('can deny one of those whom it allows', async () => {
    const { root, assume } = await openGround();
    await createRole(root, 'guarded');
    const document = JSON.parse(policyOf(ACCOUNT_TRUST)) as { Statement: object[] };
    document.Statement.push(trustIn([userArn('alice')], { Effect: 'Deny' }));
    await root.succeed('UpdateRole', {
      RoleName: 'guarded',
      NewAssumeRolePolicyDocument: JSON.stringify(document),
    });
    const RoleArn = `acs:ram::${ROOT.accountId}:role/guarded`;
    const bob = await createUser(root, 'bob', MAY_ASSUME);
    expect(codeOf(await assume({ RoleArn }, bob))).toBe('OK');
    expect((await assume({ RoleArn })).body).toMatchObject({
      Code: 'NoPermission',
      AccessDeniedDetail: { NoPermissionType: 'ExplicitDeny', PolicyType: 'AssumeRolePolicy' },
    });
  });

  test.each<[string, object, Parameters, Parameters]>([
    [
      'an external id',
      { StringEquals: { 'sts:ExternalId': 'abcd1234' } },
      { ExternalId: 'abcd1234' },
      { ExternalId: 'abcd12345' },
    ],
    [
      'a source identity',
      { StringLike: { 'sts:SourceIdentity': '*@example.com' } },
      { SourceIdentity: 'alice@example.com' },
      {},
    ],
  ])('can ask for %s', async (_, Condition, right, wrong) => {
    const trust = trustIn(`acs:ram::${ROOT.accountId}:root`, { Condition });
    const { assume } = await openGround({ trust });
    expect(codeOf(await assume(right))).toBe('OK');
    expect(codeOf(await assume(wrong))).toBe('NoPermission');
  });
});

test.each([
  ['127.0.0.0/8', 'OK'],
  ['192.0.2.0/24', 'NoPermission'],
])('a trust policy can ask for a source address in %s: %s', async (range, code) => {
  const Condition = { IpAddress: { 'acs:SourceIp': range } };
  const trust = trustIn(`acs:ram::${ROOT.accountId}:root`, { Condition });
  const { assume } = await openGround({ trust });
  expect(codeOf(await assume())).toBe(code);
});

describe('a role that assumes a role', () => {
  test('is allowed by its own policies and as a role, and keeps the source identity', async () => {
    const { server, root, assume } = await openGround();
    await createRole(root, 'second', trustIn(READER_ARN));
    const RoleArn = `acs:ram::${ROOT.accountId}:role/second`;
    const key = keyOf(await assume({ SourceIdentity: 'alice' }));
    expect(codeOf(await assume({ RoleArn }, key))).toBe('NoPermission');
    await attach(root, { RoleName: 'reader' }, 'assumes', { ...MAY_ASSUME, Resource: RoleArn });
    const chained = await assume({ RoleArn, RoleSessionName: 'further' }, key);
    expect(chained.body).toMatchObject({
      SourceIdentity: 'alice',
      AssumedRoleUser: { Arn: `${RoleArn}/further` },
    });
    const { body } = await server.call('GetCallerIdentity', {}, { key: keyOf(chained) });
    expect(body['Arn']).toBe(`${RoleArn}/further`);
    // A user is trusted by the name of the role no more than the role by that of the user.
    expect(codeOf(await assume({ RoleArn }))).toBe('NoPermission');
    const renamed = await assume({ RoleArn, SourceIdentity: 'bob' }, key);
    expect(codeOf(renamed)).toBe('InvalidParameter.SourceIdentity');
    expect(codeOf(await assume({ RoleArn, SourceIdentity: 'alice' }, key))).toBe('OK');
  });
});

describe('a role of another account', () => {
  async function openForeign(trust: object) {
    const ground = await openGround();
    const foreign = await insertAccount(ground.server, PRINCIPAL_ID);
    await createRole(foreign, 'visitor', trust);
    const RoleArn = `acs:ram::${PRINCIPAL_ID}:role/visitor`;
    return { ...ground, foreign, RoleArn };
  }

  test('can be assumed, and acts in that account', async () => {
    const { server, assume, foreign, RoleArn } = await openForeign(ACCOUNT_TRUST);
    await attach(foreign, { RoleName: 'visitor' }, 'lists', {
      Effect: 'Allow',
      Action: 'ram:List*',
      Resource: '*',
    });
    const key = keyOf(await assume({ RoleArn }));
    const { body: identity } = await server.call('GetCallerIdentity', {}, { key });
    expect(identity).toMatchObject({ AccountId: PRINCIPAL_ID, IdentityType: 'AssumedRoleUser' });
    const { body } = await server.call('ListRoles', {}, { key });
    expect(body['Roles']).toMatchObject({ Role: [{ RoleName: 'visitor' }] });
  });

  test('is told in the audit of both accounts', async () => {
    const { server, assume, foreign, RoleArn } = await openForeign(ACCOUNT_TRUST);
    const key = keyOf(await assume({ RoleArn }));
    const told = {
      Operation: 'Sts.AssumeRole',
      PrincipalArn: `acs:ram::${ROOT.accountId}:user/alice`,
    };
    const filter = { Operation: 'Sts.AssumeRole' };
    const { body: own } = await server.call('ListEvents', filter);
    const theirs = await foreign.succeed('ListEvents', filter);
    for (const events of [own['Events'], theirs['Events']]) {
      expect(events).toEqual([expect.objectContaining(told)]);
      expect(JSON.stringify(events)).toContain(key.accessKeyId);
      expect(JSON.stringify(events)).not.toContain(key.accessKeySecret);
      expect(JSON.stringify(events)).not.toContain(key.securityToken);
    }
  });

  test.each([
    ['is silent', trustIn('acs:ram::1000000000000009:root')],
    ['denies', { ...ACCOUNT_TRUST, Effect: 'Deny' }],
  ])('whose trust policy %s is answered as one that does not exist', async (_, trust) => {
    const { assume, RoleArn } = await openForeign(trust);
    const answers: Record<string, unknown>[] = [];
    const unknown = [`${RoleArn}x`, 'acs:ram::1000000000000009:role/visitor'];
    for (const arn of [RoleArn, ...unknown]) {
      const { status, body } = await assume({ RoleArn: arn });
      const { RequestId, Recommend: __, ...rest } = body;
      const text = JSON.stringify(rest).replaceAll(String(RequestId), '');
      answers.push({ status, text: text.replaceAll(arn, '{arn}') });
    }
    const [first] = answers;
    expect(first).toMatchObject({ status: 403 });
    for (const answer of answers) expect(answer).toEqual(first);
  });
});

describe('what a session is known by', () => {
  test('GetCallerIdentity names root, user and session', async () => {
    const { server, alice, assume } = await openGround();
    const identityOf = async (key: Key) => {
      const { body } = await server.call('GetCallerIdentity', {}, { key });
      const { RequestId: _, ...identity } = body;
      return identity;
    };
    const AccountId = ROOT.accountId;
    expect(await identityOf(ROOT)).toEqual({
      AccountId,
      Arn: `acs:ram::${AccountId}:root`,
      IdentityType: 'Account',
      PrincipalId: AccountId,
    });
    const { UserId, ...user } = await identityOf(alice);
    expect(user).toEqual({
      AccountId,
      Arn: `acs:ram::${AccountId}:user/alice`,
      IdentityType: 'RAMUser',
      PrincipalId: UserId,
    });
    const { RoleId, ...session } = await identityOf(keyOf(await assume()));
    expect(RoleId).toMatch(/^\d{18}$/);
    expect(session).toEqual({
      AccountId,
      Arn: `${READER_ARN}/at-work`,
      IdentityType: 'AssumedRoleUser',
      PrincipalId: `${RoleId}:at-work`,
    });
  });

  test('policies know it by its role, whatever its name', async () => {
    const { server, root, assume } = await openGround();
    await attach(root, { RoleName: 'reader' }, 'not-me', {
      Effect: 'Deny',
      Action: 'vpc:ListIpams',
      Resource: '*',
      Condition: { StringEquals: { 'acs:PrincipalARN': READER_ARN } },
    });
    const key = keyOf(await assume());
    expect(await codesOf(server, key, ['ListIpams', 'ListIpamPools'])).toEqual([
      'Forbidden.RAM',
      'OK',
    ]);
  });

  test('its changes and refusals are audited under its name', async () => {
    const { server, root, assume } = await openGround();
    await attach(root, { RoleName: 'reader' }, 'users', {
      Effect: 'Allow',
      Action: 'ram:CreateUser',
      Resource: '*',
    });
    const key = keyOf(await assume());
    await server.call('CreateUser', { UserName: 'carol' }, { key });
    await server.call('DeleteUser', { UserName: 'carol' }, { key });
    const { body } = await server.call('ListEvents', { MaxResults: '100' });
    const events = (body['Events'] as { PrincipalArn: string }[]).filter(
      ({ PrincipalArn }) => PrincipalArn === `${READER_ARN}/at-work`,
    );
    expect(events).toEqual([
      expect.objectContaining({
        Operation: 'Ram.CreateUser',
        Code: 'OK',
        AccessKeyId: key.accessKeyId,
      }),
      expect.objectContaining({ Operation: 'Ram.DeleteUser', Code: 'Forbidden.RAM' }),
    ]);
  });

  test('a refused AssumeRole is audited without what it asked for', async () => {
    const { server, assume } = await openGround();
    await assume({ RoleArn: 'acs:ram::1000000000000009:role/secret-name' });
    const { body } = await server.call('ListEvents', { Operation: 'Sts.AssumeRole' });
    expect(body['Events']).toEqual([expect.objectContaining({ Code: 'NoPermission' })]);
    expect(JSON.stringify(body)).not.toContain('secret-name');
  });

  test('it has no access keys of its own', async () => {
    const { server, root, assume } = await openGround();
    await attach(root, { RoleName: 'reader' }, 'all', {
      Effect: 'Allow',
      Action: 'ram:*',
      Resource: '*',
    });
    const key = keyOf(await assume());
    for (const operation of ['ListAccessKeys', 'CreateAccessKey'] as const) {
      expect(codeOf(await server.call(operation, {}, { key }))).toBe('MissingUserName');
      expect(codeOf(await server.call(operation, { UserName: 'alice' }, { key }))).toBe('OK');
    }
  });
});

test('AssumeRole answers anew to a client token: secrets are never kept', async () => {
  const { server, assume } = await openGround();
  const [first, second] = [
    credentialsOf(await assume({ ClientToken: 'token' })),
    credentialsOf(await assume({ ClientToken: 'token' })),
  ];
  expect(first.AccessKeyId).not.toBe(second.AccessKeyId);
  await server.close();
  const stored = readFileSync(server.databaseFile);
  for (const { AccessKeyId, AccessKeySecret, SecurityToken } of [first, second]) {
    expect(stored.includes(AccessKeyId)).toBe(true);
    expect(stored.includes(AccessKeySecret)).toBe(false);
    expect(stored.includes(SecurityToken)).toBe(false);
  }
});
