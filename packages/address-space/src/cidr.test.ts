import { readFileSync } from 'node:fs';
import { BlockList } from 'node:net';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anyCidr, cidrOf } from './cidr.test-support.ts';
import type { Cidr } from './cidr.ts';
import {
  buddyOf,
  cidrContains,
  cidrSize,
  cidrsOverlap,
  compareCidrs,
  createCidr,
  firstAddress,
  formatCidr,
  isInRefusedRange,
  isSameCidr,
  lastAddress,
  parentOf,
  parseCidr,
  REFUSED_RANGES,
} from './cidr.ts';
import { formatIpAddress } from './ip-address.ts';
import { propertyRuns } from './property-runs.test-support.ts';

interface Vectors {
  valid: {
    cidr: string;
    ipVersion: string;
    address: string;
    prefixLength: number;
    size: string;
    last: string;
    buddy: string | null;
    parent: string | null;
    refused: string | null;
  }[];
  invalid: { text: string; reason: string }[];
  relations: { left: string; right: string; relation: 'same' | 'contains' | 'disjoint' }[];
}

const vectorsUrl = new URL('../../../tests/vectors/cidr.json', import.meta.url);
const vectors: Vectors = JSON.parse(readFileSync(vectorsUrl, 'utf8'));

/** A CIDR and one that is often near it: inside, around, beside or the same. */
const anyTwoCidrs = fc.oneof(
  fc.tuple(anyCidr, anyCidr),
  fc.tuple(anyCidr, fc.integer({ min: 0, max: 4 })).map(([cidr, steps]): [Cidr, Cidr] => {
    let other = cidr;
    for (let step = 0; step < steps && other.prefixLength > 0; step++) {
      other = step === 1 ? buddyOf(other) : parentOf(other);
    }
    return [cidr, other];
  }),
);

describe('the shared vectors', () => {
  test.each(vectors.valid)('give the arithmetic of $cidr', (vector) => {
    const cidr = cidrOf(vector.cidr);
    const isWholeSpace = cidr.prefixLength === 0;
    expect({
      cidr: formatCidr(cidr),
      ipVersion: cidr.ipVersion,
      address: `${firstAddress(cidr)}`,
      prefixLength: cidr.prefixLength,
      size: `${cidrSize(cidr)}`,
      last: formatIpAddress(cidr.ipVersion, lastAddress(cidr)),
      buddy: isWholeSpace ? null : formatCidr(buddyOf(cidr)),
      parent: isWholeSpace ? null : formatCidr(parentOf(cidr)),
      refused: isInRefusedRange(cidr) ?? null,
    }).toEqual(vector);
  });

  test.each(vectors.invalid)('refuse $text because of $reason', ({ text, reason }) => {
    expect(parseCidr(text)).toEqual({ kind: 'invalid', reason });
  });

  test.each(vectors.relations)('call $left and $right $relation', (vector) => {
    const left = cidrOf(vector.left);
    const right = cidrOf(vector.right);
    const isSame = vector.relation === 'same';
    expect(cidrContains(left, right)).toBe(vector.relation !== 'disjoint');
    expect(cidrContains(right, left)).toBe(isSame);
    expect(isSameCidr(left, right)).toBe(isSame);
    expect(cidrsOverlap(left, right)).toBe(vector.relation !== 'disjoint');
    expect(cidrsOverlap(right, left)).toBe(vector.relation !== 'disjoint');
  });
});

describe('parseCidr', () => {
  test('reads back every CIDR as it is written', () => {
    fc.assert(
      fc.property(anyCidr, (cidr) => {
        expect(parseCidr(formatCidr(cidr))).toEqual({ kind: 'cidr', cidr });
      }),
      propertyRuns(1000),
    );
  });

  test('accepts one spelling only, so that a text it accepts is what formatting writes', () => {
    const anyText = fc
      .tuple(fc.oneof(fc.ipV6(), fc.ipV4()), fc.integer({ min: 0, max: 140 }))
      .map(([address, prefixLength]) => `${address}/${prefixLength}`);
    fc.assert(
      fc.property(fc.oneof(anyText, fc.string({ unit: 'binary' })), (text) => {
        const parsed = parseCidr(text);
        if (parsed.kind === 'cidr') {
          expect(formatCidr(parsed.cidr)).toBe(text);
        }
      }),
      propertyRuns(2000),
    );
  });
});

