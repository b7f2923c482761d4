import { isInside, readBlock } from './blocks.ts';
import type { Held, Operation, PoolShape } from './history.ts';

/**
 * Whether the operations can be put in one order that keeps to their times and that a pool would
 * answer in the same way: tries all of them. For short histories of blocks of one size.
 */
export function hasOrder(shape: PoolShape, operations: readonly Operation[]): boolean {
  return canGoOn(shape, operations, new Map());
}

function canGoOn(
  shape: PoolShape,
  left: readonly Operation[],
  held: ReadonlyMap<string, Held>,
): boolean {
  if (left.length === 0) return true;
  // Whoever was invoked after another was answered comes after it.
  const firstAnsweredAt = Math.min(...left.map(({ answeredAt }) => answeredAt));
  return left.some((operation) => {
    if (operation.invokedAt > firstAnsweredAt) return false;
    const next = carryOut(shape, operation, held);
    if (next === undefined) return false;
    return canGoOn(
      shape,
      left.filter((other) => other !== operation),
      next,
    );
  });
}

/** What is held afterwards; undefined where a pool would have answered otherwise. */
function carryOut(
  shape: PoolShape,
  operation: Operation,
  held: ReadonlyMap<string, Held>,
): ReadonlyMap<string, Held> | undefined {
  switch (operation.kind) {
    case 'allocate': {
      const { result, wanted } = operation;
      const isTaken = (cidr: string) => [...held.values()].some((other) => other.cidr === cidr);
      if (result === 'none') return held;
      if (result !== 'refused') {
        if (isTaken(result.cidr) || held.has(result.allocationId)) return undefined;
        return new Map([...held, [result.allocationId, result]]);
      }
      const isFull = 'cidr' in wanted ? isTaken(wanted.cidr) : held.size === sizeOf(shape);
      return isFull ? held : undefined;
    }
    case 'release': {
      if (!held.has(operation.allocationId)) return undefined;
      return new Map([...held].filter(([id]) => id !== operation.allocationId));
    }
    case 'look':
      return held.get(operation.allocationId) === operation.result ? held : undefined;
    case 'list': {
      const ids = operation.result.map(({ allocationId }) => allocationId);
      return ids.length === held.size && ids.every((id) => held.has(id)) ? held : undefined;
    }
  }
}

function sizeOf({ cidr }: PoolShape): number {
  const block = readBlock(cidr);
  return isInside(block, block) ? block.end - block.start : 0;
}
