import type { Operation, PoolShape, Violation } from './history.ts';
import { findLives } from './lives.ts';
import { Occupancy } from './occupancy.ts';
import { narrowBySight } from './sights.ts';

/**
 * Checks that the answers of one pool can be put in one order that a single pool would give, in which
 * each operation has its place between its invocation and its answer. Clients release what they were
 * answered, once, after the answer. Every violation it tells of is
 * one; the order of several operations of one pool is judged block by block, so that the work grows
 * with the history and not with the number of orders.
 */
export function checkPool(shape: PoolShape, history: readonly Operation[]): readonly Violation[] {
  const violations: Violation[] = [];
  const report = (violation: Violation) => {
    violations.push(violation);
  };
  const operations = [...history].sort((left, right) => left.invokedAt - right.invokedAt);
  const lives = findLives(shape, operations, report);
  narrowBySight(lives, operations, report);
  const occupancy = new Occupancy(shape, lives.values(), report);
  for (const operation of operations) {
    if (operation.kind !== 'allocate' || operation.result !== 'refused') continue;
    const violation = occupancy.checkRefusal(operation);
    if (violation !== undefined) report(violation);
  }
  return violations;
}
