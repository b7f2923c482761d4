import { createHmac, hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  canonicalQueryString,
  canonicalRequestV3,
  type ParameterPair,
  parseAuthorizationV3,
  parseTimestamp,
  percentEncode,
  stringToSignV1,
  stringToSignV3,
} from './canonical-request.ts';

interface Vectors {
  readonly v1: readonly {
    readonly name: string;
    readonly method: string;
    readonly accessKeySecret: string;
    readonly parameters: Readonly<Record<string, string>>;
    readonly stringToSign: string;
    readonly signature: string;
  }[];
  readonly v3: readonly {
    readonly name: string;
    readonly method: string;
    readonly accessKeySecret: string;
    readonly query: readonly ParameterPair[];
    readonly headers: Readonly<Record<string, string>>;
    readonly signedHeaders: readonly string[];
    readonly body: string;
    readonly canonicalRequest: string;
    readonly stringToSign: string;
    readonly signature: string;
  }[];
}

const vectorFile = new URL('../../../tests/vectors/signatures.json', import.meta.url);
const vectors = JSON.parse(readFileSync(vectorFile, 'utf8')) as Vectors;

describe('the 1.0 scheme', () => {
  test.each(vectors.v1)('signs the vector "$name"', (vector) => {
    const pairs = Object.entries(vector.parameters);
    const stringToSign = stringToSignV1(vector.method, pairs);
    expect(stringToSign).toBe(vector.stringToSign);
    const key = `${vector.accessKeySecret}&`;
    expect(createHmac('sha1', key).update(stringToSign).digest('base64')).toBe(vector.signature);
    expect(stringToSignV1(vector.method, [...pairs].reverse())).toBe(stringToSign);
  });

  test('does not sign the signature itself, but signs names that only begin like it', () => {
    const pairs: ParameterPair[] = [
      ['Signature', 'x'],
      ['SignatureNonce', 'n'],
    ];
    expect(stringToSignV1('GET', pairs)).toBe('GET&%2F&SignatureNonce%3Dn');
  });
});

describe('signature V3', () => {
  test.each(vectors.v3)('signs the vector "$name"', (vector) => {
    const canonicalRequest = canonicalRequestV3({
      method: vector.method,
      query: vector.query,
      signedHeaders: vector.signedHeaders,
      header: (name) => vector.headers[name],
      payloadHash: hash('sha256', vector.body),
    });
    expect(canonicalRequest).toBe(vector.canonicalRequest);
    const stringToSign = stringToSignV3(hash('sha256', canonicalRequest));
    expect(stringToSign).toBe(vector.stringToSign);
    expect(createHmac('sha256', vector.accessKeySecret).update(stringToSign).digest('hex')).toBe(
      vector.signature,
    );
  });

  test('trims header values and takes missing headers as empty', () => {
    const canonicalRequest = canonicalRequestV3({
      method: 'GET',
      query: [],
      signedHeaders: ['host', 'x-acs-missing'],
      header: (name) => (name === 'host' ? '  example.com ' : undefined),
      payloadHash: 'hash',
    });
    expect(canonicalRequest).toBe(
      'GET\n/\n\nhost:example.com\nx-acs-missing:\n\nhost;x-acs-missing\nhash',
    );
  });
});

describe('the canonical query string', () => {
  test('is empty for no pairs', () => {
    expect(canonicalQueryString([])).toBe('');
  });

  test('sorts names as plain strings, so that Tag.10.Key comes before Tag.2.Key', () => {
    const pairs: ParameterPair[] = [
      ['Tag.2.Key', 'b'],
      ['a', '1'],
      ['Tag.10.Key', 'a'],
      ['Z', '2'],
    ];
    expect(canonicalQueryString(pairs)).toBe('Tag.10.Key=a&Tag.2.Key=b&Z=2&a=1');
  });

  test('keeps the equals sign of an empty value', () => {
    expect(canonicalQueryString([['Name', '']])).toBe('Name=');
  });

  test('sorts repeated names by value', () => {
    const pairs: ParameterPair[] = [
      ['N', 'b'],
      ['N', ''],
      ['N', 'a'],
    ];
    expect(canonicalQueryString(pairs)).toBe('N=&N=a&N=b');
  });

  test('leaves the order of the pairs it was given alone', () => {
    const pairs: ParameterPair[] = [
      ['b', ''],
      ['a', ''],
    ];
    canonicalQueryString(pairs);
    expect(pairs.map(([name]) => name)).toEqual(['b', 'a']);
  });
});

/** The rule byte by byte: unreserved ASCII stays, everything else becomes upper-case `%XY`. */
function percentEncodeBytes(text: string): string {
  let encoded = '';
  for (const byte of new TextEncoder().encode(text)) {
    const character = String.fromCharCode(byte);
    encoded += /[A-Za-z0-9\-_.~]/.test(character)
      ? character
      : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }
  return encoded;
}

