import { type Block, divide, readBlock } from './blocks.ts';
import type { Allocate, PoolShape, Violation } from './history.ts';
import { describe, type Life } from './lives.ts';

/** A time during which something may have been the case; both ends count. */
interface Span {
  readonly from: number;
  readonly to: number;
}

/**
 * Who may have held each smallest block of a pool, and when. Allocations of one block follow one
 * another, in the order in which they were surely held; that narrows their windows once more.
 */
export class Occupancy {
  readonly #spans = new Map<number, Span[]>();
  readonly #shape: PoolShape;

  constructor(shape: PoolShape, lives: Iterable<Life>, report: (violation: Violation) => void) {
    this.#shape = shape;
    for (const [start, tenants] of this.#tenantsByUnit(lives)) {
      this.#spans.set(start, lineUp(tenants, report));
    }
  }

  /** Tells of a request for space that was refused, though what it asked for was free all the time. */
  checkRefusal({ wanted, invokedAt, answeredAt }: Allocate): Violation | undefined {
    const pool = readBlock(this.#shape.cidr);
    const blocks =
      'cidr' in wanted ? [readBlock(wanted.cidr)] : [...divide(pool, wanted.prefixLength)];
    const call = { from: invokedAt, to: answeredAt };
    let moments: readonly Span[] = [call];
    for (const block of blocks) {
      moments = intersect(moments, this.#spansDuring(call, block));
      if (moments.length > 0) continue;
      const asked = 'cidr' in wanted ? wanted.cidr : `/${wanted.prefixLength}`;
      const when = `${Math.round(invokedAt)} to ${Math.round(answeredAt)}`;
      return { kind: 'stale-refusal', text: `${asked} was refused from ${when}, with space free` };
    }
    return undefined;
  }

  #tenantsByUnit(lives: Iterable<Life>): Map<number, Life[]> {
    const tenantsByUnit = new Map<number, Life[]>();
    for (const life of lives) {
      for (const { start } of divide(life.block, this.#shape.prefixLengthMax)) {
        const tenants = tenantsByUnit.get(start);
        if (tenants === undefined) tenantsByUnit.set(start, [life]);
        else tenants.push(life);
      }
    }
    return tenantsByUnit;
  }

  /** When, during the call, some address of the block may have been held. */
  #spansDuring(call: Span, block: Block): readonly Span[] {
    const spans: Span[] = [];
    for (const { start } of divide(block, this.#shape.prefixLengthMax)) {
      for (const span of this.#spans.get(start) ?? []) {
        if (span.from <= call.to && span.to >= call.from) spans.push(span);
      }
    }
    return merge(spans);
  }
}

/** The tenants of one smallest block, one after another, as wide as each one's windows allow. */
function lineUp(tenants: Life[], report: (violation: Violation) => void): Span[] {
  tenants.sort((left, right) => left.startLatest - right.startLatest);
  const starts: number[] = [];
  let freeFrom = Number.NEGATIVE_INFINITY;
  for (const [index, life] of tenants.entries()) {
    const start = Math.max(freeFrom, life.startEarliest);
    const before = tenants[index - 1];
    const isLate = start > life.startLatest || freeFrom === Number.POSITIVE_INFINITY;
    if (isLate && before !== undefined) {
      report({
        kind: 'doubled',
        text: `${describe(life)} was given while ${describe(before)} was held`,
      });
    }
    starts.push(start);
    freeFrom = Math.max(start, life.endEarliest);
  }
  const spans: Span[] = [];
  let heldUntil = Number.POSITIVE_INFINITY;
  for (const [index, life] of [...tenants.entries()].reverse()) {
    const end = Math.min(heldUntil, life.endLatest);
    spans.push({ from: starts[index] ?? life.startEarliest, to: end });
    heldUntil = Math.min(life.startLatest, end);
  }
  return spans.reverse();
}

function merge(spans: readonly Span[]): readonly Span[] {
  const merged: Span[] = [];
  for (const span of [...spans].sort((left, right) => left.from - right.from)) {
    const last = merged.at(-1);
    if (last === undefined || last.to < span.from) merged.push(span);
    else merged[merged.length - 1] = { from: last.from, to: Math.max(last.to, span.to) };
  }
  return merged;
}

function intersect(spans: readonly Span[], others: readonly Span[]): readonly Span[] {
  return spans.flatMap((span) =>
    others
      .map(({ from, to }) => ({ from: Math.max(from, span.from), to: Math.min(to, span.to) }))
      .filter(({ from, to }) => from <= to),
  );
}
