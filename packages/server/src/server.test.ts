import { existsSync, readFileSync } from 'node:fs';
import {
  errorCodeTemplate,
  formatRoleArn,
  OPERATION_NAMES,
  OPERATIONS,
  type OperationDefinition,
  type OperationName,
  type Parameter,
} from '@cadastre/api-contract';
import Database from 'better-sqlite3';
import { describe, expect, onTestFinished, test } from 'vitest';
import { parseConfig } from './config.ts';
import {
  sampleAccount,
  sampleIpam,
  samplePool,
  sampleScope,
} from './store/record-samples.test-support.ts';
import { sharePool } from './store/share-samples.test-support.ts';
import {
  type Answer,
  insertUser,
  policyOf,
  ROOT,
  SCHEMES,
  startTestServer,
  type TestServer,
} from './test-server.test-support.ts';

const REGION = { RegionId: 'cn-hangzhou' };
const ALLOW_ALL = { Effect: 'Allow', Action: '*', Resource: '*' };
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

async function createIpam(server: TestServer): Promise<{ ipamId: string; scopeId: string }> {
  const { body } = await server.call('CreateIpam', {
    ...REGION,
    'OperatingRegionList.1': 'cn-hangzhou',
  });
  return { ipamId: String(body['IpamId']), scopeId: String(body['PrivateDefaultScopeId']) };
}

function codeOf(answer: Answer): unknown {
  return answer.body['Code'];
}

async function listEvents(server: TestServer) {
  const page = { after: undefined, limit: 100 };
  const { items } = await server.store.read(({ events }) =>
    events.list({ accountId: ROOT.accountId }, page, 1_000),
  );
  return items;
}

function openRaw(server: TestServer): Database.Database {
  const raw = new Database(server.databaseFile);
  onTestFinished(() => {
    raw.close();
  });
  return raw;
}

describe('who calls', () => {
  test.each(SCHEMES)('root, over %s', async (scheme) => {
    const server = await startTestServer();
    const { status, body } = await server.call('GetCallerIdentity', {}, { scheme });
    expect(status).toBe(200);
    expect(body).toEqual({
      RequestId: expect.any(String),
      AccountId: ROOT.accountId,
      Arn: `acs:ram::${ROOT.accountId}:root`,
      IdentityType: 'Account',
      PrincipalId: ROOT.accountId,
    });
  });

  test.each(SCHEMES)('a RAM user, with no policy at all, over %s', async (scheme) => {
    const server = await startTestServer();
    const key = await insertUser(server, 'alice', []);
    const { body } = await server.call('GetCallerIdentity', {}, { key, scheme });
    expect(body).toMatchObject({
      AccountId: ROOT.accountId,
      Arn: `acs:ram::${ROOT.accountId}:user/alice`,
      IdentityType: 'RAMUser',
      PrincipalId: 'id-of-alice',
      UserId: 'id-of-alice',
    });
  });

  test.each(SCHEMES)('nobody, with an inactive key, over %s', async (scheme) => {
    const server = await startTestServer();
    const key = await insertUser(server, 'alice', [policyOf(ALLOW_ALL)], 'Inactive');
    const answer = await server.call('GetCallerIdentity', {}, { key, scheme });
    expect(answer).toMatchObject({ status: 400, body: { Code: 'InvalidAccessKeyId.Inactive' } });
  });

  test('a key that is made inactive stops within a second', async () => {
    const server = await startTestServer();
    const key = await insertUser(server, 'alice', []);
    expect((await server.call('GetCallerIdentity', {}, { key })).status).toBe(200);
    await server.store.write({
      run: async ({ accessKeys }) => {
        await accessKeys.setStatus(ROOT.accountId, key.accessKeyId, 'Inactive');
        return { kind: 'commit', value: undefined };
      },
    });
    server.clock.now += 1_000;
    const answer = await server.call('GetCallerIdentity', {}, { key });
    expect(codeOf(answer)).toBe('InvalidAccessKeyId.Inactive');
  });
});