describe('createCidr', () => {
  test('builds the CIDR that parsing gives', () => {
    expect(createCidr('IPv4', 0x0a00_0000n, 8)).toEqual(cidrOf('10.0.0.0/8'));
  });

  test.each([
    ['IPv4', 0n, 33],
    ['IPv4', 0n, -1],
    ['IPv4', 0n, 8.5],
    ['IPv4', 0n, Number.NaN],
    ['IPv4', 1n, 31],
    ['IPv4', 1n << 32n, 32],
    ['IPv4', -256n, 24],
    ['IPv6', 0n, 129],
    ['IPv6', 1n, 127],
    ['IPv6', 1n << 128n, 128],
  ] as const)('throws for %s %s/%s', (ipVersion, address, prefixLength) => {
    expect(() => createCidr(ipVersion, address, prefixLength)).toThrow(RangeError);
  });
});

describe('arithmetic', () => {
  test('a CIDR and its buddy are the two halves of their parent', () => {
    fc.assert(
      fc.property(anyCidr, (cidr) => {
        fc.pre(cidr.prefixLength > 0);
        const buddy = buddyOf(cidr);
        const parent = parentOf(cidr);
        expect(buddyOf(buddy)).toEqual(cidr);
        expect(parentOf(buddy)).toEqual(parent);
        expect(cidrsOverlap(cidr, buddy)).toBe(false);
        expect(cidrContains(parent, cidr) && cidrContains(parent, buddy)).toBe(true);
        expect(cidrSize(cidr) + cidrSize(buddy)).toBe(cidrSize(parent));
      }),
      propertyRuns(500),
    );
  });

  test.each(['0.0.0.0/0', '::/0'])('%s has no parent and no buddy', (text) => {
    expect(() => parentOf(cidrOf(text))).toThrow(RangeError);
    expect(() => buddyOf(cidrOf(text))).toThrow(RangeError);
  });

  test('CIDRs overlap when the ranges of their addresses do, and then one contains the other', () => {
    fc.assert(
      fc.property(anyTwoCidrs, ([left, right]) => {
        const isOverlap =
          left.ipVersion === right.ipVersion &&
          firstAddress(left) <= lastAddress(right) &&
          firstAddress(right) <= lastAddress(left);
        expect(cidrsOverlap(left, right)).toBe(isOverlap);
        expect(cidrContains(left, right) || cidrContains(right, left)).toBe(isOverlap);
      }),
      propertyRuns(1000),
    );
  });

  test('containment agrees with the block list of the runtime', () => {
    fc.assert(
      fc.property(anyTwoCidrs, ([outer, inner]) => {
        fc.pre(outer.ipVersion === inner.ipVersion && outer.prefixLength > 0);
        const family = outer.ipVersion === 'IPv4' ? 'ipv4' : 'ipv6';
        const reference = new BlockList();
        const network = formatIpAddress(outer.ipVersion, outer.address);
        reference.addSubnet(network, outer.prefixLength, family);
        const hasBothEnds = [firstAddress(inner), lastAddress(inner)].every((address) =>
          reference.check(formatIpAddress(inner.ipVersion, address), family),
        );
        expect(cidrContains(outer, inner)).toBe(hasBothEnds);
      }),
      propertyRuns(500),
    );
  });

  test('sorting goes by family, address and prefix length', () => {
    const sorted = [
      '9.0.0.0/8',
      '10.0.0.0/8',
      '10.0.0.0/24',
      '10.0.0.0/32',
      '::/0',
      '::/128',
      '::1/128',
    ];
    const shuffled = [...sorted].reverse().map(cidrOf);
    expect(shuffled.sort(compareCidrs).map(formatCidr)).toEqual(sorted);
  });
});

describe('isInRefusedRange', () => {
  test('refuses exactly what overlaps a refused range', () => {
    fc.assert(
      fc.property(anyCidr, (cidr) => {
        const names = REFUSED_RANGES.filter((range) => cidrsOverlap(range.cidr, cidr));
        expect(isInRefusedRange(cidr)).toBe(names[0]?.name);
      }),
      propertyRuns(500),
    );
  });

  test.each(['1.0.0.0/8', '100.64.0.0/10', '192.168.0.0/16', '2001:db8::/32', 'fc00::/7'])(
    'allows %s',
    (text) => {
      expect(isInRefusedRange(cidrOf(text))).toBeUndefined();
    },
  );
});
