import { join } from 'node:path';
import { parsePolicy } from '@cadastre/access-policy';
import { OPERATIONS } from '@cadastre/api-contract';
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

test('a policy sees the time in whole seconds', async () => {
  const second = new Date(NOW - (NOW % 1000)).toISOString();
  expect(await isAllowed({ DateEquals: { 'acs:CurrentTime': second } }, {}, 749)).toBe(true);
  expect(await isAllowed({ DateEquals: { 'acs:CurrentTime': second } }, {}, 750)).toBe(false);
});
