import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cidrOf, nthCidr } from './cidr.test-support.ts';
import type { Cidr } from './cidr.ts';
import { buddyOf, cidrContains, cidrSize, compareCidrs, formatCidr, isSameCidr } from './cidr.ts';
import { carve, mergeFreed, tile } from './free-space.ts';
import { propertyRuns } from './property-runs.test-support.ts';

const provisioned = ['10.0.0.0/20', '10.9.0.0/24', '0.0.0.0/0', 'fd00::/120', '::/0'].map(cidrOf);

/** A provisioned CIDR and one inside it, at most 12 bits longer so that neighbours are likely. */
const anyCut = fc
  .tuple(fc.constantFrom(...provisioned), fc.integer({ min: 0, max: 12 }), fc.nat({ max: 4095 }))
  .map(([within, bitCount, index]): [Cidr, Cidr] => {
    const bits = within.ipVersion === 'IPv4' ? 32 : 128;
    const prefixLength = Math.min(bits, within.prefixLength + bitCount);
    return [within, nthCidr(within, prefixLength, index)];
  });

describe('carve', () => {
  test.each([
    ['10.0.0.0/24', '10.0.0.0/24', []],
    ['10.0.0.0/31', '10.0.0.1/32', ['10.0.0.0/32']],
    ['10.0.0.0/24', '10.0.0.64/26', ['10.0.0.0/26', '10.0.0.128/25']],
    ['0.0.0.0/0', '128.0.0.0/1', ['0.0.0.0/1']],
    ['fd00::/126', 'fd00::2/128', ['fd00::/127', 'fd00::3/128']],
    ['::/0', '8000::/2', ['::/1', 'c000::/2']],
  ])('of %s without %s leaves %j', (block, wanted, remainders) => {
    expect(carve(cidrOf(block), cidrOf(wanted)).map(formatCidr)).toEqual(remainders);
  });

  test('leaves the maximal free blocks around what is cut out', () => {
    fc.assert(
      fc.property(anyCut, ([block, wanted]) => {
        expect(carve(block, wanted)).toEqual(tile(block, [wanted]));
      }),
      propertyRuns(500),
    );
  });

  test.each([
    ['::/0', 128],
    ['0.0.0.0/0', 32],
  ])('of a single address out of %s leaves %d blocks', (block, count) => {
    const whole = cidrOf(block);
    expect(carve(whole, nthCidr(whole, count, 5))).toHaveLength(count);
  });

  test('throws when the wanted CIDR is not inside the block', () => {
    expect(() => carve(cidrOf('10.0.0.0/24'), cidrOf('10.0.1.0/25'))).toThrow(RangeError);
    expect(() => carve(cidrOf('10.0.0.0/24'), cidrOf('10.0.0.0/23'))).toThrow(RangeError);
    expect(() => carve(cidrOf('::/0'), cidrOf('10.0.0.0/8'))).toThrow(RangeError);
  });
});

describe('mergeFreed', () => {
  test('undoes carving: it absorbs exactly the blocks that were left', () => {
    fc.assert(
      fc.property(anyCut, ([within, wanted]) => {
        const free = carve(within, wanted);
        const merged = mergeFreed(wanted, within, (cidr) =>
          free.some((one) => isSameCidr(one, cidr)),
        );
        expect(merged.block).toEqual(within);
        expect([...merged.absorbed].sort(compareCidrs)).toEqual(free);
      }),
      propertyRuns(300),
    );
  });

  test('stops at the first buddy that is not free', () => {
    const isFree = (cidr: Cidr) => formatCidr(cidr) === '10.0.0.16/28';
    const merged = mergeFreed(cidrOf('10.0.0.0/28'), cidrOf('10.0.0.0/24'), isFree);
    expect(formatCidr(merged.block)).toBe('10.0.0.0/27');
    expect(merged.absorbed.map(formatCidr)).toEqual(['10.0.0.16/28']);
  });

  test.each(['10.0.0.0/24', '0.0.0.0/0', '::/0', 'fd00::/128'])(
    'never grows beyond the provisioned CIDR %s, even when everything around it is free',
    (text) => {
      const within = cidrOf(text);
      expect(mergeFreed(within, within, () => true)).toEqual({ block: within, absorbed: [] });
    },
  );

  test('throws when what is freed is not inside the provisioned CIDR', () => {
    const outside = cidrOf('10.0.1.0/28');
    expect(() => mergeFreed(outside, cidrOf('10.0.0.0/24'), () => true)).toThrow(RangeError);
  });
});

describe('tile', () => {
  test.each(['0.0.0.0/0', '10.0.0.4/31', '10.0.0.3/32', '::/0', 'fd00::/127', 'fd00::1/128'])(
    'of %s gives the whole when nothing is taken and nothing when all is',
    (text) => {
      const within = cidrOf(text);
      expect(tile(within, [])).toEqual([within]);
      expect(tile(within, [within])).toEqual([]);
    },
  );

  test('covers what is not taken, exactly once, with blocks that cannot be larger', () => {
    const anyTaken = fc.tuple(
      fc.constantFrom(...provisioned),
      fc.array(fc.tuple(fc.integer({ min: 0, max: 8 }), fc.nat({ max: 255 })), { maxLength: 12 }),
    );
    fc.assert(
      fc.property(anyTaken, ([within, cuts]) => {
        const taken = disjointCuts(within, cuts);
        const free = tile(within, taken);
        const all = [...free, ...taken].sort(compareCidrs);
        let next = within.address;
        for (const cidr of all) {
          expect(cidr.address).toBe(next);
          next += cidrSize(cidr);
        }
        expect(next).toBe(within.address + cidrSize(within));
        for (const cidr of free) {
          const hasFreeBuddy =
            cidr.prefixLength > within.prefixLength &&
            free.some((other) => isSameCidr(other, buddyOf(cidr)));
          expect(hasFreeBuddy).toBe(false);
        }
      }),
      propertyRuns(300),
    );
  });

  test('throws for what is out of order, overlapping or outside', () => {
    const within = cidrOf('10.0.0.0/24');
    const outOfOrder = ['10.0.0.128/28', '10.0.0.0/28'].map(cidrOf);
    const overlapping = ['10.0.0.0/28', '10.0.0.0/30'].map(cidrOf);
    expect(() => tile(within, outOfOrder)).toThrow(RangeError);
    expect(() => tile(within, overlapping)).toThrow(RangeError);
    expect(() => tile(within, [cidrOf('10.0.1.0/28')])).toThrow(RangeError);
  });
});

function disjointCuts(within: Cidr, cuts: readonly [number, number][]): Cidr[] {
  const taken: Cidr[] = [];
  for (const [bitCount, index] of cuts) {
    const cidr = nthCidr(within, within.prefixLength + bitCount, index);
    if (!taken.some((other) => cidrContains(other, cidr) || cidrContains(cidr, other))) {
      taken.push(cidr);
    }
  }
  return taken.sort(compareCidrs);
}