describe('permissions', () => {
  const LIST_POOLS = {
    action: 'vpc:ListIpamPools',
    resource: `acs:vpc:cn-hangzhou:${ROOT.accountId}:ipampool/*`,
  };
  const allow = (Condition?: object) => ({
    Effect: 'Allow',
    Action: LIST_POOLS.action,
    Resource: '*',
    ...(Condition === undefined ? {} : { Condition }),
  });

  test.each(SCHEMES)(
    'a user with no policy is refused with every detail, over %s',
    async (scheme) => {
      const server = await startTestServer();
      const key = await insertUser(server, 'alice', []);
      const { status, body } = await server.call('ListIpamPools', REGION, { key, scheme });
      expect(status).toBe(403);
      expect(body).toMatchObject({
        Code: 'Forbidden.RAM',
        AccessDeniedDetail: {
          AuthAction: 'vpc:ListIpamPools',
          AuthPrincipalDisplayName: 'id-of-alice',
          AuthPrincipalOwnerId: ROOT.accountId,
          AuthPrincipalType: 'SubUser',
          NoPermissionType: 'ImplicitDeny',
          PolicyType: expect.stringMatching(/LevelIdentityBasedPolicy$/),
        },
      });
    },
  );

  test('an explicit deny wins over an allow and is told apart', async () => {
    const server = await startTestServer();
    const deny = { Effect: 'Deny', Action: 'vpc:List*', Resource: '*' };
    const key = await insertUser(server, 'alice', [policyOf(ALLOW_ALL), policyOf(deny)]);
    const { status, body } = await server.call('ListIpamPools', REGION, { key });
    expect(status).toBe(403);
    expect(body['AccessDeniedDetail']).toMatchObject({
      NoPermissionType: 'ExplicitDeny',
      PolicyType: 'AccountLevelIdentityBasedPolicy',
    });
    expect((await server.call('GetVpcIpamServiceStatus', REGION, { key })).status).toBe(200);
  });

  test.each([
    ['its resource', LIST_POOLS.resource, 200],
    ['a pattern of it', `acs:vpc:*:${ROOT.accountId}:ipampool/*`, 200],
    ['another region', `acs:vpc:cn-beijing:${ROOT.accountId}:ipampool/*`, 403],
    ['another account', 'acs:vpc:cn-hangzhou:1000000000000002:ipampool/*', 403],
    ['another type', `acs:vpc:cn-hangzhou:${ROOT.accountId}:ipamscope/*`, 403],
  ])('an allow for %s', async (_, resource, status) => {
    const server = await startTestServer();
    const statement = { Effect: 'Allow', Action: LIST_POOLS.action, Resource: resource };
    const key = await insertUser(server, 'alice', [policyOf(statement)]);
    expect((await server.call('ListIpamPools', REGION, { key })).status).toBe(status);
  });

  test('a region that could be read as a pattern or as parts of an ARN matches no policy', async () => {
    const server = await startTestServer();
    const statement = { Effect: 'Allow', Action: LIST_POOLS.action, Resource: LIST_POOLS.resource };
    const key = await insertUser(server, 'alice', [policyOf(statement)]);
    for (const RegionId of ['*', `cn-hangzhou:${ROOT.accountId}:ipampool/x`, 'cn-hangzhou*', '?']) {
      expect((await server.call('ListIpamPools', { RegionId }, { key })).status).toBe(403);
    }
  });

  test.each([
    ['the source address', { IpAddress: { 'acs:SourceIp': ['127.0.0.0/8'] } }, 200],
    ['another source address', { IpAddress: { 'acs:SourceIp': ['10.0.0.0/8'] } }, 403],
    ['plain HTTP', { Bool: { 'acs:SecureTransport': 'false' } }, 200],
    ['TLS', { Bool: { 'acs:SecureTransport': 'true' } }, 403],
    ['a time to come', { DateLessThan: { 'acs:CurrentTime': '2026-08-20T08:00:01Z' } }, 200],
    ['a time gone by', { DateLessThan: { 'acs:CurrentTime': '2026-08-20T07:59:59Z' } }, 403],
    [
      'the principal',
      { StringEquals: { 'acs:PrincipalARN': `acs:ram::${ROOT.accountId}:user/alice` } },
      200,
    ],
    [
      'another principal',
      { StringEquals: { 'acs:PrincipalARN': `acs:ram::${ROOT.accountId}:user/bob` } },
      403,
    ],
  ])('an allow under the condition of %s', async (_, condition, status) => {
    const server = await startTestServer();
    const key = await insertUser(server, 'alice', [policyOf(allow(condition))]);
    expect((await server.call('ListIpamPools', REGION, { key })).status).toBe(status);
  });

  test('an allow under the condition of a tag of the new resource', async () => {
    const server = await startTestServer();
    const { scopeId } = await createIpam(server);
    const statement = {
      ...ALLOW_ALL,
      Condition: { StringEquals: { 'acs:RequestTag/team': 'net' } },
    };
    const key = await insertUser(server, 'alice', [policyOf(statement)]);
    const create = (tag: Record<string, string>) =>
      server.call('CreateIpamPool', { ...REGION, IpamScopeId: scopeId, ...tag }, { key });
    expect((await create({ 'Tag.1.Key': 'team', 'Tag.1.Value': 'net' })).status).toBe(200);
    expect((await create({ 'Tag.3.Key': 'team', 'Tag.3.Value': 'net' })).status).toBe(200);
    for (const tag of [
      {},
      { 'Tag.1.Key': 'team', 'Tag.1.Value': 'other' },
      { 'Tag.1.Key': 'other', 'Tag.1.Value': 'net' },
    ]) {
      expect((await create(tag)).status).toBe(403);
    }
  });

  const guarded: readonly OperationDefinition[] = Object.values(OPERATIONS).filter(
    (operation: OperationDefinition) => operation.authorization !== undefined,
  );

  /** Something for every required parameter, so that the call gets as far as the permission. */
  function exampleOf(definition: OperationDefinition): Record<string, string> {
    return Object.fromEntries(
      Object.entries(definition.parameters)
        .filter(([, parameter]) => parameter.required === true)
        .flatMap(([name, parameter]) => examplesOf(name, parameter)),
    );
  }

  function examplesOf(name: string, parameter: Parameter): [string, string][] {
    switch (parameter.type) {
      case 'object-list':
        return Object.keys(parameter.fields).map((field) => [`${name}.1.${field}`, 'a']);
      case 'string-list':
        return [[`${name}.1`, 'cn-hangzhou']];
      case 'boolean':
        return [[name, 'true']];
      case 'number':
        return [[name, String(parameter.min ?? 1)]];
      case 'string':
        if (parameter.format === 'resource-group-id') return [[name, 'rg-1']];
        if (parameter.format === 'role-arn') {
          return [[name, formatRoleArn({ accountId: ROOT.accountId, roleName: 'a-1' })]];
        }
        return [
          [name, name.endsWith('RegionId') ? 'cn-hangzhou' : (parameter.values?.[0] ?? 'a-1')],
        ];
    }
  }

  test('every operation is allowed by its own action and resource, and by nothing else', async () => {
    const server = await startTestServer();
    expect(guarded.length).toBeGreaterThan(8);
    for (const definition of guarded) {
      const { action = '', resources = [], denied } = definition.authorization ?? {};
      const forbidden = errorCodeTemplate(denied ?? 'Forbidden.RAM');
      const parameters = exampleOf(definition);
      const arns = resources.map((template) =>
        template.replace(/\{(\w+)\}/g, (_, part: string) =>
          part === 'AccountId' ? ROOT.accountId : (parameters[part] ?? '*'),
        ),
      );
      const operation = OPERATION_NAMES.get(definition) as OperationName;
      const isForbidden = async (user: string, statement: object) => {
        const key = await insertUser(server, `${operation}-${user}`, [policyOf(statement)]);
        return codeOf(await server.call(operation, parameters, { key })) === forbidden;
      };
      const own = { Effect: 'Allow', Action: action, Resource: arns };
      const others = { Effect: 'Allow', NotAction: action, Resource: '*' };
      const elsewhere = { Effect: 'Allow', Action: action, Resource: 'acs:vpc:cn-x:1:nothing/1' };
      expect({
        operation,
        own: await isForbidden('own', own),
        others: await isForbidden('others', others),
        elsewhere: await isForbidden('elsewhere', elsewhere),
      }).toEqual({ operation, own: false, others: true, elsewhere: true });
    }
  });
});

