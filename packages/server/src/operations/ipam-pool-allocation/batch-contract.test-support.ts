import { type Cidr, formatCidr, tile } from '@cadastre/address-space';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  ACCOUNT_ID,
  NOW,
  sampleAccount,
  sampleAllocation,
  sampleClientToken,
  sampleEvent,
  sampleIpam,
  samplePool,
  samplePoolCidr,
  sampleScope,
} from '../../store/record-samples.test-support.ts';
import type {
  AllocationFilter,
  Store,
  Transactor,
  Write,
  WriteDecision,
} from '../../store/store.ts';
import { releaseAllocation, rulesOf, type SpaceRequest, takeSpace } from './take-space.ts';

const POOL_IDS = ['pool-1', 'pool-2', 'pool-3'] as const;
const SIZE = 128;
const BASE = 10n * 2n ** 24n;
const WITHIN: Cidr = { ipVersion: 'IPv4', address: BASE, prefixLength: 25 };

/** The pool whose every second address is taken from the start, so that it has many free blocks. */
const FRAGMENTED = 'pool-2';

/** A write of a random history. */
interface Step {
  readonly kind: 'mask' | 'cidr' | 'release' | 'rename' | 'rename pool';
  readonly poolId: string;
  readonly prefixLength: number;
  /** Where a CIDR is, or which of the pool's allocations is meant. */
  readonly offset: number;
  /** Whether it reads a list after its change. */
  readonly isReadingBack: boolean;
  /** Whether it is taken back in the end. */
  readonly isDryRun: boolean;
  /** Several steps may have the same one, at the same time too. */
  readonly token: string | undefined;
}

const TAKING = ['mask', 'mask', 'mask', 'cidr'] as const;
const CHANGING = ['release', 'release', 'release', 'rename'] as const;
const ALL = [...TAKING, ...CHANGING, 'rename pool'] as const;

const seldom = fc.oneof(
  { weight: 6, arbitrary: fc.constant(false) },
  { weight: 1, arbitrary: fc.constant(true) },
);

function steps(kinds: readonly Step['kind'][], maxLength: number): fc.Arbitrary<Step[]> {
  const step = fc.record({
    kind: fc.constantFrom(...kinds),
    poolId: fc.constantFrom(...POOL_IDS),
    prefixLength: fc.integer({ min: 25, max: 32 }),
    offset: fc.nat({ max: SIZE - 1 }),
    isReadingBack: seldom,
    isDryRun: seldom,
    token: fc.option(fc.constantFrom('t-1', 't-2', 't-3'), { nil: undefined, freq: 4 }),
  });
  return fc.array(step, { minLength: 1, maxLength });
}

const batch = fc.oneof(steps(TAKING, 24), steps(CHANGING, 12), steps(ALL, 24));

interface Held {
  readonly id: string;
  readonly cidr: Cidr;
  name: string;
}

/** The pools by the plainest means: a list of what is taken, searched from the first address on. */
class PlainPools {
  readonly taken = new Map<string, Held[]>(POOL_IDS.map((poolId) => [poolId, []]));
  readonly names = new Map<string, string>();
  readonly answers = new Map<string, string>();

  /** The allocation that a step is about, as things are before its batch. */
  target({ kind, poolId, offset }: Step): string {
    const taken = this.taken.get(poolId) ?? [];
    const isOfPool = kind !== 'release' && kind !== 'rename';
    return isOfPool ? '' : (taken[offset % Math.max(1, taken.length)]?.id ?? 'unknown');
  }

  /** Carries a step out and says what it must answer. */
  carryOut(step: Step, id: string, target: string): string {
    const known = step.token && this.answers.get(step.token);
    if (known) return `again ${known}`;
    const answer = this.#change(step, id, target);
    if (step.token !== undefined && !step.isDryRun && answer !== 'none') {
      this.answers.set(step.token, answer);
    }
    return answer;
  }

  #change(step: Step, id: string, target: string): string {
    const { kind, poolId, isDryRun } = step;
    const taken = this.taken.get(poolId) ?? [];
    if (kind === 'mask' || kind === 'cidr') {
      const cidr = candidates(step).find((each) => !taken.some((held) => overlap(held.cidr, each)));
      if (cidr === undefined) return 'none';
      if (!isDryRun) taken.push({ id, cidr, name: '' });
      return formatCidr(cidr);
    }
    if (kind === 'rename pool') {
      const before = this.names.get(poolId) ?? 'none';
      if (!isDryRun) this.names.set(poolId, id);
      return before;
    }
    const held = taken.find((each) => each.id === target);
    if (held === undefined) return 'none';
    if (!isDryRun && kind === 'rename') held.name = id;
    if (!isDryRun && kind === 'release') taken.splice(taken.indexOf(held), 1);
    return held.id;
  }
}

/** What would do, the best first. */
function candidates({ kind, prefixLength, offset }: Step): Cidr[] {
  const size = 2 ** (32 - prefixLength);
  const count = kind === 'mask' ? SIZE / size : 1;
  const first = kind === 'mask' ? 0 : offset - (offset % size);
  return Array.from({ length: count }, (_, index) => {
    const address = BASE + BigInt(first + index * size);
    return { ipVersion: 'IPv4', address, prefixLength };
  });
}

