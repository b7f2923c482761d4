import { describe, expect, test } from 'vitest';
import type { CidrStrategy } from './choose-cidr.ts';
import { chooseBestFit, chooseLowest, chooseSparse } from './choose-cidr.ts';
import { cidrOf } from './cidr.test-support.ts';
import { formatCidr } from './cidr.ts';
import { FreeList } from './free-list.test-support.ts';
import { planAllocation } from './plan-allocation.ts';

/** 10.0.0.0/24 with free blocks of /28 at .16 and .208, /27 at .32, /26 at .64 and .128, no more. */
const freeList = FreeList.of(
  [cidrOf('10.0.0.0/24')],
  ['10.0.0.0/28', '10.0.0.192/28', '10.0.0.224/27'].map(cidrOf),
);

function choose(strategy: CidrStrategy, wantedPrefixLength: number): string | undefined {
  const probe = (prefixLength: number) => freeList.lowestFreeBlock(prefixLength);
  const chosen = strategy(probe, wantedPrefixLength, 0);
  return chosen && `${formatCidr(chosen.cidr)} from ${formatCidr(chosen.from.cidr)}`;
}

function allocateInTurn(strategy: CidrStrategy, pool: string, mask: number, count: number) {
  const requests = Array.from({ length: count }, () => ({
    kind: 'allocate-mask' as const,
    prefixLength: mask,
  }));
  const provisioned = cidrOf(pool);
  const { outcomes } = planAllocation({
    rules: { ipVersion: provisioned.ipVersion },
    snapshot: FreeList.of([provisioned]),
    requests,
    strategy,
  });
  return outcomes.map((outcome) => ('cidr' in outcome ? formatCidr(outcome.cidr) : outcome.kind));
}

describe('chooseLowest', () => {
  test('takes the lowest address that fits, whatever the size of the block', () => {
    expect(choose(chooseLowest, 32)).toBe('10.0.0.16/32 from 10.0.0.16/28');
    expect(choose(chooseLowest, 27)).toBe('10.0.0.32/27 from 10.0.0.32/27');
    expect(choose(chooseLowest, 26)).toBe('10.0.0.64/26 from 10.0.0.64/26');
  });

  test('finds nothing when no block is large enough', () => {
    expect(choose(chooseLowest, 25)).toBeUndefined();
  });

  test('fills a CIDR from the bottom', () => {
    expect(allocateInTurn(chooseLowest, 'fd00::/126', 128, 5)).toEqual([
      'fd00::/128',
      'fd00::1/128',
      'fd00::2/128',
      'fd00::3/128',
      'unavailable',
    ]);
  });

  test('asks once for each prefix length from the bound to the wanted one', () => {
    const asked: number[] = [];
    chooseLowest(
      (prefixLength) => {
        asked.push(prefixLength);
        return undefined;
      },
      28,
      25,
    );
    expect(asked).toEqual([25, 26, 27, 28]);
  });
});

describe('chooseBestFit', () => {
  test('takes the smallest block that fits, and the lowest of that size', () => {
    expect(choose(chooseBestFit, 30)).toBe('10.0.0.16/30 from 10.0.0.16/28');
    expect(choose(chooseBestFit, 27)).toBe('10.0.0.32/27 from 10.0.0.32/27');
    expect(choose(chooseBestFit, 26)).toBe('10.0.0.64/26 from 10.0.0.64/26');
    expect(choose(chooseBestFit, 25)).toBeUndefined();
  });
});

describe('chooseSparse', () => {
  test('takes the start of the largest block, and of the lowest of that size', () => {
    expect(choose(chooseSparse, 32)).toBe('10.0.0.64/32 from 10.0.0.64/26');
    expect(choose(chooseSparse, 25)).toBeUndefined();
  });

  test('halves the free space in turn', () => {
    expect(allocateInTurn(chooseSparse, '2001:db8::/32', 48, 8)).toEqual([
      '2001:db8::/48',
      '2001:db8:8000::/48',
      '2001:db8:4000::/48',
      '2001:db8:c000::/48',
      '2001:db8:2000::/48',
      '2001:db8:6000::/48',
      '2001:db8:a000::/48',
      '2001:db8:e000::/48',
    ]);
  });
});
