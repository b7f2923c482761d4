import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CidrStrategy } from './choose-cidr.ts';
import { chooseBestFit, chooseLowest, chooseSparse } from './choose-cidr.ts';
import { cidrOf, nthCidr } from './cidr.test-support.ts';
import type { Cidr } from './cidr.ts';
import { cidrSize, cidrsOverlap, createCidr, formatCidr, isSameCidr, lastAddress } from './cidr.ts';
import { describeBlocks, describeOutcomes, FreeList } from './free-list.test-support.ts';
import type { FreeBlock } from './free-space.ts';
import { addressBits } from './ip-address.ts';
import type { PlanOutcome, PlanRequest } from './plan-allocation.ts';
import { planAllocation } from './plan-allocation.ts';
import { propertyRuns } from './property-runs.test-support.ts';

const ipv4 = { ipVersion: 'IPv4' } as const;

function byMask(prefixLength: number): PlanRequest {
  return { kind: 'allocate-mask', prefixLength };
}

function byCidr(text: string): PlanRequest {
  return { kind: 'allocate-cidr', cidr: cidrOf(text) };
}

function releaseOf(text: string, within: string): PlanRequest {
  return { kind: 'release', cidr: cidrOf(text), within: cidrOf(within) };
}

describe('planning one request', () => {
  test('splits the block that a mask is cut from', () => {
    const snapshot = FreeList.of([cidrOf('10.0.0.0/24')]);
    const plan = planAllocation({ rules: ipv4, snapshot, requests: [byMask(26)] });
    expect(describeOutcomes(plan)).toEqual(['allocated 10.0.0.0/26 in 10.0.0.0/24']);
    expect(describeBlocks(plan.removed)).toEqual(['10.0.0.0/24 in 10.0.0.0/24']);
    expect(describeBlocks(plan.added)).toEqual([
      '10.0.0.64/26 in 10.0.0.0/24',
      '10.0.0.128/25 in 10.0.0.0/24',
    ]);
  });

  test('cuts a given CIDR out of the block around it', () => {
    const snapshot = FreeList.of([cidrOf('fd00::/126')]);
    const requests = [byCidr('fd00::2/128')];
    const plan = planAllocation({ rules: { ipVersion: 'IPv6' }, snapshot, requests });
    expect(describeOutcomes(plan)).toEqual(['allocated fd00::2/128 in fd00::/126']);
    expect(plan.added.map(({ cidr }) => formatCidr(cidr))).toEqual(['fd00::/127', 'fd00::3/128']);
  });

  test.each(['0.0.0.0/0', '10.0.0.2/31', '10.0.0.2/32', '::/0', 'fd00::2/127', 'fd00::2/128'])(
    'can hand out the whole of %s and take it back',
    (text) => {
      const within = cidrOf(text);
      const rules = { ipVersion: within.ipVersion };
      const freeList = FreeList.of([within]);
      const taken = planAllocation({
        rules,
        snapshot: freeList,
        requests: [byMask(within.prefixLength), byMask(addressBits(within.ipVersion))],
      });
      expect(describeOutcomes(taken)).toEqual([`allocated ${text} in ${text}`, 'unavailable']);
      freeList.apply(taken);
      expect(freeList.describe()).toEqual([]);
      freeList.apply(
        planAllocation({ rules, snapshot: freeList, requests: [releaseOf(text, text)] }),
      );
      expect(freeList.describe()).toEqual([`${text} in ${text}`]);
    },
  );

  test('refuses a CIDR that is partly or wholly taken, or in no CIDR of the pool', () => {
    const snapshot = FreeList.of([cidrOf('10.0.0.0/24')], [cidrOf('10.0.0.64/26')]);
    const requests = [
      '10.0.0.0/25',
      '10.0.0.64/26',
      '10.0.0.65/32',
      '10.0.1.0/26',
      'fd00::/64',
    ].map(byCidr);
    const plan = planAllocation({ rules: ipv4, snapshot, requests });
    expect(new Set(describeOutcomes(plan))).toEqual(new Set(['unavailable']));
    expect([plan.removed, plan.added]).toEqual([[], []]);
  });

  test('checks the mask rules before the free space', () => {
    const snapshot = FreeList.of([cidrOf('10.0.0.0/24')]);
    const rules = { ...ipv4, min: 25, max: 28 };
    const requests = [
      byMask(24),
      byMask(29),
      byCidr('10.0.0.0/24'),
      byCidr('10.9.9.9/32'),
      byMask(28),
    ];
    expect(describeOutcomes(planAllocation({ rules, snapshot, requests }))).toEqual([
      'mask-not-allowed',
      'mask-not-allowed',
      'mask-not-allowed',
      'mask-not-allowed',
      'allocated 10.0.0.0/28 in 10.0.0.0/24',
    ]);
  });

  test('refuses a prefix length that no family has, rather than throwing', () => {
    const snapshot = FreeList.of([cidrOf('10.0.0.0/24')]);
    const requests = [byMask(-1), byMask(33), byMask(24.5), byMask(Number.NaN)];
    const plan = planAllocation({ rules: ipv4, snapshot, requests });
    expect(new Set(describeOutcomes(plan))).toEqual(new Set(['mask-not-allowed']));
  });

  test('throws for the release of what is free or outside its provisioned CIDR', () => {
    const snapshot = FreeList.of([cidrOf('10.0.0.0/24')]);
    const release = (request: PlanRequest) => () =>
      planAllocation({ rules: ipv4, snapshot, requests: [request] });
    expect(release(releaseOf('10.0.0.0/28', '10.0.0.0/24'))).toThrow(RangeError);
    expect(release(releaseOf('10.0.1.0/28', '10.0.0.0/24'))).toThrow(RangeError);
  });
});

