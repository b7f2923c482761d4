import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SecretBox } from '../identity/secret-box.ts';
import { PageTokens } from './page-token.ts';

const tokens = new PageTokens(new SecretBox(Buffer.alloc(32, 1)));
const LIST = {
  accountId: '1000000000000001',
  operation: 'ListIpamPools',
  input: { RegionId: 'cn-hangzhou', Tags: [{ Key: 'a', Value: undefined }] },
};

test('a token opens for the list it was made for, with another page size or token too', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (after) => {
      expect(tokens.open(tokens.seal(after, LIST), LIST)).toBe(after);
    }),
  );
  const token = tokens.seal('pool-1', { ...LIST, input: { ...LIST.input, MaxResults: 5 } });
  const input = { ...LIST.input, MaxResults: 100, NextToken: token };
  expect(tokens.open(token, { ...LIST, input })).toBe('pool-1');
});

test('a token can be sent as it is and does not show the key', () => {
  const token = tokens.seal('ipam-pool-000000', LIST);
  expect(token).toMatch(/^[A-Za-z0-9_-]+$/);
  expect(Buffer.from(token, 'base64url').includes('ipam-pool')).toBe(false);
});

test('a token does not open for another account, operation or filter', () => {
  const token = tokens.seal('pool-1', LIST);
  const others = [
    { ...LIST, accountId: '1000000000000002' },
    { ...LIST, operation: 'ListIpams' },
    { ...LIST, input: { ...LIST.input, RegionId: 'cn-beijing' } },
    { ...LIST, input: { RegionId: 'cn-hangzhou' } },
    { ...LIST, input: { ...LIST.input, IpVersion: 'IPv4' } },
    { ...LIST, input: { ...LIST.input, Tags: [{ Key: 'b', Value: undefined }] } },
  ];
  for (const other of others) expect(tokens.open(token, other)).toBeUndefined();
});

test('a changed byte, another key or any text at all does not open', () => {
  const bytes = Buffer.from(tokens.seal('pool-1', LIST), 'base64url');
  for (let index = 0; index < bytes.length; index += 1) {
    const changed = Buffer.from(bytes);
    changed[index] = (changed[index] ?? 0) ^ 0x80;
    expect(tokens.open(changed.toString('base64url'), LIST)).toBeUndefined();
  }
  const others = new PageTokens(new SecretBox(Buffer.alloc(32, 2)));
  expect(others.open(bytes.toString('base64url'), LIST)).toBeUndefined();
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(tokens.open(text, LIST)).toBeUndefined();
    }),
  );
});
