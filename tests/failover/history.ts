/**
 * What clients of pools did and what they were told. Times are of one clock, in milliseconds; an
 * operation that was sent several times, with one client token, is one operation.
 */

interface Timed {
  /** When the operation was sent for the first time. */
  readonly invokedAt: number;
  /** When its answer came; Infinity where none did. */
  readonly answeredAt: number;
}

/** An allocation as clients see it. */
export interface Held {
  readonly allocationId: string;
  readonly cidr: string;
}

/**
 * Asks for a block of a size, or for one block. An allocation that was never answered is `none`
 * unless it is there at the end: nobody could have released it.
 */
export interface Allocate extends Timed {
  readonly kind: 'allocate';
  readonly wanted: { readonly prefixLength: number } | { readonly cidr: string };
  readonly result: Held | 'refused' | 'none';
}

export interface Release extends Timed {
  readonly kind: 'release';
  readonly allocationId: string;
  readonly result: 'released' | 'not-found' | 'unknown';
}

/** Looks at one allocation. */
export interface Look extends Timed {
  readonly kind: 'look';
  readonly allocationId: string;
  readonly result: Held | undefined;
}

/** Lists all allocations of the pool at one moment. */
export interface List extends Timed {
  readonly kind: 'list';
  readonly result: readonly Held[];
}

export type Operation = Allocate | Release | Look | List;

/** A pool with one CIDR, and the longest mask that is allocated from it. */
export interface PoolShape {
  readonly cidr: string;
  readonly prefixLengthMax: number;
}

export type ViolationKind =
  /** A block was given while an allocation surely held it. */
  | 'doubled'
  /** An answered allocation was not there, or not any more. */
  | 'lost'
  /** An allocation was seen after it was gone, or one that nobody was given. */
  | 'stale-read'
  /** A request was refused for want of space at no moment of which there was none. */
  | 'stale-refusal'
  /** A block that was not asked for, or lies outside of the pool. */
  | 'wrong-block'
  /** One client token has two results, or one result has two owners. */
  | 'two-results';

export interface Violation {
  readonly kind: ViolationKind;
  readonly text: string;
}
