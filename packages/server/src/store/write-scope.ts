/**
 * What a write depends on and changes. An engine with several writers keeps those apart that have
 * something in common. What only grows, audit events and client tokens, needs no scope.
 */
export type WriteScope =
  /** The allocations and free blocks of a pool that the account owns or has been given a share in. */
  | { readonly kind: 'pool'; readonly accountId: string; readonly poolId: string }
  /** The same of the pool that has the allocation. */
  | { readonly kind: 'allocation'; readonly accountId: string; readonly allocationId: string }
  /** All that belongs to one account. */
  | { readonly kind: 'account'; readonly accountId: string }
  /** Nothing but audit events. */
  | { readonly kind: 'nothing' }
  /** More than one account, or the accounts themselves. */
  | { readonly kind: 'everything' };
