import { describe, expect, test } from 'vitest';
import { describeRefusal } from './error-catalogue.ts';
import type { ValueFormat } from './operation.ts';
import { checkFormat, readTags } from './value-formats.ts';

const EMOJI = '😀';

function isAccepted(format: ValueFormat, value: string): boolean {
  return checkFormat(format, 'Value', value) === undefined;
}

describe('a name', () => {
  test.each([
    ['one character', 'a', true],
    ['128 characters', 'a'.repeat(128), true],
    ['129 characters', 'a'.repeat(129), false],
    ['128 Chinese characters', '网'.repeat(128), true],
    ['129 Chinese characters', '网'.repeat(129), false],
    ['128 emoji, which are 256 UTF-16 units', EMOJI.repeat(128), true],
    ['129 emoji', EMOJI.repeat(129), false],
    ['127 letters and an emoji', `${'a'.repeat(127)}${EMOJI}`, true],
    ['a digit first', '1a', true],
    ['http:// first', 'http://a', false],
    ['https:// first, in capitals', 'HTTPS://a', false],
    ['http:// inside', 'a http://b', true],
    ['http without a scheme separator', 'httpd', true],
    ['a line break', 'a\nb', false],
    ['a null character', 'a\u0000', false],
    ['half of a surrogate pair', 'a\ud83d', false],
  ])('of %s is judged', (_, value, accepted) => {
    expect(isAccepted('name', value)).toBe(accepted);
  });
});

describe('a description', () => {
  test.each([
    ['256 characters', 'a'.repeat(256), true],
    ['257 characters', 'a'.repeat(257), false],
    ['256 Chinese characters', '网'.repeat(256), true],
    ['a letter and 255 emoji', `a${EMOJI.repeat(255)}`, true],
    ['a letter and 256 emoji', `a${EMOJI.repeat(256)}`, false],
    ['a Chinese character of a higher plane first', '𠮷a', true],
    ['a digit first', '1a', false],
    ['a space first', ' a', false],
    ['an emoji first', `${EMOJI}a`, false],
    ['http:// first', 'http://a', false],
  ])('of %s is judged', (_, value, accepted) => {
    expect(isAccepted('description', value)).toBe(accepted);
  });

  test('that must start with a letter does not start with a Chinese character', () => {
    expect(isAccepted('letter-description', 'a网')).toBe(true);
    expect(isAccepted('letter-description', '网a')).toBe(false);
  });
});

test('a client token is at most 64 printable ASCII characters', () => {
  expect(isAccepted('client-token', 'a'.repeat(64))).toBe(true);
  expect(isAccepted('client-token', ' ~')).toBe(true);
  expect(isAccepted('client-token', 'a'.repeat(65))).toBe(false);
  expect(isAccepted('client-token', 'ä')).toBe(false);
  expect(isAccepted('client-token', 'a\n')).toBe(false);
});

test('a resource group id starts with rg-', () => {
  expect(isAccepted('resource-group-id', 'rg-acfmxazb4ph6aiy')).toBe(true);
  for (const value of ['rg-', 'acfm', 'rg-a b', 'RG-a', `rg-${'a'.repeat(62)}`, 'rg-a\n']) {
    expect(isAccepted('resource-group-id', value), value).toBe(false);
  }
});

test('an account id has 16 digits and is exact as a JSON number', () => {
  for (const value of ['1000000000000000', '1210123456789012', '9007199254740991']) {
    expect(isAccepted('account-id', value), value).toBe(true);
  }
  for (const value of ['0123456789012345', '9007199254740992', '121012345678901', '1e15', '']) {
    expect(isAccepted('account-id', value), value).toBe(false);
  }
});

test.each([
  ['role-session-name', ['ab', 'alice@example.com', 'a-b_c.d', 'a'.repeat(32)]],
  ['external-id', ['ab', 'acs:x/y=1,2.@-_', 'a'.repeat(1_224)]],
  ['source-identity', ['ab', 'x=1,2.@-_', 'a'.repeat(64)]],
] as const)('a %s is of the characters and length that are told', (format, accepted) => {
  for (const value of accepted) expect(isAccepted(format, value), value).toBe(true);
  const longest = accepted.at(-1) ?? '';
  for (const value of ['a', `${longest}a`, 'a b', 'ab\n', 'äb', 'a*']) {
    expect(isAccepted(format, value), value).toBe(false);
  }
});

