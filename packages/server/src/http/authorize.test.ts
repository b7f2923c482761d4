import { join } from 'node:path';
import { type NamedPolicy, parsePolicy } from '@cadastre/access-policy';
import { defineOperation, OPERATIONS, type OperationDefinition } from '@cadastre/api-contract';
import { expect, test } from 'vitest';
import type { Caller } from '../identity/caller.ts';
import {
  ACCOUNT_ID,
  NOW,
  sampleAccount,
  sampleUser,
} from '../store/record-samples.test-support.ts';
import { SqliteStore } from '../store/sqlite/sqlite-store.ts';
import { makeTemporaryFolder } from '../temporary-folder.test-support.ts';
import { authorize } from './authorize.ts';
import { type ApiRequest, type RawRequest, readRequest } from './read-request.ts';

function requestOf(given: Partial<RawRequest>): ApiRequest {
  const request = readRequest({
    method: 'POST',
    url: '/',
    headers: {},
    body: new Uint8Array(0),
    isSecure: false,
    sourceIp: '10.0.0.1',
    ...given,
  });
  if (request.kind === 'refusal') expect.fail('not a request');
  return request;
}

function callerWith(condition: object): Caller {
  const statement = { Effect: 'Allow', Action: '*', Resource: '*', Condition: condition };
  const parsed = parsePolicy(JSON.stringify({ Version: '1', Statement: [statement] }), 'identity');
  if (!parsed.ok) expect.fail('not a policy');
  return {
    account: sampleAccount(),
    accessKeyId: 'LTAI-1',
    principal: { kind: 'user', user: sampleUser() },
    arn: `acs:ram::${ACCOUNT_ID}:user/alice`,
    policies: [{ name: 'p', policy: parsed.policy }],
    resourceGroupPolicies: new Map(),
    readsResourceTags: false,
  };
}

async function isAllowed(
  condition: object,
  given: Partial<RawRequest>,
  elapsedMs = 0,
): Promise<boolean> {
  const file = join(makeTemporaryFolder(), 'cadastre.db');
  const store = new SqliteStore({ file, now: () => NOW });
  const refused = await authorize(
    OPERATIONS.ListIpamPools,
    { RegionId: 'cn-hangzhou' },
    requestOf(given),
    callerWith(condition),
    store,
    NOW + elapsedMs,
  );
  await store.close();
  return refused === undefined;
}

test('a policy can ask for TLS', async () => {
  const condition = { Bool: { 'acs:SecureTransport': 'true' } };
  expect(await isAllowed(condition, { isSecure: true })).toBe(true);
  expect(await isAllowed(condition, { isSecure: false })).toBe(false);
});

test('a policy can ask for a source address, which a dual-stack listener spells as IPv6', async () => {
  const condition = { IpAddress: { 'acs:SourceIp': ['10.0.0.0/8', '2001:db8::/32'] } };
  for (const sourceIp of ['10.1.2.3', '::ffff:10.1.2.3', '2001:db8::1']) {
    expect(await isAllowed(condition, { sourceIp })).toBe(true);
  }
  for (const sourceIp of ['11.1.2.3', '::ffff:11.1.2.3', '2001:db9::1', '']) {
    expect(await isAllowed(condition, { sourceIp })).toBe(false);
  }
});

test('the source address is that of the connection, not what a header says', async () => {
  const condition = { IpAddress: { 'acs:SourceIp': '10.0.0.0/8' } };
  const headers = { 'x-forwarded-for': '10.0.0.1', 'x-real-ip': '10.0.0.1' };
  expect(await isAllowed(condition, { sourceIp: '192.0.2.1', headers })).toBe(false);
});

/** A definition that feeds the condition key, as those of VPC do under either parameter name. */
function operationOn(action: string, parameter: string): OperationDefinition {
  return defineOperation({
    name: 'Operation',
    product: 'Vpc',
    group: 'vpc',
    summary: 'Takes addresses from a pool.',
    state: 'built',
    effect: 'write',
    methods: ['POST'],
    callsPerMinute: 300,
    parameters: { [parameter]: { type: 'string', description: 'The pool.' } },
    response: {},
    authorization: {
      action,
      accessLevel: 'create',
      resources: ['acs:vpc:{RegionId}:{AccountId}:vpc/*'],
      conditionKeys: { 'vpc:Ipv4IpamPoolId': parameter },
      source: 'own',
    },
    errors: [],
  });
}

