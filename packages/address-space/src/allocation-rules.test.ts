import { describe, expect, test } from 'vitest';
import {
  effectiveMaskBounds,
  isMaskAllowed,
  resolveRequestedMask,
  validateMaskRules,
} from './allocation-rules.ts';
import { cidrOf } from './cidr.test-support.ts';

describe('validateMaskRules', () => {
  test.each([
    { ipVersion: 'IPv4' },
    { ipVersion: 'IPv4', min: 0, max: 32, default: 28 },
    { ipVersion: 'IPv4', min: 24, max: 24, default: 24 },
    { ipVersion: 'IPv4', default: 32 },
    { ipVersion: 'IPv6', min: 0, max: 128, default: 128 },
    { ipVersion: 'IPv6', min: 33 },
  ] as const)('accepts %o', (rules) => {
    expect(validateMaskRules(rules)).toBeUndefined();
  });

  test.each([
    [{ ipVersion: 'IPv4', min: 33 }, 'min', 'out-of-range'],
    [{ ipVersion: 'IPv4', min: -1, max: 33, default: 33 }, 'min', 'out-of-range'],
    [{ ipVersion: 'IPv4', min: 8.5 }, 'min', 'out-of-range'],
    [{ ipVersion: 'IPv4', min: 30, max: 33, default: 40 }, 'max', 'out-of-range'],
    [{ ipVersion: 'IPv4', min: 20, max: 10, default: 33 }, 'default', 'out-of-range'],
    [{ ipVersion: 'IPv6', default: 129 }, 'default', 'out-of-range'],
    [{ ipVersion: 'IPv4', min: 20, max: 10, default: 5 }, 'min', 'above-max'],
    [{ ipVersion: 'IPv4', min: 20, max: 28, default: 19 }, 'default', 'outside-bounds'],
    [{ ipVersion: 'IPv4', min: 20, max: 28, default: 29 }, 'default', 'outside-bounds'],
    [{ ipVersion: 'IPv4', min: 20, default: 19 }, 'default', 'outside-bounds'],
  ] as const)('of %o blames %s as %s', (rules, rule, reason) => {
    expect(validateMaskRules(rules)).toEqual({ rule, reason });
  });
});

test('bounds left out are those of the family', () => {
  expect(effectiveMaskBounds({ ipVersion: 'IPv4' })).toEqual({ min: 0, max: 32 });
  expect(effectiveMaskBounds({ ipVersion: 'IPv6', min: 48 })).toEqual({ min: 48, max: 128 });
  expect(effectiveMaskBounds({ ipVersion: 'IPv4', max: 28 })).toEqual({ min: 0, max: 28 });
});

test('a mask is allowed from the minimum to the maximum, both inclusive', () => {
  const rules = { ipVersion: 'IPv4', min: 16, max: 28 } as const;
  const masks = [15, 16, 20.5, 28, 29];
  expect(masks.map((mask) => isMaskAllowed(rules, mask))).toEqual([
    false,
    true,
    false,
    true,
    false,
  ]);
  expect(isMaskAllowed({ ipVersion: 'IPv4' }, 33)).toBe(false);
  expect(isMaskAllowed({ ipVersion: 'IPv6' }, 128)).toBe(true);
});

describe('resolveRequestedMask', () => {
  const cidr = cidrOf('10.0.0.0/24');

  test('a CIDR wins over the default mask', () => {
    expect(resolveRequestedMask({ cidr, defaultMask: 28 })).toEqual({ kind: 'cidr', cidr });
  });

  test('a CIDR may be named together with its own mask', () => {
    expect(resolveRequestedMask({ cidr, mask: 24 })).toEqual({ kind: 'cidr', cidr });
  });

  test('a CIDR and another mask contradict each other', () => {
    expect(resolveRequestedMask({ cidr, mask: 25, defaultMask: 24 })).toEqual({ kind: 'mismatch' });
  });

  test('a mask wins over the default mask, and 0 is a mask', () => {
    expect(resolveRequestedMask({ mask: 0, defaultMask: 28 })).toEqual({
      kind: 'mask',
      prefixLength: 0,
    });
  });

  test('the default mask is used when nothing else is named', () => {
    expect(resolveRequestedMask({ defaultMask: 28 })).toEqual({ kind: 'mask', prefixLength: 28 });
  });

  test('nothing at all is reported as missing', () => {
    expect(resolveRequestedMask({})).toEqual({ kind: 'missing' });
  });
});
