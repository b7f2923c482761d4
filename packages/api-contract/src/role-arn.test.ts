import { expect, test } from 'vitest';
import { formatRoleArn, parseRoleArn } from './role-arn.ts';

test('the ARN of a role reads back as it was written', () => {
  const role = { accountId: '1234567890123456', roleName: 'Address_Admin-2.x' };
  expect(formatRoleArn(role)).toBe('acs:ram::1234567890123456:role/Address_Admin-2.x');
  expect(parseRoleArn(formatRoleArn(role))).toEqual(role);
});

test.each([
  '',
  'acs:ram::1234567890123456:role/',
  'acs:ram::1234567890123456:role/*',
  'acs:ram::1234567890123456:role/a/session',
  `acs:ram::1234567890123456:role/${'a'.repeat(65)}`,
  'acs:ram::1234567890123456:role/a\n',
  'acs:ram::1234567890123456:user/a',
  'acs:ram::123456789012345:role/a',
  'acs:ram::*:role/a',
  'acs:ram:cn-hangzhou:1234567890123456:role/a',
  'ACS:ram::1234567890123456:role/a',
])('%j names no role', (text) => {
  expect(parseRoleArn(text)).toBeUndefined();
});
