import { createHash } from 'node:crypto';
import { describeRefusal } from '@cadastre/api-contract';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ApiRequest, type RawRequest, readRequest } from './read-request.ts';

const FORM = 'application/x-www-form-urlencoded';
const JSON_TYPE = 'application/json';

function raw(given: Partial<RawRequest> & { readonly text?: string } = {}): RawRequest {
  const { text = '', ...rest } = given;
  return {
    method: 'POST',
    url: '/',
    headers: {},
    body: Buffer.from(text),
    isSecure: false,
    sourceIp: '127.0.0.1',
    ...rest,
  };
}

function read(given: Parameters<typeof raw>[0]): ApiRequest {
  const request = readRequest(raw(given));
  if (request.kind === 'refusal') expect.fail(describeRefusal(request).message);
  return request;
}

function refusalOf(given: Parameters<typeof raw>[0]) {
  const request = readRequest(raw(given));
  return request.kind === 'refusal' ? describeRefusal(request) : undefined;
}

const form = (text: string, url = '/') => ({ url, text, headers: { 'content-type': FORM } });
const json = (text: string, url = '/') => ({ url, text, headers: { 'content-type': JSON_TYPE } });
const pairsOf = (request: ApiRequest) => [...request.parameters];

describe('parameters', () => {
  test('come from the query string, a form and JSON alike', () => {
    const wanted = [
      ['A', '1'],
      ['Tag.1.Key', 'k'],
    ];
    expect(pairsOf(read({ url: '/?A=1&Tag.1.Key=k' }))).toEqual(wanted);
    expect(pairsOf(read(form('A=1&Tag.1.Key=k')))).toEqual(wanted);
    expect(pairsOf(read(json('{"A":1,"Tag":[{"Key":"k"}]}')))).toEqual(wanted);
  });

  test('of query string and body are together; of equal names the last one counts', () => {
    const request = read(form('B=body&C=3', '/?A=1&B=query&A=2'));
    expect(Object.fromEntries(request.parameters)).toEqual({ A: '2', B: 'body', C: '3' });
    expect(request.query).toEqual([
      ['A', '1'],
      ['B', 'query'],
      ['A', '2'],
    ]);
  });

  test.each([
    ['', []],
    ['?', []],
    ['?&&', []],
    ['?A', [['A', '']]],
    ['?A=', [['A', '']]],
    ['?=1', [['', '1']]],
    ['?A=1=2', [['A', '1=2']]],
    [
      '?A&B=1',
      [
        ['A', ''],
        ['B', '1'],
      ],
    ],
    ['?A=%2B+%20', [['A', '+  ']]],
    ['?%41=%e4%B8%ad', [['A', '中']]],
    ['?A=1?B=2', [['A', '1?B=2']]],
  ])('the query string %j', (text, pairs) => {
    expect(read({ url: `/${text}` }).query).toEqual(pairs);
  });

  test('of JSON are flattened as the SDKs flatten them', () => {
    const text = JSON.stringify({
      Text: 'a',
      Number: 1.5,
      Flag: true,
      Nothing: null,
      List: ['a', null, 'c'],
      Empty: [],
      Nested: { Deep: { Deeper: [1] } },
    });
    expect(Object.fromEntries(read(json(text)).parameters)).toEqual({
      Text: 'a',
      Number: '1.5',
      Flag: 'true',
      'List.1': 'a',
      'List.3': 'c',
      'Nested.Deep.Deeper.1': '1',
    });
  });

  test('survive encoding, whatever they hold', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 20 });
    fc.assert(
      fc.property(fc.dictionary(text, text), (parameters) => {
        const encoded = new URLSearchParams(parameters).toString();
        expect(Object.fromEntries(read({ url: `/?${encoded}` }).parameters)).toEqual({
          ...parameters,
        });
      }),
    );
  });

  test('are not looked for in a body of another type, but the body is hashed', () => {
    const request = read({ text: 'A=1', headers: { 'content-type': 'text/plain' } });
    expect(pairsOf(request)).toEqual([]);
    expect(request.bodyHash()).toBe(createHash('sha256').update('A=1').digest('hex'));
    expect(pairsOf(read({ text: 'A=1' }))).toEqual([]);
  });

  test('the type of a body may have parameters and any case', () => {
    const headers = { 'content-type': 'Application/X-WWW-Form-UrlEncoded; charset=UTF-8' };
    expect(pairsOf(read({ text: 'A=1', headers }))).toEqual([['A', '1']]);
  });
});

describe('what else a request tells', () => {
  test('headers by name, several of one name joined', () => {
    const request = read({ headers: { host: 'h:1', 'x-a': ['1', '2'] } });
    expect(request.host).toBe('h:1');
    expect(request.header('x-a')).toBe('1,2');
    expect(request.header('x-b')).toBeUndefined();
  });

  test('the hash of the raw body', () => {
    const empty = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
    expect(read({}).bodyHash()).toBe(empty);
    const abc = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
    expect(read({ text: 'abc' }).bodyHash()).toBe(abc);
  });
});