function overlap(left: Cidr, right: Cidr): boolean {
  const size = (cidr: Cidr) => 2n ** BigInt(32 - cidr.prefixLength);
  return left.address < right.address + size(right) && right.address < left.address + size(left);
}

function allOf(poolId: string): AllocationFilter {
  return { accountId: ACCOUNT_ID, poolId, ids: undefined, name: undefined, cidr: undefined };
}

async function openPools(store: Store, plain: PlainPools): Promise<void> {
  await store.write({
    run: async ({ accounts, ipams, scopes, pools, poolCidrs, freeSpace }) => {
      await accounts.insert(sampleAccount());
      await ipams.insert(sampleIpam());
      await scopes.insert(sampleScope());
      for (const poolId of POOL_IDS) {
        // As sub-pools need allocations, the pools have scopes of their own.
        await scopes.insert(sampleScope({ scopeId: `scope of ${poolId}` }));
        await pools.insert(
          samplePool({
            poolId,
            scopeId: `scope of ${poolId}`,
            name: 'none',
            cidrCount: 0,
            allocationCount: 0,
          }),
        );
        await poolCidrs.insert(
          samplePoolCidr({ poolId, scopeId: `scope of ${poolId}`, cidr: WITHIN }),
        );
        await freeSpace.apply(ACCOUNT_ID, poolId, {
          removed: [],
          added: [{ cidr: WITHIN, within: WITHIN }],
        });
      }
      return { kind: 'commit', value: undefined };
    },
  });
  const step = { kind: 'cidr', poolId: FRAGMENTED, prefixLength: 32, token: undefined } as const;
  const fragments = Array.from({ length: SIZE / 2 }, (_, index): Step => {
    return { ...step, offset: 2 * index, isReadingBack: false, isDryRun: false };
  });
  await runBatch(store, plain, fragments, 'fragment');
}

/** An engine has to look for a pool that it does not know: until then its writes have no order. */
async function getToKnow(store: Store): Promise<void> {
  for (const poolId of POOL_IDS) {
    const scope = { kind: 'pool', accountId: ACCOUNT_ID, poolId } as const;
    await store.write({ scope, run: async () => ({ kind: 'commit', value: undefined }) });
  }
}

async function change(
  transactor: Transactor,
  step: Step,
  id: string,
  target: string,
): Promise<string> {
  const { kind, poolId, prefixLength } = step;
  const { pools, allocations } = transactor;
  const pool = await pools.find(ACCOUNT_ID, poolId);
  if (pool === undefined) throw new Error('The pool is gone.');
  if (kind === 'rename pool') {
    await pools.update({ ...pool, name: id });
    return pool.name;
  }
  if (kind === 'mask' || kind === 'cidr') {
    const [cidr = WITHIN] = candidates(step);
    const request: SpaceRequest =
      kind === 'mask' ? { kind: 'allocate-mask', prefixLength } : { kind: 'allocate-cidr', cidr };
    const space = await takeSpace(transactor, pool, rulesOf(pool), request);
    if (space.kind !== 'allocated') return 'none';
    const given = { poolId, allocationId: id, cidr: space.cidr, within: space.within, name: '' };
    await allocations.insert(sampleAllocation(given));
    return formatCidr(space.cidr);
  }
  const held = await allocations.find(ACCOUNT_ID, target);
  if (held === undefined) return 'none';
  if (kind === 'rename') await allocations.setNameAndDescription(held, id, '');
  else await releaseAllocation(transactor, held, 'someone', NOW);
  return held.allocationId;
}

/** The step as a write, as the pipeline makes one of a call. */
function writeOf(
  step: Step,
  id: string,
  target: string,
  isByAllocation: boolean,
  onRun: () => void,
): Write<string> {
  const { poolId, token, isReadingBack, isDryRun } = step;
  const operation = 'test';
  const event = sampleEvent({ eventId: `event ${id}` });
  const accountId = ACCOUNT_ID;
  return {
    scope: isByAllocation
      ? { kind: 'allocation', accountId, allocationId: target }
      : { kind: 'pool', accountId, poolId },
    clientToken: token === undefined ? undefined : { accountId, operation, token },
    run: async (transactor): Promise<WriteDecision<string>> => {
      onRun();
      const { clientTokens, events, allocations } = transactor;
      const known = token && (await clientTokens.find(accountId, operation, token, NOW));
      if (known) return { kind: 'rollback', value: `again ${known.response}` };
      const answer = await change(transactor, step, id, target);
      if (isReadingBack) await allocations.list(allOf(poolId), { after: undefined, limit: 1 });
      if (isDryRun) return { kind: 'rollback', value: answer, event };
      if (token !== undefined && answer !== 'none') {
        const remembered = { operation, token, response: answer, expiresAt: NOW + 1_000 };
        await clientTokens.remember(sampleClientToken(remembered), NOW);
      }
      await events.append(event);
      return { kind: 'commit', value: answer };
    },
  };
}

