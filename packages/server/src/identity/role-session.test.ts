import { randomBytes } from 'node:crypto';
import { SESSION_POLICY_LENGTH_MAX } from '@cadastre/access-policy';
import { REQUEST_HEADER_BYTES_MAX } from '@cadastre/api-contract';
import { expect, test } from 'vitest';
import { openSession, type RoleSession, sealSession } from './role-session.ts';
import { ENCRYPTION_KEY_BYTES, SecretBox } from './secret-box.ts';

const box = new SecretBox(randomBytes(ENCRYPTION_KEY_BYTES));
const SESSION: RoleSession = {
  accessKeyId: 'STS.a',
  accessKeySecret: 'a-secret',
  accountId: '1000000000000001',
  roleId: 'role-1',
  sessionName: 'alice',
  policy: '{"Version":"1"}',
  sourceIdentity: 'alice@example.com',
  expiresAt: 1_787_214_615_000,
};

test('a session is read back from its token, with and without what may be left out', () => {
  expect(openSession(box, sealSession(box, SESSION))).toEqual(SESSION);
  const bare = { ...SESSION, policy: undefined, sourceIdentity: undefined };
  expect(openSession(box, sealSession(box, bare))).toEqual(bare);
});

test('a token tells nothing to those without the key', () => {
  const token = sealSession(box, SESSION);
  expect(Buffer.from(token, 'base64url').includes('a-secret')).toBe(false);
  expect(openSession(new SecretBox(randomBytes(ENCRYPTION_KEY_BYTES)), token)).toBeUndefined();
});

test('what was sealed for something else is no session', () => {
  expect(openSession(box, box.sealToken(JSON.stringify(SESSION), 'page'))).toBeUndefined();
  for (const text of ['', 'token', 'CAISaaaa']) expect(openSession(box, text)).toBeUndefined();
});

test('the token of the longest session leaves most of a request line free', () => {
  const policy = '网'.repeat(SESSION_POLICY_LENGTH_MAX);
  const token = sealSession(box, { ...SESSION, policy, sessionName: 'a'.repeat(32) });
  expect(token.length).toBeLessThan(REQUEST_HEADER_BYTES_MAX / 16);
});