describe('shared pools', () => {
  test.each(SCHEMES)(
    'no sub-pool of a pool that another account shares, over %s',
    async (scheme) => {
      const server = await startTestServer();
      const { scopeId } = await createIpam(server);
      const accountId = '1000000000000002';
      await server.store.write({
        run: async (transactor) => {
          const { accounts, ipams, scopes, pools } = transactor;
          await accounts.insert(sampleAccount({ accountId }));
          await ipams.insert(sampleIpam({ accountId }));
          await scopes.insert(sampleScope({ accountId }));
          await pools.insert(samplePool({ accountId, poolId: 'ipam-pool-shared' }));
          await pools.insert(samplePool({ accountId, poolId: 'ipam-pool-private' }));
          await sharePool(transactor, accountId, 'ipam-pool-shared', ROOT.accountId);
          return { kind: 'commit', value: undefined };
        },
      });
      const create = (SourceIpamPoolId: string) =>
        server.call(
          'CreateIpamPool',
          { ...REGION, IpamScopeId: scopeId, SourceIpamPoolId },
          { scheme },
        );
      expect(await create('ipam-pool-shared')).toMatchObject({
        status: 400,
        body: {
          Code: 'OperationDenied.OperateShareResource',
          Message: 'The operation is not allowed because the instance is a shared resource.',
        },
      });
      expect(codeOf(await create('ipam-pool-private'))).toBe('ResourceNotFound.SourceIpamPool');
    },
  );
});

