import type { Cidr } from './cidr.ts';
import type { FreeBlock } from './free-space.ts';

/**
 * Answers with the free block of exactly this prefix length that has the lowest address, or
 * `undefined` when there is none. Must be a function of the prefix length while one choice is made.
 */
export type FreeBlockProbe = (prefixLength: number) => FreeBlock | undefined;

/** The CIDR to allocate, which is the start of the free block it is cut from. */
export interface ChosenCidr {
  readonly cidr: Cidr;
  readonly from: FreeBlock;
}

/**
 * A strategy: picks a CIDR of `wantedPrefixLength` out of the free list, or returns `undefined` when
 * no free block is large enough. `prefixLengthMin` says that no free block has a shorter prefix; 0 is
 * always right, and a better bound saves probes. Every strategy asks at most once for each prefix
 * length from `prefixLengthMin` to `wantedPrefixLength`, and decides by the answers alone.
 */
export type CidrStrategy = (
  probe: FreeBlockProbe,
  wantedPrefixLength: number,
  prefixLengthMin: number,
) => ChosenCidr | undefined;

/**
 * The lowest address that fits. This is the default, after the published rule that the "first
 * available CIDR within the given mask" is allocated. Any free block that fits also fits at its
 * start, so the answer is the lowest start among the lowest blocks of each size.
 */
export const chooseLowest: CidrStrategy = (probe, wantedPrefixLength, prefixLengthMin) => {
  let lowest: FreeBlock | undefined;
  for (let length = prefixLengthMin; length <= wantedPrefixLength; length++) {
    const block = probe(length);
    if (block !== undefined && (!lowest || block.cidr.address < lowest.cidr.address)) {
      lowest = block;
    }
  }
  return startOf(lowest, wantedPrefixLength);
};

/**
 * The smallest free block that fits, and the lowest of that size. Keeps large blocks whole, at the
 * price of addresses that do not rise in order. Our own strategy.
 */
export const chooseBestFit: CidrStrategy = (probe, wantedPrefixLength, prefixLengthMin) => {
  for (let length = wantedPrefixLength; length >= prefixLengthMin; length--) {
    const block = probe(length);
    if (block !== undefined) {
      return startOf(block, wantedPrefixLength);
    }
  }
  return undefined;
};

/**
 * The start of the largest free block, and of the lowest among equals. As blocks are halved in place,
 * allocations of one size in an empty CIDR land at its start, then at 1/2, then at 1/4 and 3/4, then
 * at each odd eighth, and so on: each keeps as much room behind it as the number of allocations
 * permits, so that it can grow without being renumbered. Meant for IPv6. Our own strategy.
 */
export const chooseSparse: CidrStrategy = (probe, wantedPrefixLength, prefixLengthMin) => {
  for (let length = prefixLengthMin; length <= wantedPrefixLength; length++) {
    const block = probe(length);
    if (block !== undefined) {
      return startOf(block, wantedPrefixLength);
    }
  }
  return undefined;
};

function startOf(block: FreeBlock | undefined, prefixLength: number): ChosenCidr | undefined {
  if (block === undefined) {
    return undefined;
  }
  const { ipVersion, address } = block.cidr;
  return { cidr: { ipVersion, address, prefixLength }, from: block };
}