/** What the store has in the end, against the plain list, and against what follows from it. */
async function expectSame(store: Store, plain: PlainPools): Promise<void> {
  for (const [poolId, taken] of plain.taken) {
    const inOrder = [...taken].sort((left, right) =>
      Number(left.cidr.address - right.cidr.address),
    );
    await store.read(async ({ pools, allocations, freeSpace }) => {
      const filter = {
        accountId: ACCOUNT_ID,
        poolId,
        ids: undefined,
        name: undefined,
        cidr: undefined,
      };
      const { items } = await allocations.list(filter, { after: undefined, limit: 2 * SIZE });
      expect(items.map(({ allocationId: id, cidr, name }) => ({ id, cidr, name }))).toEqual(
        inOrder,
      );
      const pool = await pools.find(ACCOUNT_ID, poolId);
      expect(pool?.allocationCount).toBe(taken.length);
      expect(pool?.name).toBe(plain.names.get(poolId) ?? 'none');
      const free = tile(
        WITHIN,
        inOrder.map(({ cidr }) => cidr),
      );
      for (const cidr of free) {
        expect(await freeSpace.blockContaining(ACCOUNT_ID, poolId, cidr)).toEqual({
          cidr,
          within: WITHIN,
        });
      }
      for (const { cidr } of inOrder) {
        expect(await freeSpace.blockContaining(ACCOUNT_ID, poolId, cidr)).toBeUndefined();
      }
    });
  }
}

/**
 * Writes that share a transaction are one after another, in the order in which they came in. `open`
 * opens one store, or several on the same database.
 */
export function batchContract(open: () => Promise<readonly Store[]>, numRuns: number): void {
  test('what comes in at once is carried out one after another', async () => {
    const turn = fc.record({ steps: batch, position: fc.nat({ max: 5 }) });
    await fc.assert(
      fc.asyncProperty(fc.array(turn, { minLength: 1, maxLength: 8 }), async (turns) => {
        const stores = await open();
        try {
          await runTurns(stores, turns);
        } finally {
          for (const store of stores) await store.close();
        }
      }),
      { numRuns },
    );
  });
}

/** Batches and which of the stores each is for; most are for the first, so that it goes on by itself. */
async function runTurns(
  stores: readonly Store[],
  turns: readonly { readonly steps: readonly Step[]; readonly position: number }[],
): Promise<void> {
  const plain = new PlainPools();
  const storeAt = (position: number): Store => stores[position] ?? (stores[0] as Store);
  await openPools(storeAt(0), plain);
  for (const store of stores) await getToKnow(store);
  for (const [index, { steps, position }] of turns.entries()) {
    const runCount = await runBatch(storeAt(position), plain, steps, `batch-${index}`);
    // What another store changes makes a batch run again that was decided without a look.
    if (stores.length === 1) expect(runCount.found).toBe(runCount.expected ?? runCount.found);
  }
}

/** Answers how often writes ran, and how often they should have where that is certain. */
async function runBatch(
  store: Store,
  plain: PlainPools,
  given: readonly Step[],
  name: string,
): Promise<{ readonly found: number; readonly expected: number | undefined }> {
  const isByAllocation = given.every((step) => plain.target(step) !== '');
  // An engine has to look for the pool first, in any order: each is about something of its own then.
  const steps = isByAllocation ? withDistinctTargets(given, plain) : given;
  const targets = steps.map((step) => plain.target(step));
  const idOf = (index: number) => `${name}-${String(index).padStart(2, '0')}`;
  const expected = steps.map((step, index) =>
    plain.carryOut(step, idOf(index), targets[index] ?? ''),
  );
  let runCount = 0;
  const onRun = () => {
    runCount += 1;
  };
  const written = await Promise.all(
    steps.map((step, index) =>
      store.write(writeOf(step, idOf(index), targets[index] ?? '', isByAllocation, onRun)),
    ),
  );
  expect(written).toEqual(expected.map((value) => ({ kind: 'done', value })));
  // Where all blocks are read ahead, space is taken and given back in memory, and so is a dry run.
  const isInMemory = ({ kind, poolId, isReadingBack }: Step) =>
    !isReadingBack && kind !== 'rename' && kind !== 'rename pool' && poolId !== FRAGMENTED;
  // A token is taken for new until a write that has it does not go through.
  const isDoubtful = ({ token, isDryRun }: Step, index: number) =>
    token !== undefined && (isDryRun || /^(none|again)/.test(expected[index] ?? ''));
  const isOnce = steps.every(isInMemory) && !steps.some(isDoubtful);
  await expectSame(store, plain);
  return { found: runCount, expected: isOnce ? steps.length : undefined };
}

function withDistinctTargets(steps: readonly Step[], plain: PlainPools): readonly Step[] {
  const byTarget = new Map(steps.map((step) => [plain.target(step), step]));
  return [...byTarget.values()].map((step) => ({ ...step, token: undefined }));
}