describe('client tokens', () => {
  async function openPoolServer() {
    const server = await startTestServer();
    const { scopeId } = await createIpam(server);
    const create = async (given: Record<string, string> = {}) =>
      server.call('CreateIpamPool', {
        ...REGION,
        IpamScopeId: scopeId,
        ClientToken: 'token',
        ...given,
      });
    return { server, scopeId, create };
  }

  test('a token answers the same for 24 hours, then makes a new pool', async () => {
    const { server, create } = await openPoolServer();
    const first = (await create()).body['IpamPoolId'];
    server.clock.now += 24 * HOUR_MS - 1;
    const again = await create();
    expect(again.body['IpamPoolId']).toBe(first);
    server.clock.now += 1;
    const later = await create();
    expect(later.status).toBe(200);
    expect(later.body['IpamPoolId']).not.toBe(first);
    expect((await create()).body['IpamPoolId']).toBe(later.body['IpamPoolId']);
  });

  test('the request id of a call without a token is its token', async () => {
    const { create } = await openPoolServer();
    const first = (await create({ ClientToken: '' })).body;
    const again = await create({ ClientToken: String(first['RequestId']) });
    expect(again.body['IpamPoolId']).toBe(first['IpamPoolId']);
    const other = await create({
      ClientToken: String(first['RequestId']),
      IpamPoolName: 'other',
    });
    expect(other.body['Code']).toBe('IdempotentParameterMismatch');
  });

  test('a request id stops being a token after 24 hours', async () => {
    const { server, create } = await openPoolServer();
    const first = (await create({ ClientToken: '' })).body;
    server.clock.now += 24 * HOUR_MS;
    const later = await create({ ClientToken: String(first['RequestId']) });
    expect(later.body['IpamPoolId']).not.toBe(first['IpamPoolId']);
  });

  test('a replay has a request id of its own and writes no event', async () => {
    const { server, create } = await openPoolServer();
    const first = await create();
    const again = await create();
    expect(again.body['RequestId']).not.toBe(first.body['RequestId']);
    const pools = (await listEvents(server)).filter((event) => event.resourceType === 'IpamPool');
    expect(pools).toHaveLength(1);
  });

  test('other parameters under the token are refused', async () => {
    const { create } = await openPoolServer();
    await create();
    expect(codeOf(await create({ IpamPoolName: 'other' }))).toBe('IdempotentParameterMismatch');
  });

  test('the same parameters in another order on the wire are the same', async () => {
    const { create } = await openPoolServer();
    const first = await create({ 'Tag.1.Key': 'a', 'Tag.1.Value': 'b', IpamPoolName: 'n' });
    const again = await create({ IpamPoolName: 'n', 'Tag.1.Value': 'b', 'Tag.1.Key': 'a' });
    expect(again.body['IpamPoolId']).toBe(first.body['IpamPoolId']);
  });

  test('a failed call is tried again under its token', async () => {
    const { scopeId, create } = await openPoolServer();
    expect(codeOf(await create({ IpamScopeId: 'ipam-scope-none' }))).toBe(
      'ResourceNotFound.IpamScope',
    );
    expect((await create({ IpamScopeId: scopeId })).status).toBe(200);
  });

  test('of racing calls with one token all get one pool', async () => {
    const { create } = await openPoolServer();
    const answers = await Promise.all(Array.from({ length: 32 }, () => create()));
    expect(new Set(answers.map(({ body }) => body['IpamPoolId'])).size).toBe(1);
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
  });

  test('a token outlives a restart', async () => {
    const { server, scopeId, create } = await openPoolServer();
    const first = (await create()).body['IpamPoolId'];
    await server.close();
    const restarted = await startTestServer({
      dataFolder: server.options.dataFolder,
      clock: server.clock,
    });
    const again = await restarted.call('CreateIpamPool', {
      ...REGION,
      IpamScopeId: scopeId,
      ClientToken: 'token',
    });
    expect(again.body['IpamPoolId']).toBe(first);
  });
});