describe('what is refused', () => {
  test.each(['/other', '//', '/api?Action=x', 'http://host/', '*', ''])('the path %j', (url) => {
    expect(refusalOf({ url })?.code).toBe('InvalidApi.NotFound');
  });

  test.each(['%', '%4', '%zz', '%ff', '%c3%28', '%ed%a0%80'])('the encoding %j', (text) => {
    for (const given of [{ url: `/?A=${text}` }, { url: `/?${text}=1` }, form(`A=${text}`)]) {
      expect(refusalOf(given)).toMatchObject({ code: 'InvalidParameter', status: 400 });
    }
  });

  test('a body that is not UTF-8', () => {
    for (const type of [FORM, JSON_TYPE]) {
      const body = Buffer.from([0x41, 0x3d, 0xff]);
      expect(refusalOf({ body, headers: { 'content-type': type } })?.code).toBe('InvalidParameter');
    }
  });

  test.each(['{', '[]', '1', 'null', '"text"', '{"A":1}x'])('the JSON body %j', (text) => {
    expect(refusalOf(json(text))?.code).toBe('InvalidParameter');
  });

  test('names that are too long or too deep', () => {
    const long = 'n'.repeat(257);
    const deep = 'a.1.b.1.c.1.d.1.e.1';
    for (const name of [long, deep]) {
      expect(refusalOf({ url: `/?${name}=1` })?.code).toBe('InvalidParameter');
      expect(refusalOf(form(`${name}=1`))?.code).toBe('InvalidParameter');
      expect(refusalOf(json(JSON.stringify({ [name]: 1 })))?.code).toBe('InvalidParameter');
    }
    expect(refusalOf({ url: `/?${'n'.repeat(256)}=1&a.1.b.1.c.1.d.1.e=1` })).toBeUndefined();
  });

  test('more than two thousand parameters, query string and body together', () => {
    const pairs = (count: number, prefix: string) =>
      Array.from({ length: count }, (_, index) => `${prefix}${index}=1`).join('&');
    const object = (count: number) =>
      JSON.stringify(Object.fromEntries(Array.from({ length: count }, (_, n) => [`j${n}`, 1])));
    expect(refusalOf({ url: `/?${pairs(2_000, 'q')}` })).toBeUndefined();
    expect(refusalOf({ url: `/?${pairs(2_001, 'q')}` })?.code).toBe('InvalidParameter');
    expect(refusalOf(form(pairs(2_001, 'b')))?.code).toBe('InvalidParameter');
    expect(refusalOf(json(object(2_000)))).toBeUndefined();
    expect(refusalOf(json(object(2_001)))?.code).toBe('InvalidParameter');
    expect(refusalOf(form(pairs(1_000, 'b'), `/?${pairs(1_000, 'q')}`))).toBeUndefined();
    expect(refusalOf(form(pairs(1_001, 'b'), `/?${pairs(1_000, 'q')}`))?.code).toBe(
      'InvalidParameter',
    );
    expect(refusalOf(json(object(1_001), `/?${pairs(1_000, 'q')}`))?.code).toBe('InvalidParameter');
  });

  test.each([
    ['deep arrays', '['.repeat(500_000), JSON_TYPE],
    ['deep objects', '{"a":'.repeat(100_000), JSON_TYPE],
    ['deep and well-formed', `{"a":${'['.repeat(200_000)}${']'.repeat(200_000)}}`, JSON_TYPE],
    ['nothing but separators', '&'.repeat(1_000_000), FORM],
    ['names without a value', 'a&'.repeat(500_000), FORM],
    [
      'one name after another, then a long rest',
      `${'a&'.repeat(1_990)}${'b'.repeat(1_000_000)}`,
      FORM,
    ],
    ['one long name', 'a'.repeat(1_000_000), FORM],
    ['one deep name', `a${'.1'.repeat(500_000)}=1`, FORM],
    ['escapes', '%41'.repeat(300_000), FORM],
  ])('a megabyte of %s costs little', (_, text, type) => {
    const startedAt = performance.now();
    readRequest(raw({ text, headers: { 'content-type': type } }));
    expect(performance.now() - startedAt).toBeLessThan(2_000);
  });

  test('nothing throws, whatever the bytes', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.uint8Array(),
        fc.constantFrom(FORM, JSON_TYPE, ''),
        (query, body, type) => {
          const headers = { 'content-type': type };
          expect(() => readRequest(raw({ url: `/?${query}`, body, headers }))).not.toThrow();
        },
      ),
    );
  });
});
