import type { Cidr } from './cidr.ts';
import { buddyOf, cidrContains, formatCidr, lastAddress, parentOf } from './cidr.ts';
import { addressBits } from './ip-address.ts';

/**
 * A block that nothing uses, and the provisioned CIDR it belongs to.
 *
 * Invariant: the free blocks of a provisioned CIDR are maximal. A free block's buddy is not a free
 * block of the same provisioned CIDR, or else the two would be one block. So the free list is
 * determined by what is taken, whatever the order of allocations and releases: it is what `tile`
 * returns. Two provisioned CIDRs may be buddies; their blocks stay apart all the same.
 */
export interface FreeBlock {
  readonly cidr: Cidr;
  readonly within: Cidr;
}

/** What releasing a block leads to: the maximal free block, and the free blocks it takes the place of. */
export interface MergedBlock {
  readonly block: Cidr;
  readonly absorbed: readonly Cidr[];
}

/**
 * The free blocks that remain of `block` when `wanted` is cut out of it, in address order: one for
 * each bit by which the prefix lengths differ, none when the two are equal. Throws RangeError when
 * `wanted` is not inside `block`.
 */
export function carve(block: Cidr, wanted: Cidr): Cidr[] {
  if (!cidrContains(block, wanted)) {
    throw new RangeError(`${formatCidr(wanted)} is not inside ${formatCidr(block)}`);
  }
  const { ipVersion } = block;
  const below: Cidr[] = [];
  const above: Cidr[] = [];
  let { address } = block;
  let half = 1n << BigInt(addressBits(ipVersion) - block.prefixLength);
  for (let length = block.prefixLength + 1; length <= wanted.prefixLength; length++) {
    half >>= 1n;
    const middle = address + half;
    if (wanted.address >= middle) {
      below.push({ ipVersion, address, prefixLength: length });
      address = middle;
    } else {
      above.push({ ipVersion, address: middle, prefixLength: length });
    }
  }
  for (let index = above.length - 1; index >= 0; index--) {
    const cidr = above[index];
    if (cidr !== undefined) {
      below.push(cidr);
    }
  }
  return below;
}

/**
 * Merges a freed CIDR with its buddy, and the result with its own, as long as the buddy is a free
 * block and the result stays inside the provisioned CIDR `within`. `isFree` is asked at most once
 * for each prefix length, about blocks inside `within`, and must answer whether exactly this block
 * is in the free list. `absorbed` lists the swallowed buddies from small to large. Throws RangeError
 * when `freed` is not inside `within`.
 */
export function mergeFreed(
  freed: Cidr,
  within: Cidr,
  isFree: (cidr: Cidr) => boolean,
): MergedBlock {
  if (!cidrContains(within, freed)) {
    throw new RangeError(`${formatCidr(freed)} is not inside ${formatCidr(within)}`);
  }
  const absorbed: Cidr[] = [];
  let block = freed;
  while (block.prefixLength > within.prefixLength) {
    const buddy = buddyOf(block);
    if (!isFree(buddy)) {
      break;
    }
    absorbed.push(buddy);
    block = parentOf(block);
  }
  return { block, absorbed };
}

/**
 * The free blocks of a provisioned CIDR by definition: the largest aligned blocks that avoid
 * everything in `taken`, in address order. Together with `taken` they cover `within` exactly.
 * `taken` must be disjoint, in address order and inside `within`, or else RangeError is thrown. The
 * cost grows with `taken`, so this is for checks and repairs; allocation uses `carve` and
 * `mergeFreed`.
 */
export function tile(within: Cidr, taken: readonly Cidr[]): Cidr[] {
  const free: Cidr[] = [];
  let start = within.address;
  for (const cidr of taken) {
    if (!cidrContains(within, cidr) || cidr.address < start) {
      throw new RangeError(`${formatCidr(cidr)} is out of order or outside ${formatCidr(within)}`);
    }
    pushAlignedBlocks(free, within, start, cidr.address);
    start = lastAddress(cidr) + 1n;
  }
  pushAlignedBlocks(free, within, start, lastAddress(within) + 1n);
  return free;
}

/** Covers the gap from `start` up to, not including, `end` with the fewest aligned blocks. */
function pushAlignedBlocks(free: Cidr[], within: Cidr, start: bigint, end: bigint): void {
  const { ipVersion } = within;
  let address = start;
  while (address < end) {
    let prefixLength: number = addressBits(ipVersion);
    let size = 1n;
    while ((address & size) === 0n && address + size * 2n <= end) {
      size *= 2n;
      prefixLength -= 1;
    }
    free.push({ ipVersion, address, prefixLength });
    address += size;
  }
}
