import {
  type Cidr,
  cidrContains,
  type FreeBlock,
  type FreeSpaceSnapshot,
  type MaskRules,
  type Plan,
  type PlanRequest,
  planAllocation,
} from '@cadastre/address-space';
import type { Allocation, Pool } from '../../store/records.ts';
import type { Reader, Transactor } from '../../store/store.ts';

/** What is wanted of a pool's free space. */
export type SpaceRequest = Exclude<PlanRequest, { kind: 'release' }>;

/** Where the wanted space is, or why there is none. */
export type SpaceOutcome = Exclude<Plan['outcomes'][number], { kind: 'released' }>;

/** The allocation rules of a pool. */
export function rulesOf(pool: Pool): MaskRules {
  return { ipVersion: pool.ipVersion, min: pool.minMask, max: pool.maxMask };
}

/** Where the next allocation would be, without taking it. */
export async function findSpace(
  reader: Reader,
  pool: Pool,
  rules: MaskRules,
  request: SpaceRequest,
): Promise<SpaceOutcome> {
  return outcomeOf(await plan(reader, pool, rules, request));
}

/** Takes the lowest space that fits, or exactly the CIDR asked for, out of the free blocks. */
export async function takeSpace(
  transactor: Transactor,
  pool: Pool,
  rules: MaskRules,
  request: SpaceRequest,
): Promise<SpaceOutcome> {
  const planned = await plan(transactor, pool, rules, request);
  const outcome = outcomeOf(planned);
  if (outcome.kind === 'allocated') {
    await transactor.freeSpace.apply(pool.accountId, pool.poolId, planned);
  }
  return outcome;
}

/** Releases an allocation: its space merges into free blocks, the allocation goes to the history. */
export async function releaseAllocation(
  transactor: Transactor,
  allocation: Allocation,
  releasedBy: string,
  now: number,
): Promise<void> {
  const { accountId, poolId, cidr, within } = allocation;
  const buddies = await transactor.freeSpace.freeBuddies(accountId, poolId, cidr, within);
  const planned = planAllocation({
    rules: { ipVersion: cidr.ipVersion },
    snapshot: snapshotOf(buddies),
    requests: [{ kind: 'release', cidr, within }],
  });
  await transactor.freeSpace.apply(accountId, poolId, planned);
  // The clock of the server that allocated it may have been ahead of this one.
  const releasedAt = Math.max(now, allocation.createdAt);
  await transactor.allocations.release(allocation, releasedBy, releasedAt);
}

async function plan(
  reader: Reader,
  { accountId, poolId }: Pool,
  rules: MaskRules,
  request: SpaceRequest,
): Promise<Plan> {
  const block =
    request.kind === 'allocate-mask'
      ? await reader.freeSpace.lowestThatFits(accountId, poolId, request.prefixLength)
      : await reader.freeSpace.blockContaining(accountId, poolId, request.cidr);
  return planAllocation({
    rules,
    snapshot: snapshotOf(block === undefined ? [] : [block], block?.cidr.prefixLength),
    requests: [request],
  });
}

function outcomeOf({ outcomes }: Plan): SpaceOutcome {
  const [outcome] = outcomes;
  if (outcome === undefined || outcome.kind === 'released') {
    throw new Error('A plan answers its one request.');
  }
  return outcome;
}

/** A snapshot of the few blocks that one request can touch, none with a shorter prefix than told. */
function snapshotOf(blocks: readonly FreeBlock[], prefixLengthMin = 0): FreeSpaceSnapshot {
  const contains = ({ cidr }: FreeBlock, wanted: Cidr) => cidrContains(cidr, wanted);
  return {
    prefixLengthMin,
    lowestFreeBlock: (prefixLength, after = -1n) =>
      blocks.find(({ cidr }) => cidr.prefixLength === prefixLength && cidr.address > after),
    freeBlockContaining: (wanted) => blocks.find((block) => contains(block, wanted)),
  };
}
