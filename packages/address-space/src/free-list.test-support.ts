import type { Cidr } from './cidr.ts';
import { cidrContains, cidrsOverlap, compareCidrs, formatCidr, isSameCidr } from './cidr.ts';
import type { FreeBlock } from './free-space.ts';
import { tile } from './free-space.ts';
import type { FreeSpaceChanges, FreeSpaceSnapshot } from './free-space-overlay.ts';
import type { Plan } from './plan-allocation.ts';

/** A free list in an array, looked up by plain search: what a store does with an index. */
export class FreeList implements FreeSpaceSnapshot {
  readonly prefixLengthMin: number;
  private blocks: FreeBlock[];

  constructor(blocks: readonly FreeBlock[], prefixLengthMin = 0) {
    this.blocks = [...blocks];
    this.prefixLengthMin = prefixLengthMin;
  }

  /** The free list of provisioned CIDRs of which `taken` is in use, by definition. */
  static of(provisioned: readonly Cidr[], taken: readonly Cidr[] = []): FreeList {
    const blocks = provisioned.flatMap((within) => {
      const inside = taken.filter((cidr) => cidrContains(within, cidr)).sort(compareCidrs);
      return tile(within, inside).map((cidr) => ({ cidr, within }));
    });
    return new FreeList(blocks, Math.min(...provisioned.map((cidr) => cidr.prefixLength)));
  }

  lowestFreeBlock(prefixLength: number, after = -1n): FreeBlock | undefined {
    return this.blocks
      .filter(({ cidr }) => cidr.prefixLength === prefixLength && cidr.address > after)
      .sort((left, right) => compareCidrs(left.cidr, right.cidr))[0];
  }

  freeBlockContaining(cidr: Cidr): FreeBlock | undefined {
    return this.blocks.find((block) => cidrContains(block.cidr, cidr));
  }

  /** Writes the changes as a store would: a row to delete must exist, a row to insert must not overlap. */
  apply(changes: FreeSpaceChanges): void {
    for (const { cidr } of changes.removed) {
      const index = this.blocks.findIndex((block) => isSameCidr(block.cidr, cidr));
      if (index === -1) {
        throw new Error(`${formatCidr(cidr)} is not free`);
      }
      this.blocks.splice(index, 1);
    }
    for (const block of changes.added) {
      if (this.blocks.some(({ cidr }) => cidrsOverlap(cidr, block.cidr))) {
        throw new Error(`${formatCidr(block.cidr)} is free already`);
      }
      this.blocks.push(block);
    }
  }

  /** Every block as text, in address order. */
  describe(): string[] {
    return describeBlocks([...this.blocks].sort((a, b) => compareCidrs(a.cidr, b.cidr)));
  }
}

/** Blocks as `<block> in <provisioned CIDR>`. */
export function describeBlocks(blocks: readonly FreeBlock[]): string[] {
  return blocks.map(({ cidr, within }) => `${formatCidr(cidr)} in ${formatCidr(within)}`);
}

/** A plan as text, one line for each outcome. */
export function describeOutcomes(plan: Pick<Plan, 'outcomes'>): string[] {
  return plan.outcomes.map((outcome) =>
    'cidr' in outcome
      ? `${outcome.kind} ${formatCidr(outcome.cidr)} in ${formatCidr(outcome.within)}`
      : outcome.kind,
  );
}