describe('replays and clocks', () => {
  test.each(SCHEMES)('a nonce is used once, a write and a read alike, over %s', async (scheme) => {
    const server = await startTestServer();
    for (const operation of ['OpenVpcIpamService', 'GetVpcIpamServiceStatus'] as const) {
      const options = { scheme, nonce: `nonce of ${operation}`.replaceAll(' ', '-') };
      expect((await server.call(operation, REGION, options)).status).toBe(200);
      expect(codeOf(await server.call(operation, REGION, options))).toBe('SignatureNonceUsed');
    }
  });

  test('a nonce of a write stays used over a restart, until its timestamp is too old', async () => {
    const server = await startTestServer();
    const signedAt = server.clock.now;
    const options = { nonce: 'n', signedAt };
    expect((await server.call('OpenVpcIpamService', REGION, options)).status).toBe(200);
    await server.close();
    const clock = server.clock;
    const restarted = await startTestServer({ dataFolder: server.options.dataFolder, clock });
    clock.now += 14 * MINUTE_MS;
    const replay = () => restarted.call('OpenVpcIpamService', REGION, options);
    expect(codeOf(await replay())).toBe('SignatureNonceUsed');
    clock.now += 2 * MINUTE_MS;
    expect(codeOf(await replay())).toBe('InvalidTimeStamp.Expired');
  });

  test.each(SCHEMES)('timestamps may be off by fifteen minutes, over %s', async (scheme) => {
    const server = await startTestServer();
    const { now } = server.clock;
    const codeAt = async (signedAt: number) =>
      codeOf(await server.call('GetCallerIdentity', {}, { scheme, signedAt }));
    expect(await codeAt(now - 15 * MINUTE_MS)).toBeUndefined();
    expect(await codeAt(now + 15 * MINUTE_MS)).toBeUndefined();
    expect(await codeAt(now - 15 * MINUTE_MS - 1_000)).toBe('InvalidTimeStamp.Expired');
    expect(await codeAt(now + 15 * MINUTE_MS + 1_000)).toBe('InvalidTimeStamp.Expired');
  });

  test('a nonce that a client far ahead used stays used as long as its timestamp is good', async () => {
    const server = await startTestServer();
    const options = { nonce: 'n', signedAt: server.clock.now + 15 * MINUTE_MS };
    expect((await server.call('GetCallerIdentity', {}, options)).status).toBe(200);
    server.clock.now += 30 * MINUTE_MS;
    const replay = await server.call('GetCallerIdentity', {}, options);
    expect(codeOf(replay)).toBe('SignatureNonceUsed');
  });
});

