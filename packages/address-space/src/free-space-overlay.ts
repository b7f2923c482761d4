import type { Cidr } from './cidr.ts';
import { cidrContains, compareCidrs, formatCidr } from './cidr.ts';
import type { FreeBlock } from './free-space.ts';
import { carve, mergeFreed } from './free-space.ts';

/**
 * Looks up the free blocks of one pool as they were at one moment. The answers must not change while
 * a plan is made from them. Each lookup is one probe of an index by (prefix length, address) or by
 * address.
 */
export interface FreeSpaceSnapshot {
  /** No free block and no provisioned CIDR of the pool has a shorter prefix. 0 is always right. */
  readonly prefixLengthMin: number;

  /**
   * The free block of exactly this prefix length with the lowest address, of those above `after` when
   * that is given; `undefined` when there is none.
   */
  lowestFreeBlock(prefixLength: number, after?: bigint): FreeBlock | undefined;

  /** The one free block that contains the whole CIDR, or `undefined`. The CIDR has the pool's family. */
  freeBlockContaining(cidr: Cidr): FreeBlock | undefined;
}

/** What became of a free list: the rows to delete and the rows to insert, each in address order. */
export interface FreeSpaceChanges {
  readonly removed: readonly FreeBlock[];
  readonly added: readonly FreeBlock[];
}

/** What the overlay knows about the free blocks of one prefix length. */
interface Level {
  /** The blocks the snapshot does not have, in address order. */
  readonly added: FreeBlock[];
  /** The snapshot's lowest block that is still free, once it has been looked up. */
  lowest: FreeBlock | undefined;
  isLowestKnown: boolean;
  /** Invariant: while the lowest is not known, no block of the snapshot up to here is free. */
  after: bigint | undefined;
}

/**
 * The free list of a pool after some allocations and releases, kept as the difference from a snapshot
 * which is never changed. It answers the same lookups, so that a later request of a batch sees what
 * earlier ones did, and asks the snapshot for the lowest block of a prefix length again only after
 * that block was used.
 */
export class FreeSpaceOverlay {
  private readonly snapshot: FreeSpaceSnapshot;
  private readonly levels: (Level | undefined)[] = [];
  /** Blocks of the snapshot that are free no more. They are disjoint, so the address names one. */
  private readonly removed = new Map<bigint, FreeBlock>();

  constructor(snapshot: FreeSpaceSnapshot) {
    this.snapshot = snapshot;
  }

  /** The free block of exactly this prefix length with the lowest address, or `undefined`. */
  lowestFreeBlock(prefixLength: number): FreeBlock | undefined {
    const level = this.levelOf(prefixLength);
    if (!level.isLowestKnown) {
      level.lowest = this.findLowestInSnapshot(prefixLength, level.after);
      level.isLowestKnown = true;
    }
    const { lowest } = level;
    const added = level.added[0];
    if (lowest === undefined || added === undefined) {
      return lowest ?? added;
    }
    return added.cidr.address < lowest.cidr.address ? added : lowest;
  }

  /** The one free block that contains the whole CIDR, or `undefined`. */
  freeBlockContaining(cidr: Cidr): FreeBlock | undefined {
    for (let length = cidr.prefixLength; length >= this.snapshot.prefixLengthMin; length--) {
      const added = this.levels[length]?.added;
      if (added === undefined || added.length === 0) {
        continue;
      }
      const block = added[countUpTo(added, cidr.address) - 1];
      if (block !== undefined && cidrContains(block.cidr, cidr)) {
        return block;
      }
    }
    return this.findInSnapshot(cidr);
  }

  /**
   * Takes `cidr` out of the free block `from`, which a lookup on this overlay has just returned. Throws
   * RangeError when it is not inside.
   */
  take(from: FreeBlock, cidr: Cidr): void {
    const remainders = carve(from.cidr, cidr);
    this.remove(from);
    for (const remainder of remainders) {
      this.add({ cidr: remainder, within: from.within });
    }
  }

