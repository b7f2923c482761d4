import { type Block, isInside, readBlock, sizeOf } from './blocks.ts';
import type { Allocate, Held, Operation, PoolShape, Violation } from './history.ts';

/**
 * One allocation, and the windows that the moments of its start and of its end lie in. Where nobody
 * tried to release it, its end is at Infinity.
 */
export interface Life {
  readonly held: Held;
  readonly block: Block;
  startEarliest: number;
  startLatest: number;
  endEarliest: number;
  endLatest: number;
  /** When somebody was told that it is released; Infinity where nobody was. */
  releasedAt: number;
}

/** The lives of a pool's allocations as far as the answers of writes tell. */
export function findLives(
  shape: PoolShape,
  operations: readonly Operation[],
  report: (violation: Violation) => void,
): Map<string, Life> {
  const lives = new Map<string, Life>();
  for (const operation of operations) {
    if (operation.kind !== 'allocate' || typeof operation.result === 'string') continue;
    const { allocationId, cidr } = operation.result;
    const block = readBlock(cidr);
    if (!isAsWanted(operation, block, shape)) {
      report({ kind: 'wrong-block', text: `${allocationId} is ${cidr}, which was not asked for` });
    }
    if (lives.has(allocationId)) {
      report({ kind: 'two-results', text: `${allocationId} was given to two calls` });
      continue;
    }
    lives.set(allocationId, {
      held: operation.result,
      block,
      startEarliest: operation.invokedAt,
      startLatest: operation.answeredAt,
      endEarliest: Number.POSITIVE_INFINITY,
      endLatest: Number.POSITIVE_INFINITY,
      releasedAt: Number.POSITIVE_INFINITY,
    });
  }
  endLives(lives, operations, report);
  return lives;
}

function isAsWanted({ wanted }: Allocate, block: Block, { cidr }: PoolShape): boolean {
  if (!isInside(block, readBlock(cidr))) return false;
  if ('prefixLength' in wanted) return block.end - block.start === sizeOf(wanted.prefixLength);
  const asked = readBlock(wanted.cidr);
  return block.start === asked.start && block.end === asked.end;
}

function endLives(
  lives: ReadonlyMap<string, Life>,
  operations: readonly Operation[],
  report: (violation: Violation) => void,
): void {
  for (const operation of operations) {
    if (operation.kind !== 'release') continue;
    const { allocationId, invokedAt, answeredAt, result } = operation;
    const life = lives.get(allocationId);
    if (life === undefined) {
      if (result !== 'released') continue;
      report({ kind: 'two-results', text: `${allocationId} was released and never given` });
    } else if (result === 'not-found' && life.endEarliest === Number.POSITIVE_INFINITY) {
      report({ kind: 'lost', text: `${describe(life)} could not be released: it was not found` });
    } else if (result === 'released' && life.releasedAt < Number.POSITIVE_INFINITY) {
      report({ kind: 'two-results', text: `${describe(life)} was released twice` });
    } else if (result !== 'not-found') {
      life.endEarliest = Math.min(life.endEarliest, invokedAt);
      if (result === 'released') life.endLatest = life.releasedAt = answeredAt;
    }
  }
}

export function describe({ held }: Life): string {
  return `${held.allocationId} (${held.cidr})`;
}