describe('percent-encoding', () => {
  test.each([
    ['', ''],
    ['azAZ09-_.~', 'azAZ09-_.~'],
    [' ', '%20'],
    ['+', '%2B'],
    ['*', '%2A'],
    ["!'()", '%21%27%28%29'],
    ['a/b=c&d%', 'a%2Fb%3Dc%26d%25'],
    ['网', '%E7%BD%91'],
    ['😀', '%F0%9F%98%80'],
    ['\u0000\n', '%00%0A'],
    ['\ud83d', '%EF%BF%BD'],
  ])('of %j is %s', (text, encoded) => {
    expect(percentEncode(text)).toBe(encoded);
  });

  test('agrees with encoding byte by byte, even of text that is not well-formed', () => {
    const anyText = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }));
    const anyUnits = fc
      .array(fc.integer({ min: 0, max: 0xffff }))
      .map((units) => String.fromCharCode(...units));
    fc.assert(
      fc.property(fc.oneof(anyText, anyUnits), (text) => {
        expect(percentEncode(text)).toBe(percentEncodeBytes(text));
      }),
    );
  });
});

describe('a V3 Authorization header', () => {
  const signature = '0123456789abcdef'.repeat(4);
  const expected = { accessKeyId: 'testid', signedHeaders: ['host', 'x-acs-date'], signature };

  test.each([
    `ACS3-HMAC-SHA256 Credential=testid,SignedHeaders=host;x-acs-date,Signature=${signature}`,
    `ACS3-HMAC-SHA256 Credential=testid, SignedHeaders=host;x-acs-date, Signature=${signature}`,
    `ACS3-HMAC-SHA256  Credential=testid,SignedHeaders=host;x-acs-date,Signature=${signature}`,
  ])('of the published form is read: %s', (header) => {
    expect(parseAuthorizationV3(header)).toEqual(expected);
  });

  test.each([
    '',
    'ACS3-HMAC-SHA256',
    `acs3-hmac-sha256 Credential=testid,SignedHeaders=host,Signature=${signature}`,
    `ACS3-HMAC-SM3 Credential=testid,SignedHeaders=host,Signature=${signature}`,
    `ACS3-HMAC-SHA256Credential=testid,SignedHeaders=host,Signature=${signature}`,
    `ACS3-HMAC-SHA256 SignedHeaders=host,Credential=testid,Signature=${signature}`,
    `ACS3-HMAC-SHA256 Credential=,SignedHeaders=host,Signature=${signature}`,
    `ACS3-HMAC-SHA256 Credential=testid,SignedHeaders=,Signature=${signature}`,
    `ACS3-HMAC-SHA256 Credential=testid,SignedHeaders=Host,Signature=${signature}`,
    `ACS3-HMAC-SHA256 Credential=test id,SignedHeaders=host,Signature=${signature}`,
    `ACS3-HMAC-SHA256 Credential=testid,SignedHeaders=host,Signature=${signature.toUpperCase()}`,
    `ACS3-HMAC-SHA256 Credential=testid,SignedHeaders=host,Signature=${signature}0`,
    `ACS3-HMAC-SHA256 Credential=testid,SignedHeaders=host,Signature=${signature.slice(1)}`,
    `ACS3-HMAC-SHA256 Credential=testid,SignedHeaders=host,Signature=${signature} `,
    `ACS3-HMAC-SHA256 Credential=testid,SignedHeaders=host,Signature=${signature}\n`,
    `ACS3-HMAC-SHA256 Credential=${'a'.repeat(129)},SignedHeaders=host,Signature=${signature}`,
  ])('of another form is refused: %j', (header) => {
    expect(parseAuthorizationV3(header)).toBeUndefined();
  });
});

describe('a timestamp', () => {
  test.each([
    ['1970-01-01T00:00:00Z', 0],
    ['2024-02-29T23:59:59Z', Date.UTC(2024, 1, 29, 23, 59, 59)],
    ['2000-02-29T00:00:00Z', Date.UTC(2000, 1, 29)],
    ['2026-12-31T12:34:56Z', Date.UTC(2026, 11, 31, 12, 34, 56)],
  ])('%s is read', (text, milliseconds) => {
    expect(parseTimestamp(text)).toBe(milliseconds);
  });

  test.each([
    '',
    '2026-01-01T00:00:00',
    '2026-01-01T00:00:00z',
    '2026-01-01 00:00:00Z',
    '2026-01-01T00:00:00.000Z',
    '2026-01-01T00:00:00+00:00',
    '2026-1-1T0:0:0Z',
    '2026-01-01T00:00Z',
    '2026-01-01',
    '2026-02-29T00:00:00Z',
    '1900-02-29T00:00:00Z',
    '2026-04-31T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-00-01T00:00:00Z',
    '2026-01-00T00:00:00Z',
    '2026-01-01T24:00:00Z',
    '2026-01-01T00:60:00Z',
    '2026-01-01T00:00:60Z',
    '+002026-01-01T00:00:00Z',
    '2026-01-01T00:00:00Z\n',
    '٢٠٢٦-01-01T00:00:00Z',
  ])('%j is refused', (text) => {
    expect(parseTimestamp(text)).toBeUndefined();
  });
});