describe('throttling', () => {
  const rate = OPERATIONS.CreateIpam.callsPerMinute;
  const callOften = (server: TestServer) =>
    Promise.all(Array.from({ length: rate + 2 }, () => createIpamAnswer(server)));
  const createIpamAnswer = (server: TestServer) =>
    server.call('CreateIpam', { ...REGION, 'OperatingRegionList.1': 'cn-hangzhou' });

  test('past the published rate a call waits for the next minute', async () => {
    const server = await startTestServer({ config: parseConfig({ throttling: 'published' }) });
    const refused = (await callOften(server)).filter(
      (answer) => codeOf(answer) === 'Throttling.User',
    );
    expect(refused).toHaveLength(2);
    for (const { status, headers } of refused) {
      expect(status).toBe(400);
      expect(headers.get('x-acs-retry-after')).toBe('60000');
    }
    expect((await server.call('GetCallerIdentity')).status).toBe(200);
    server.clock.now += MINUTE_MS;
    expect(codeOf(await createIpamAnswer(server))).toBe('QuotaExceeded.IpamQuotaPerRegion');
  });

  test('is off where it is not asked for', async () => {
    const server = await startTestServer();
    const codes = (await callOften(server)).map(codeOf);
    expect(codes).not.toContain('Throttling.User');
  });
});

describe('failures', () => {
  test('a broken invariant is an InternalError with the request id, and nothing of the cause', async () => {
    const server = await startTestServer();
    const { scopeId } = await createIpam(server);
    openRaw(server).exec('ALTER TABLE pools RENAME TO secret_table_name');
    for (const operation of ['CreateIpamPool', 'ListIpamPools'] as const) {
      const { status, body, headers, text } = await server.call(operation, {
        ...REGION,
        IpamScopeId: scopeId,
      });
      expect(status).toBe(500);
      expect(body).toMatchObject({
        Code: 'InternalError',
        Message: 'The request processing has failed due to some unknown error.',
        RequestId: headers.get('x-acs-request-id'),
      });
      expect(text).not.toMatch(/pools|secret_table|sqlite|no such/i);
    }
  });

  test('a full disk is ServiceUnavailable, nothing is half done, and later it works', async () => {
    const server = await startTestServer();
    const { scopeId } = await createIpam(server);
    const raw = openRaw(server);
    raw.exec(`CREATE TABLE no_more_rows (id INTEGER PRIMARY KEY AUTOINCREMENT);
      INSERT INTO no_more_rows VALUES (9223372036854775807);
      CREATE TRIGGER full BEFORE INSERT ON events
      BEGIN INSERT INTO no_more_rows VALUES (NULL); END;`);
    const create = () =>
      server.call('CreateIpamPool', { ...REGION, IpamScopeId: scopeId, ClientToken: 't' });
    const refused = await create();
    expect(refused).toMatchObject({ status: 503, body: { Code: 'ServiceUnavailable' } });
    expect(refused.headers.get('x-acs-retry-after')).toBe('1000');
    const list = () => server.call('ListIpamPools', REGION);
    expect((await list()).body).toMatchObject({ TotalCount: 0 });
    raw.exec('DROP TRIGGER full');
    expect((await create()).status).toBe(200);
    expect((await list()).body).toMatchObject({ TotalCount: 1 });
  });
});