function controlPolicyOf(statements: readonly object[]): NamedPolicy {
  const parsed = parsePolicy(JSON.stringify({ Version: '1', Statement: statements }), 'control');
  if (!parsed.ok) expect.fail('not a policy');
  return { name: 'control', policy: parsed.policy };
}

const FULL_ACCESS = { Effect: 'Allow', Action: '*', Resource: '*' };
const POOL_KEY = 'vpc:Ipv4IpamPoolId';
const CREATE_VPC = operationOn('vpc:CreateVpc', 'Ipv4IpamPoolId');
const ASSOCIATE = operationOn('vpc:AssociateVpcCidrBlock', 'IpamPoolId');

/** Whether either operation is allowed: no pool, an empty one, `ipam-pool-1`, `ipam-pool-2`. */
async function outcomesUnder(...denials: readonly object[]): Promise<readonly boolean[]> {
  const file = join(makeTemporaryFolder(), 'cadastre.db');
  const store = new SqliteStore({ file, now: () => NOW });
  const deny = denials.map((denial) => ({ Effect: 'Deny', Resource: '*', ...denial }));
  const caller = callerWith({ Bool: { 'acs:SecureTransport': 'false' } });
  const bound = { ...caller, controlPolicies: [controlPolicyOf([FULL_ACCESS, ...deny])] };
  const outcomes: boolean[] = [];
  for (const [definition, parameter] of [
    [CREATE_VPC, 'Ipv4IpamPoolId'],
    [ASSOCIATE, 'IpamPoolId'],
  ] as const) {
    for (const pool of [undefined, '', 'ipam-pool-1', 'ipam-pool-2']) {
      const input = pool === undefined ? {} : { [parameter]: pool };
      const refused = await authorize(definition, input, requestOf({}), bound, store, NOW);
      const detail = refused?.accessDeniedDetail;
      if (detail !== undefined) expect(detail.PolicyType).toBe('ControlPolicy');
      outcomes.push(refused === undefined);
    }
  }
  await store.close();
  return outcomes;
}

const ANY_POOL = [false, false, true, true];
const ONE_POOL = [false, false, true, false];
const BOTH_ACTIONS = ['vpc:CreateVpc', 'vpc:AssociateVpcCidrBlock'];

test('the published control policy that wants any pool reads the parameter of either operation', async () => {
  const denial = { Action: BOTH_ACTIONS, Condition: { Null: { [POOL_KEY]: 'true' } } };
  expect(await outcomesUnder(denial)).toEqual([...ANY_POOL, ...ANY_POOL]);
});

test('the published control policy that wants one pool of CreateVpc leaves the other alone', async () => {
  const denials = [
    { StringNotEquals: { [POOL_KEY]: 'ipam-pool-1' } },
    { Null: { [POOL_KEY]: 'true' } },
  ].map((Condition) => ({ Action: 'vpc:CreateVpc', Condition }));
  expect(await outcomesUnder(...denials)).toEqual([...ONE_POOL, true, true, true, true]);
});

test('the published control policy that wants one pool of both denies no pool too', async () => {
  const Condition = { 'ForAllValues:StringNotLikeIfExists': { [POOL_KEY]: 'ipam-pool-1' } };
  const denial = { Action: BOTH_ACTIONS, Condition };
  expect(await outcomesUnder(denial)).toEqual([...ONE_POOL, ...ONE_POOL]);
});

test('a policy sees the time in whole seconds', async () => {
  const second = new Date(NOW - (NOW % 1000)).toISOString();
  expect(await isAllowed({ DateEquals: { 'acs:CurrentTime': second } }, {}, 749)).toBe(true);
  expect(await isAllowed({ DateEquals: { 'acs:CurrentTime': second } }, {}, 750)).toBe(false);
});