describe('planning a batch', () => {
  test('lets each request see the ones before it', () => {
    const snapshot = FreeList.of([cidrOf('10.0.0.0/28')]);
    const requests = [
      byMask(29),
      byMask(29),
      byMask(32),
      releaseOf('10.0.0.0/29', '10.0.0.0/28'),
      byMask(30),
    ];
    const plan = planAllocation({ rules: ipv4, snapshot, requests });
    expect(describeOutcomes(plan)).toEqual([
      'allocated 10.0.0.0/29 in 10.0.0.0/28',
      'allocated 10.0.0.8/29 in 10.0.0.0/28',
      'unavailable',
      'released 10.0.0.0/29 in 10.0.0.0/28',
      'allocated 10.0.0.0/30 in 10.0.0.0/28',
    ]);
    expect(describeBlocks(plan.added)).toEqual(['10.0.0.4/30 in 10.0.0.0/28']);
  });

  test('changes nothing when everything allocated is released again', () => {
    const snapshot = FreeList.of([cidrOf('10.0.0.0/24')], [cidrOf('10.0.0.128/25')]);
    const requests = [
      byMask(28),
      byMask(28),
      releaseOf('10.0.0.0/28', '10.0.0.0/24'),
      releaseOf('10.0.0.16/28', '10.0.0.0/24'),
    ];
    const plan = planAllocation({ rules: ipv4, snapshot, requests });
    expect([plan.removed, plan.added]).toEqual([[], []]);
  });

  test('goes on to the next block of the snapshot when one is used up', () => {
    const provisioned = ['10.0.0.0/32', '10.0.2.0/32', '10.0.4.0/32'].map(cidrOf);
    const requests = [byCidr('10.0.2.0/32'), byMask(32), byMask(32), byMask(32)];
    const plan = planAllocation({ rules: ipv4, snapshot: FreeList.of(provisioned), requests });
    expect(describeOutcomes(plan)).toEqual([
      'allocated 10.0.2.0/32 in 10.0.2.0/32',
      'allocated 10.0.0.0/32 in 10.0.0.0/32',
      'allocated 10.0.4.0/32 in 10.0.4.0/32',
      'unavailable',
    ]);
  });

  test('never merges two provisioned CIDRs, though they are buddies', () => {
    const provisioned = ['10.0.0.0/25', '10.0.0.128/25'].map(cidrOf);
    const freeList = FreeList.of(provisioned, provisioned);
    const requests = [
      releaseOf('10.0.0.0/25', '10.0.0.0/25'),
      releaseOf('10.0.0.128/25', '10.0.0.128/25'),
      byMask(24),
    ];
    const plan = planAllocation({ rules: ipv4, snapshot: freeList, requests });
    expect(describeOutcomes(plan).at(-1)).toBe('unavailable');
    freeList.apply(plan);
    expect(freeList.describe()).toEqual([
      '10.0.0.0/25 in 10.0.0.0/25',
      '10.0.0.128/25 in 10.0.0.128/25',
    ]);
  });

  test('asks the snapshot for a prefix length again only after its lowest block was used', () => {
    const asked: number[] = [];
    const freeList = FreeList.of([cidrOf('10.0.0.0/24')]);
    const snapshot = {
      prefixLengthMin: 24,
      lowestFreeBlock: (prefixLength: number, after?: bigint) => {
        asked.push(prefixLength);
        return freeList.lowestFreeBlock(prefixLength, after);
      },
      freeBlockContaining: (cidr: Cidr) => freeList.freeBlockContaining(cidr),
    };
    planAllocation({ rules: ipv4, snapshot, requests: [byMask(28), byMask(28), byMask(28)] });
    expect(asked).toEqual([24, 25, 26, 27, 28, 24]);
  });
});

