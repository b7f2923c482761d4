import type { Cidr } from '@cadastre/address-space';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseTrustedProxy } from '../trusted-proxies.ts';
import { type Origin, readOrigin } from './read-origin.ts';

function trust(...texts: readonly string[]): readonly Cidr[] {
  return texts.map((text) => {
    const parsed = parseTrustedProxy(text);
    if (parsed === undefined) expect.fail(`${text} is no proxy`);
    return parsed;
  });
}

const PROXIES = trust('10.0.0.0/8', '2001:db8:1::/48', '192.0.2.7');
const PLAIN: Origin = { sourceIp: '10.0.0.1', isSecure: false };

function originOf(
  headers: Readonly<Record<string, string>>,
  peer: Partial<Origin> = {},
  proxies = PROXIES,
): Origin {
  return readOrigin({ ...PLAIN, ...peer }, (name) => headers[name], proxies);
}

const sourceOf = (forwardedFor: string, peer?: string, proxies?: readonly Cidr[]) =>
  originOf(
    { 'x-forwarded-for': forwardedFor },
    peer === undefined ? {} : { sourceIp: peer },
    proxies,
  ).sourceIp;

describe('the source address', () => {
  test.each([
    ['203.0.113.9', '203.0.113.9'],
    ['203.0.113.9, 10.2.3.4', '203.0.113.9'],
    ['203.0.113.9,192.0.2.7,10.2.3.4', '203.0.113.9'],
    ['  203.0.113.9  ,  10.2.3.4  ', '203.0.113.9'],
    ['2001:db8::9, 2001:db8:1::1', '2001:db8::9'],
    ['::ffff:203.0.113.9, ::ffff:10.2.3.4', '::ffff:203.0.113.9'],
    ['10.5.5.5, 10.2.3.4', '10.5.5.5'],
  ])('of %j behind a trusted proxy is %s', (header, source) => {
    expect(sourceOf(header)).toBe(source);
  });

  test('is not what a client writes to the left of what a proxy writes', () => {
    expect(sourceOf('10.9.9.9, 203.0.113.9')).toBe('203.0.113.9');
    expect(sourceOf('127.0.0.1, 203.0.113.9, 10.2.3.4')).toBe('203.0.113.9');
    expect(sourceOf('rubbish, 203.0.113.9')).toBe('203.0.113.9');
  });

  test('is that of the peer where the peer is no trusted proxy', () => {
    for (const peer of ['203.0.113.1', '::ffff:203.0.113.1', '192.0.2.8', '2001:db8:2::1', '']) {
      expect(sourceOf('10.9.9.9', peer)).toBe(peer);
    }
    expect(sourceOf('203.0.113.9', '10.0.0.1', [])).toBe('10.0.0.1');
  });

  test('is read for peers that a dual-stack listener spells as IPv6', () => {
    expect(sourceOf('203.0.113.9', '::ffff:10.0.0.1')).toBe('203.0.113.9');
    expect(sourceOf('203.0.113.9', '::ffff:a00:1')).toBe('203.0.113.9');
    expect(sourceOf('203.0.113.9', '2001:db8:1::1')).toBe('203.0.113.9');
    expect(sourceOf('203.0.113.9', '10.0.0.1', trust('::ffff:10.0.0.1'))).toBe('203.0.113.9');
  });

  test.each(['', ' ', ',', 'unknown', '203.0.113.9, unknown', '203.0.113.9:443', '[::1]', '1.2.3'])(
    'of %j is that of the peer',
    (header) => {
      expect(sourceOf(header)).toBe('10.0.0.1');
    },
  );

  test('never is an address to the left of one that no proxy vouches for', () => {
    const untrusted = fc.constantFrom('203.0.113.9', '198.51.100.1', '2001:db8::9', 'rubbish', '');
    const trusted = fc.constantFrom('10.1.1.1', '192.0.2.7', '2001:db8:1::5', '::ffff:10.1.1.1');
    fc.assert(
      fc.property(
        fc.array(fc.oneof(untrusted, trusted)),
        fc.constantFrom('203.0.113.77', '2001:db8::77'),
        fc.array(trusted),
        (written, client, proxies) => {
          expect(sourceOf([...written, client, ...proxies].join(', '))).toBe(client);
        },
      ),
    );
  });
});

describe('whether a call was secure', () => {
  const isSecure = (proto: string, peer: Partial<Origin> = {}) =>
    originOf({ 'x-forwarded-proto': proto }, peer).isSecure;

  test.each([
    ['https', true],
    ['HTTPS', true],
    ['http', false],
    ['https, https', true],
    ['https, http', false],
    ['http,https', false],
  ])('a trusted proxy says by %j: %s', (header, secure) => {
    expect(isSecure(header, { isSecure: !secure })).toBe(secure);
  });

  test.each(['', 'wss', 'https,', 'on'])('%j says nothing', (header) => {
    for (const own of [true, false]) expect(isSecure(header, { isSecure: own })).toBe(own);
  });

  test('nobody else has a say in it', () => {
    expect(isSecure('https', { sourceIp: '203.0.113.1' })).toBe(false);
    expect(isSecure('http', { sourceIp: '203.0.113.1', isSecure: true })).toBe(true);
    const headers = { 'x-forwarded-proto': 'https', 'x-forwarded-for': '10.0.0.9' };
    expect(originOf(headers, {}, [])).toEqual(PLAIN);
  });
});

test.each(['', 'localhost', '10.0.0.1/8', '10.0.0.0/33', '10.0.0.0/', '::1%lo', '1.2.3', '*'])(
  '%j is no trusted proxy',
  (text) => {
    expect(parseTrustedProxy(text)).toBeUndefined();
  },
);
