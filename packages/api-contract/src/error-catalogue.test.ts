import { describe, expect, test } from 'vitest';
import {
  describeRefusal,
  ERROR_CATALOGUE,
  type ErrorEntry,
  type ErrorKey,
  errorCodeTemplate,
  refuse,
} from './error-catalogue.ts';

const keys = Object.keys(ERROR_CATALOGUE) as ErrorKey[];

function placeholders(text: string): string[] {
  return [...text.matchAll(/\{([A-Za-z]+)\}/g)].map(([, name = '']) => name);
}

/** The entry with every placeholder of its code and message filled. */
function describeFilled(key: ErrorKey) {
  const names = placeholders(`${key} ${ERROR_CATALOGUE[key].message}`);
  return describeRefusal(refuse(key, Object.fromEntries(names.map((name) => [name, 'Filled1']))));
}

describe('describing a refusal', () => {
  test('fills the placeholders of code and message', () => {
    expect(
      describeRefusal(refuse('Missing{ParameterName}', { ParameterName: 'RegionId' })),
    ).toEqual({
      code: 'MissingRegionId',
      message: 'RegionId is mandatory for this action.',
      status: 400,
    });
  });

  test('puts a space before a detail, and nothing where there is none', () => {
    const args = { ParameterName: 'MaxResults' };
    const message = 'Specified parameter MaxResults is not valid.';
    expect(describeRefusal(refuse('Invalid{ParameterName}', args)).message).toBe(message);
    const detailed = refuse('Invalid{ParameterName}', {
      ...args,
      Detail: 'It must be an integer.',
    });
    expect(describeRefusal(detailed).message).toBe(`${message} It must be an integer.`);
  });

  test('takes values as they are, whatever they contain', () => {
    const StringToSign = 'GET&{Detail}$&$1';
    const { code, message } = describeRefusal(
      refuse('SignatureDoesNotMatch#1.0', { StringToSign, Detail: 'no' }),
    );
    expect(code).toBe('SignatureDoesNotMatch');
    expect(message).toBe(
      `Specified signature is not matched with our calculation. server string to sign is:${StringToSign}`,
    );
  });
});

describe.each(keys)('the entry %s', (key) => {
  const entry: ErrorEntry = ERROR_CATALOGUE[key];

  test('has no brace left when all arguments are given', () => {
    const { code, message } = describeFilled(key);
    expect(`${code} ${message}`).not.toMatch(/[{}#]/);
  });

  test('has a code of letters, digits, dots and underscores', () => {
    expect(describeFilled(key).code).toMatch(/^[A-Za-z0-9_]+(\.[A-Za-z0-9_]+)*$/);
  });

  test('has a 4xx status, unless the server itself failed', () => {
    const expected = { InternalError: 500, ServiceUnavailable: 503 }[key as string];
    if (expected !== undefined) expect(entry.status).toBe(expected);
    else expect(entry.status >= 400 && entry.status < 500).toBe(true);
  });

  test('has a message without the code of another error, since clients search the body for codes', () => {
    const { message } = describeFilled(key);
    for (const other of keys) {
      if (errorCodeTemplate(other) === errorCodeTemplate(key)) continue;
      expect(message).not.toContain(describeFilled(other).code);
    }
  });
});