describe('the audit trail', () => {
  test('every write has one event: who, when, what, before and after', async () => {
    const server = await startTestServer();
    const key = await insertUser(server, 'alice', [policyOf(ALLOW_ALL)]);
    const { ipamId, scopeId } = await createIpam(server);
    const call = async (operation: OperationName, parameters: Record<string, string>) =>
      (await server.call(operation, { ...REGION, ...parameters }, { key })).body;
    const opened = await call('OpenVpcIpamService', {});
    const scope = await call('CreateIpamScope', { IpamId: ipamId });
    const pool = await call('CreateIpamPool', {
      IpamScopeId: scopeId,
      IpamPoolName: 'n',
      'Tag.1.Key': 'k',
      'Tag.1.Value': 'v',
    });
    const events = await listEvents(server);
    expect(
      events.map(({ operation, resourceType, resourceId }) => [
        operation,
        resourceType,
        resourceId,
      ]),
    ).toEqual([
      ['VpcIpam.CreateIpam', 'Ipam', ipamId],
      ['VpcIpam.OpenVpcIpamService', 'Account', ROOT.accountId],
      ['VpcIpam.CreateIpamScope', 'IpamScope', scope['IpamScopeId']],
      ['VpcIpam.CreateIpamPool', 'IpamPool', pool['IpamPoolId']],
    ]);
    expect(events[0]).toMatchObject({
      principalArn: `acs:ram::${ROOT.accountId}:root`,
      accessKeyId: ROOT.accessKeyId,
      before: undefined,
    });
    expect(events[1]).toMatchObject({ eventId: opened['RequestId'] });
    expect(events[3]).toMatchObject({
      occurredAt: server.clock.now,
      eventId: pool['RequestId'],
      principalArn: `acs:ram::${ROOT.accountId}:user/alice`,
      accessKeyId: key.accessKeyId,
      before: undefined,
    });
    expect(JSON.parse(events[3]?.after ?? '')).toMatchObject({
      poolId: pool['IpamPoolId'],
      name: 'n',
      tags: [{ key: 'k', value: 'v' }],
    });
  });

  test('refused writes and denied reads have one with their code, and leave nothing else', async () => {
    const server = await startTestServer();
    const { scopeId } = await createIpam(server);
    const key = await insertUser(server, 'nobody', []);
    const before = await listEvents(server);
    const good = { ...REGION, IpamScopeId: scopeId };
    const create = async (given: Record<string, string>, options = {}) =>
      codeOf(await server.call('CreateIpamPool', { ...good, ...given }, options));
    expect(await create({ DryRun: 'true', ClientToken: 't' })).toBe('DryRunOperation');
    expect(await create({ AllocationMinCidrMask: '99' })).toBe('IllegalParam.AllocationMinNetmask');
    expect(await create({ SourceIpamPoolId: 'none' })).toBe('ResourceNotFound.SourceIpamPool');
    expect(await create({}, { key })).toBe('Forbidden.RAM');
    expect(await create({ IpamScopeId: '' })).toBe('MissingIpamScopeId');
    await server.call('ListIpamPools', REGION, { key });
    await server.call('ListIpamPools', REGION);
    await server.call('ListIpamPools', { ...REGION, MaxResults: '0' });
    const root = `acs:ram::${ROOT.accountId}:root`;
    const nobody = `acs:ram::${ROOT.accountId}:user/nobody`;
    const added = (await listEvents(server)).slice(before.length);
    expect(
      added.map(({ operation, code, principalArn }) => [operation, code, principalArn]),
    ).toEqual([
      ['VpcIpam.CreateIpamPool', 'IllegalParam.AllocationMinNetmask', root],
      ['VpcIpam.CreateIpamPool', 'ResourceNotFound.SourceIpamPool', root],
      ['VpcIpam.CreateIpamPool', 'Forbidden.RAM', nobody],
      ['VpcIpam.CreateIpamPool', 'MissingIpamScopeId', root],
      ['VpcIpam.ListIpamPools', 'Forbidden.RAM', nobody],
    ]);
    for (const event of added) {
      expect(event).toMatchObject({
        resourceType: '',
        resourceId: '',
        before: undefined,
        after: undefined,
      });
    }
    expect((await server.call('ListIpamPools', REGION)).body).toMatchObject({ TotalCount: 0 });
    expect(await create({ ClientToken: 't' })).toBeUndefined();
  });
});

describe('secrets', () => {
  test('stand in no file of the database in clear', async () => {
    const server = await startTestServer();
    const key = await insertUser(server, 'alice', []);
    await server.call('GetCallerIdentity', {}, { key });
    await createIpam(server);
    const search = () => {
      let byteCount = 0;
      for (const file of [server.databaseFile, `${server.databaseFile}-wal`]) {
        if (!existsSync(file)) continue;
        const bytes = readFileSync(file);
        byteCount += bytes.length;
        expect(bytes.includes(ROOT.accessKeySecret)).toBe(false);
        expect(bytes.includes(key.accessKeySecret)).toBe(false);
      }
      return byteCount;
    };
    expect(search()).toBeGreaterThan(0);
    expect(readFileSync(`${server.databaseFile}-wal`).includes(key.accessKeyId)).toBe(true);
    await server.close();
    search();
    expect(readFileSync(server.databaseFile).includes(key.accessKeyId)).toBe(true);
  });
});