test('a role ARN that is none is wrongly formed', () => {
  expect(isAccepted('role-arn', 'acs:ram::1234567890123456:role/a')).toBe(true);
  const refusal = checkFormat('role-arn', 'RoleArn', 'acs:ram::1:role/a');
  expect(refusal && describeRefusal(refusal)).toEqual({
    code: 'InvalidParameter.RoleArn',
    message: 'The parameter RoleArn is wrongly formed.',
    status: 400,
  });
});

test('a refusal names the parameter and says what it must be', () => {
  const refusal = checkFormat('name', 'IpamName', 'http://a');
  expect(refusal && describeRefusal(refusal)).toEqual({
    code: 'IllegalParam.IpamName',
    message:
      'The specified IpamName is illegal. It must be 1 to 128 characters long and cannot start with http:// or https://.',
    status: 400,
  });
});

describe('tags', () => {
  function readTag(key: string | undefined, value?: string) {
    return readTags([{ Key: key, Value: value }]);
  }

  function codeOf(result: ReturnType<typeof readTags>): string | undefined {
    return 'kind' in result ? describeRefusal(result).code : undefined;
  }

  test('are read in their order, a value left out being empty', () => {
    const items = [
      { Key: 'b', Value: '2' },
      { Key: '网络.a_b-1', Value: undefined },
      { Key: 'a', Value: '' },
    ];
    expect(readTags(items)).toEqual([
      { key: 'b', value: '2' },
      { key: '网络.a_b-1', value: '' },
      { key: 'a', value: '' },
    ]);
    expect(readTags([])).toEqual([]);
  });

  test.each([
    ['letters up to 64 characters', 'k'.repeat(64)],
    ['Chinese characters up to 64', '网'.repeat(64)],
    ['64 characters of a higher plane', '𠮷'.repeat(64)],
    ['a name of Object.prototype', 'constructor'],
    ['acs without a colon', 'acs'],
    ['aliyun not at its beginning', 'my-aliyun'],
  ])('may have a key of %s', (_, key) => {
    expect(readTag(key)).toEqual([{ key, value: '' }]);
  });

  test.each([
    ['that is left out', undefined],
    ['that is empty', ''],
    ['of 65 characters', 'k'.repeat(65)],
    ['of 65 Chinese characters', '网'.repeat(65)],
    ['with a digit first', '1a'],
    ['with an underscore first', '__proto__'],
    ['with a space', 'a b'],
    ['with aliyun first', 'aliyun-a'],
    ['with aliyun first in capitals', 'ALIYUNa'],
    ['with acs: first', 'acs:a'],
    ['with http://', 'ahttp://b'],
    ['with an emoji', `a${EMOJI}`],
    ['with a line break', 'a\n'],
  ])('may not have a key %s', (_, key) => {
    expect(codeOf(readTag(key))).toBe('IllegalParam.TagKey');
  });

  test.each([
    ['128 characters', 'v'.repeat(128), true],
    ['129 characters', 'v'.repeat(129), false],
    ['128 emoji', EMOJI.repeat(128), true],
    ['129 emoji', EMOJI.repeat(129), false],
    ['http:// inside', 'a http://b', false],
    ['HTTPS:// inside', 'a HTTPS://b', false],
    ['acs: first', 'acs:a', true],
    ['a control character', 'a\u0007', false],
    ['half of a surrogate pair', '\udc00', false],
  ])('may have a value of %s or not', (_, value, accepted) => {
    expect(codeOf(readTag('k', value))).toBe(accepted ? undefined : 'IllegalParam.TagValue');
  });

  test('have no key twice, while case makes a difference', () => {
    const twice = [
      { Key: 'a', Value: '1' },
      { Key: 'a', Value: '2' },
    ];
    expect(codeOf(readTags(twice))).toBe('DuplicatedParam.TagKey');
    expect(readTags([...twice.slice(1), { Key: 'A', Value: '3' }])).toHaveLength(2);
  });
});
