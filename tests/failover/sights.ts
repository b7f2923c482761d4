import type { Held, List, Look, Operation, Violation } from './history.ts';
import { describe, type Life } from './lives.ts';

/**
 * Narrows the windows of lives by what was seen of them: who saw an allocation did so after its start
 * and before its end, who did not see it did so before its start or after its end.
 */
export function narrowBySight(
  lives: ReadonlyMap<string, Life>,
  operations: readonly Operation[],
  report: (violation: Violation) => void,
): void {
  const sights = operations.filter(
    (operation) => operation.kind === 'look' || operation.kind === 'list',
  );
  for (const sight of sights) {
    for (const held of seenBy(sight))
      narrowByPresence(lives.get(held.allocationId), held, sight, report);
  }
  for (const sight of sights) {
    const seen = new Set(seenBy(sight).map(({ allocationId }) => allocationId));
    for (const life of aimedAt(sight, lives)) {
      if (!seen.has(life.held.allocationId)) narrowByAbsence(life, sight);
    }
  }
  for (const life of lives.values()) judge(life, report);
}

function seenBy(sight: Look | List): readonly Held[] {
  if (sight.kind === 'list') return sight.result;
  return sight.result === undefined ? [] : [sight.result];
}

function aimedAt(sight: Look | List, lives: ReadonlyMap<string, Life>): Iterable<Life> {
  if (sight.kind === 'list') return lives.values();
  const life = lives.get(sight.allocationId);
  return life === undefined ? [] : [life];
}

function narrowByPresence(
  life: Life | undefined,
  { allocationId, cidr }: Held,
  { invokedAt, answeredAt }: Look | List,
  report: (violation: Violation) => void,
): void {
  if (life === undefined || life.held.cidr !== cidr) {
    report({ kind: 'stale-read', text: `${allocationId} (${cidr}) was seen and never given` });
    return;
  }
  life.startLatest = Math.min(life.startLatest, answeredAt);
  life.endEarliest = Math.max(life.endEarliest, invokedAt);
}

/** Who looked all the time from before the start to after the end may have seen nothing. */
function narrowByAbsence(life: Life, { invokedAt, answeredAt }: Look | List): void {
  const isAfterStart = invokedAt > life.startLatest;
  const isBeforeEnd = answeredAt < life.endEarliest;
  if (isAfterStart) life.endLatest = Math.min(life.endLatest, answeredAt);
  else if (isBeforeEnd) life.startEarliest = Math.max(life.startEarliest, invokedAt);
}

function judge(life: Life, report: (violation: Violation) => void): void {
  if (life.endEarliest <= life.endLatest) return;
  report(
    life.endEarliest > life.releasedAt
      ? { kind: 'stale-read', text: `${describe(life)} was seen after it had been released` }
      : { kind: 'lost', text: `${describe(life)} was given, and was not there any more` },
  );
}