/** A step of a random history: a release picks one of the live allocations, if there are any. */
type Step =
  | { readonly kind: 'mask'; readonly bitCount: number }
  | { readonly kind: 'cidr'; readonly bitCount: number; readonly index: number }
  | { readonly kind: 'release'; readonly index: number };

interface Pool {
  readonly name: string;
  readonly provisioned: readonly Cidr[];
  /** How many bits longer than the first provisioned CIDR an allocation may be. */
  readonly bitCountMax: number;
}

/** Small spaces, some with provisioned CIDRs that are buddies, out of order, or of unequal size. */
const pools: readonly Pool[] = [
  { name: 'one /24', provisioned: ['10.0.0.0/24'], bitCountMax: 8 },
  { name: 'one /20', provisioned: ['10.0.0.0/20'], bitCountMax: 8 },
  { name: 'buddies', provisioned: ['10.0.0.128/25', '10.0.0.0/25'], bitCountMax: 7 },
  { name: 'unequal', provisioned: ['10.0.4.0/24', '10.0.0.0/26', '10.0.9.8/29'], bitCountMax: 8 },
  { name: 'IPv6 /120', provisioned: ['fd00::100/120'], bitCountMax: 8 },
  { name: 'IPv6 buddies', provisioned: ['fd00::/122', 'fd00::40/122'], bitCountMax: 6 },
].map((pool) => ({ ...pool, provisioned: pool.provisioned.map(cidrOf) }));

const anyStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('mask'), bitCount: fc.nat({ max: 8 }) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('cidr'),
      bitCount: fc.nat({ max: 8 }),
      index: fc.nat({ max: 255 }),
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('release'), index: fc.nat() }) },
);

const anyHistory = fc.record({
  pool: fc.constantFrom(...pools),
  steps: fc.array(anyStep, { maxLength: 40 }),
});

/** The obvious allocator: it keeps what is taken and tries every aligned candidate in turn. */
class ScanModel {
  readonly taken: FreeBlock[] = [];
  private readonly pool: Pool;

  constructor(pool: Pool) {
    this.pool = pool;
  }

  requestOf(step: Step): PlanRequest | undefined {
    const [first] = this.pool.provisioned;
    if (first === undefined) {
      return undefined;
    }
    if (step.kind === 'release') {
      const allocation = this.taken[step.index % Math.max(1, this.taken.length)];
      return allocation && { kind: 'release', ...allocation };
    }
    const prefixLength = first.prefixLength + Math.min(step.bitCount, this.pool.bitCountMax);
    if (step.kind === 'mask') {
      return byMask(prefixLength);
    }
    const provisioned = this.pool.provisioned[step.index % this.pool.provisioned.length] ?? first;
    const length = Math.max(prefixLength, provisioned.prefixLength);
    return { kind: 'allocate-cidr', cidr: nthCidr(provisioned, length, step.index) };
  }

  decide(request: PlanRequest): PlanOutcome {
    if (request.kind === 'release') {
      const index = this.taken.findIndex(({ cidr }) => isSameCidr(cidr, request.cidr));
      this.taken.splice(index, 1);
      return { ...request, kind: 'released' };
    }
    const found =
      request.kind === 'allocate-mask'
        ? this.scan(request.prefixLength)
        : this.place(request.cidr.address, request.cidr.prefixLength);
    if (found === undefined) {
      return { kind: 'unavailable' };
    }
    this.taken.push(found);
    return { kind: 'allocated', ...found };
  }

  private scan(prefixLength: number): FreeBlock | undefined {
    const inOrder = [...this.pool.provisioned].sort((a, b) => (a.address < b.address ? -1 : 1));
    for (const within of inOrder) {
      const size = 1n << BigInt(addressBits(within.ipVersion) - prefixLength);
      for (let address = within.address; address <= lastAddress(within); address += size) {
        const found = this.place(address, prefixLength);
        if (found !== undefined) {
          return found;
        }
      }
    }
    return undefined;
  }

  private place(address: bigint, prefixLength: number): FreeBlock | undefined {
    const within = this.pool.provisioned.find(
      (one) => one.address <= address && address <= lastAddress(one),
    );
    if (within === undefined || within.prefixLength > prefixLength) {
      return undefined;
    }
    const cidr = createCidr(within.ipVersion, address, prefixLength);
    return this.taken.some((other) => cidrsOverlap(other.cidr, cidr))
      ? undefined
      : { cidr, within };
  }
}

function rulesOf(pool: Pool) {
  return { ipVersion: pool.provisioned[0]?.ipVersion ?? 'IPv4' } as const;
}

