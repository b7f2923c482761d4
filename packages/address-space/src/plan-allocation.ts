import type { MaskRules } from './allocation-rules.ts';
import { isMaskAllowed } from './allocation-rules.ts';
import type { CidrStrategy } from './choose-cidr.ts';
import { chooseLowest } from './choose-cidr.ts';
import type { Cidr } from './cidr.ts';
import type { FreeSpaceChanges, FreeSpaceSnapshot } from './free-space-overlay.ts';
import { FreeSpaceOverlay } from './free-space-overlay.ts';

/**
 * One step of a batch: allocate any CIDR of a prefix length, allocate exactly this CIDR, or release an
 * existing allocation `cidr` which lies in the provisioned CIDR `within`.
 */
export type PlanRequest =
  | { readonly kind: 'allocate-mask'; readonly prefixLength: number }
  | { readonly kind: 'allocate-cidr'; readonly cidr: Cidr }
  | { readonly kind: 'release'; readonly cidr: Cidr; readonly within: Cidr };

/**
 * What a request comes to. `within` is the provisioned CIDR that contains the allocation (the API's
 * `SourceCidr`). `unavailable`: no free block can hold it, or the CIDR is of the other family, so that
 * it is in no CIDR of the pool. `mask-not-allowed`: the pool's rules forbid the prefix length; this is
 * checked before the free space.
 */
export type PlanOutcome =
  | { readonly kind: 'allocated'; readonly cidr: Cidr; readonly within: Cidr }
  | { readonly kind: 'released'; readonly cidr: Cidr; readonly within: Cidr }
  | { readonly kind: 'unavailable' }
  | { readonly kind: 'mask-not-allowed' };

export interface PlanInput {
  /** The pool's family and mask rules. Rules left out, as for a sub-pool's CIDR, forbid nothing. */
  readonly rules: MaskRules;
  readonly snapshot: FreeSpaceSnapshot;
  readonly requests: readonly PlanRequest[];
  /** How to pick a CIDR for `allocate-mask`: `chooseLowest` when left out. */
  readonly strategy?: CidrStrategy;
}

/** One outcome for each request, in the same order, and what to write to the free list. */
export interface Plan extends FreeSpaceChanges {
  readonly outcomes: readonly PlanOutcome[];
}

/**
 * Decides a batch of requests against one pool. They are decided in order, and each sees what those
 * before it did; a refused request changes nothing. The outcomes are those of deciding the requests one
 * by one with the changes written in between, and the changes are the net difference. Equal input gives
 * an equal plan. Throws RangeError for the release of something that is not allocated.
 */
export function planAllocation(input: PlanInput): Plan {
  const { rules, snapshot, requests, strategy = chooseLowest } = input;
  const overlay = new FreeSpaceOverlay(snapshot);
  const probe = (prefixLength: number) => overlay.lowestFreeBlock(prefixLength);

  const allocateMask = (prefixLength: number): PlanOutcome => {
    if (!isMaskAllowed(rules, prefixLength)) {
      return { kind: 'mask-not-allowed' };
    }
    const chosen = strategy(probe, prefixLength, snapshot.prefixLengthMin);
    if (chosen === undefined) {
      return { kind: 'unavailable' };
    }
    overlay.take(chosen.from, chosen.cidr);
    return { kind: 'allocated', cidr: chosen.cidr, within: chosen.from.within };
  };

  const allocateCidr = (cidr: Cidr): PlanOutcome => {
    if (cidr.ipVersion !== rules.ipVersion) {
      return { kind: 'unavailable' };
    }
    if (!isMaskAllowed(rules, cidr.prefixLength)) {
      return { kind: 'mask-not-allowed' };
    }
    const from = overlay.freeBlockContaining(cidr);
    if (from === undefined) {
      return { kind: 'unavailable' };
    }
    overlay.take(from, cidr);
    return { kind: 'allocated', cidr, within: from.within };
  };

  const decide = (request: PlanRequest): PlanOutcome => {
    switch (request.kind) {
      case 'allocate-mask':
        return allocateMask(request.prefixLength);
      case 'allocate-cidr':
        return allocateCidr(request.cidr);
      case 'release':
        overlay.release(request.cidr, request.within);
        return { kind: 'released', cidr: request.cidr, within: request.within };
    }
  };

  const outcomes = requests.map(decide);
  return { outcomes, ...overlay.changes() };
}