  /**
   * Gives back `cidr`, an allocation inside the provisioned CIDR `within`, and merges it with its free
   * buddies. Throws RangeError when it is not inside, or is free already: that would be a defect in the
   * caller's records, and merging would spread it.
   */
  release(cidr: Cidr, within: Cidr): void {
    if (this.freeBlockContaining(cidr) !== undefined) {
      throw new RangeError(`${formatCidr(cidr)} is not allocated`);
    }
    const { block, absorbed } = mergeFreed(cidr, within, (buddy) => this.hasFreeBlock(buddy));
    for (const buddy of absorbed) {
      this.remove({ cidr: buddy, within });
    }
    this.add({ cidr: block, within });
  }

  /** The difference from the snapshot. It is minimal: no block is both removed and added. */
  changes(): FreeSpaceChanges {
    const added: FreeBlock[] = [];
    // Of the prefix lengths only those that were asked for are there.
    this.levels.forEach((level) => {
      if (level !== undefined) added.push(...level.added);
    });
    return {
      removed: [...this.removed.values()].sort(compareBlocks),
      added: added.sort(compareBlocks),
    };
  }

  private add(block: FreeBlock): void {
    const { address, prefixLength } = block.cidr;
    const level = this.levelOf(prefixLength);
    if (this.removed.get(address)?.cidr.prefixLength !== prefixLength) {
      level.added.splice(countUpTo(level.added, address), 0, block);
      return;
    }
    this.removed.delete(address);
    const isLowest = level.isLowestKnown
      ? level.lowest === undefined || address < level.lowest.cidr.address
      : level.after !== undefined && address <= level.after;
    if (isLowest) {
      level.lowest = block;
      level.isLowestKnown = true;
    }
  }

  private remove(block: FreeBlock): void {
    const { address, prefixLength } = block.cidr;
    const level = this.levelOf(prefixLength);
    const index = countUpTo(level.added, address) - 1;
    if (level.added[index]?.cidr.address === address) {
      level.added.splice(index, 1);
      return;
    }
    this.removed.set(address, block);
    if (level.isLowestKnown && level.lowest?.cidr.address === address) {
      level.isLowestKnown = false;
      level.after = address;
    }
  }

  /** Whether exactly this block is in the free list. */
  private hasFreeBlock(cidr: Cidr): boolean {
    const added = this.levels[cidr.prefixLength]?.added;
    if (added?.[countUpTo(added, cidr.address) - 1]?.cidr.address === cidr.address) {
      return true;
    }
    return this.findInSnapshot(cidr)?.cidr.prefixLength === cidr.prefixLength;
  }

  private findInSnapshot(cidr: Cidr): FreeBlock | undefined {
    const block = this.snapshot.freeBlockContaining(cidr);
    return block === undefined || this.removed.has(block.cidr.address) ? undefined : block;
  }

  private findLowestInSnapshot(
    prefixLength: number,
    after: bigint | undefined,
  ): FreeBlock | undefined {
    let block = this.snapshot.lowestFreeBlock(prefixLength, after);
    while (block !== undefined && this.removed.has(block.cidr.address)) {
      block = this.snapshot.lowestFreeBlock(prefixLength, block.cidr.address);
    }
    return block;
  }

  private levelOf(prefixLength: number): Level {
    let level = this.levels[prefixLength];
    if (level === undefined) {
      level = { added: [], lowest: undefined, isLowestKnown: false, after: undefined };
      this.levels[prefixLength] = level;
    }
    return level;
  }
}

/** The number of blocks at or below the address, in a list in address order. */
function countUpTo(blocks: readonly FreeBlock[], address: bigint): number {
  let low = 0;
  let high = blocks.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const block = blocks[middle];
    if (block !== undefined && block.cidr.address <= address) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

function compareBlocks(left: FreeBlock, right: FreeBlock): number {
  return compareCidrs(left.cidr, right.cidr);
}