/** Plays the steps one plan at a time, writing each plan's changes before the next. */
function play(
  pool: Pool,
  steps: readonly Step[],
  check: (model: ScanModel, list: FreeList) => void,
) {
  const model = new ScanModel(pool);
  const freeList = FreeList.of(pool.provisioned);
  for (const step of steps) {
    const request = model.requestOf(step);
    if (request === undefined) {
      continue;
    }
    const plan = planAllocation({ rules: rulesOf(pool), snapshot: freeList, requests: [request] });
    expect(describeOutcomes(plan)).toEqual(describeOutcomes({ outcomes: [model.decide(request)] }));
    freeList.apply(plan);
    check(model, freeList);
  }
  return { model, freeList };
}

describe('properties of any history', () => {
  test('every allocation is the lowest that fits, and the free list is exactly the rest, maximal', () => {
    fc.assert(
      fc.property(anyHistory, ({ pool, steps }) => {
        play(pool, steps, (model, freeList) => {
          const taken = model.taken.map(({ cidr }) => cidr);
          expect(freeList.describe()).toEqual(FreeList.of(pool.provisioned, taken).describe());
        });
      }),
      propertyRuns(120),
    );
  });

  test('releasing everything, in any order, gives back exactly the provisioned CIDRs', () => {
    fc.assert(
      fc.property(anyHistory, fc.array(fc.nat(), { maxLength: 40 }), ({ pool, steps }, order) => {
        const { model, freeList } = play(pool, steps, () => {});
        for (let turn = 0; model.taken.length > 0; turn++) {
          const request = model.requestOf({ kind: 'release', index: order[turn] ?? 0 });
          const requests = request === undefined ? [] : [request];
          freeList.apply(planAllocation({ rules: rulesOf(pool), snapshot: freeList, requests }));
          requests.forEach((one) => {
            model.decide(one);
          });
        }
        expect(freeList.describe()).toEqual(FreeList.of(pool.provisioned).describe());
      }),
      propertyRuns(80),
    );
  });

  test('one batch decides as the requests one by one, and its changes are the minimal difference', () => {
    const anyStart = fc.record({
      history: anyHistory,
      batch: fc.array(anyStep, { maxLength: 40 }),
    });
    fc.assert(
      fc.property(anyStart, ({ history: { pool, steps }, batch }) => {
        const { model, freeList } = play(pool, steps, () => {});
        const before = new Set(freeList.describe());
        const requests: PlanRequest[] = [];
        const outcomes: PlanOutcome[] = [];
        for (const step of batch) {
          const request = model.requestOf(step);
          if (request !== undefined) {
            requests.push(request);
            outcomes.push(model.decide(request));
          }
        }
        const input = { rules: rulesOf(pool), snapshot: freeList, requests };
        const plan = planAllocation(input);
        expect(planAllocation(input)).toEqual(plan);
        expect(describeOutcomes(plan)).toEqual(describeOutcomes({ outcomes }));
        freeList.apply(plan);
        const taken = model.taken.map(({ cidr }) => cidr);
        const expected = FreeList.of(pool.provisioned, taken).describe();
        expect(freeList.describe()).toEqual(expected);
        const after = new Set(expected);
        expect(describeBlocks(plan.removed)).toEqual([...before].filter((one) => !after.has(one)));
        expect(describeBlocks(plan.added)).toEqual([...after].filter((one) => !before.has(one)));
      }),
      propertyRuns(150),
    );
  });

  test.each<[string, CidrStrategy]>([
    ['lowest', chooseLowest],
    ['best fit', chooseBestFit],
    ['sparse', chooseSparse],
  ])('with the strategy %s nothing overlaps and no address is lost', (_name, strategy) => {
    fc.assert(
      fc.property(anyHistory, ({ pool, steps }) => {
        const masks = steps.flatMap((step) => (step.kind === 'mask' ? [step.bitCount] : []));
        const requests = masks.map((bitCount) =>
          byMask((pool.provisioned[0]?.prefixLength ?? 0) + Math.min(bitCount, pool.bitCountMax)),
        );
        const freeList = FreeList.of(pool.provisioned);
        const plan = planAllocation({
          rules: rulesOf(pool),
          snapshot: freeList,
          requests,
          strategy,
        });
        freeList.apply(plan);
        const taken = plan.outcomes.flatMap((outcome) => ('cidr' in outcome ? [outcome.cidr] : []));
        expect(freeList.describe()).toEqual(FreeList.of(pool.provisioned, taken).describe());
        const takenSize = taken.reduce((sum, cidr) => sum + cidrSize(cidr), 0n);
        const freeSize = plan.added.reduce((sum, { cidr }) => sum + cidrSize(cidr), 0n);
        const removedSize = plan.removed.reduce((sum, { cidr }) => sum + cidrSize(cidr), 0n);
        expect(takenSize + freeSize).toBe(removedSize);
      }),
      propertyRuns(60),
    );
  });
});
