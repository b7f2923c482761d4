import type { OperationDefinition } from '@cadastre/api-contract';
import type { WriteScope } from '../store/write-scope.ts';

/**
 * Operations of these groups look at and change what belongs to the caller's account. What they see of
 * other accounts never changes, or only by writes that have everything to themselves.
 */
const GROUPS_OF_ONE_ACCOUNT: ReadonlySet<string> = new Set([
  // A scope, its IPAM, its tags and its resource group are of one account.
  'ipam-scope',
  // Policies may name principals of other accounts, but nobody looks whether they exist.
  'ram',
  // Of a shared resource discovery it looks at the region, which never changes.
  'resource-group',
  // What is in a group is of the group's account; something shared is there by an entry of its own.
  'resource-manager',
  // An account opens the service for itself.
  'service',
  // Nobody tags what others share.
  'tag',
]);

/**
 * AssumeRole writes nothing but audit events: temporary credentials are kept by the client alone. It
 * looks at a role, perhaps of another account, once; a session ends with its role whenever that goes.
 */
const GROUPS_OF_NOTHING: ReadonlySet<string> = new Set(['sts']);

/**
 * What a write needs to itself. What is not known to need less needs everything: that is slower, and
 * never wrong. IPAMs, pools and their CIDRs do: a change of theirs decides how networks of other
 * accounts are seen, imported and covered.
 *
 * A call for an allocation looks at its pool, at whether that is shared, and at the pool's space. The
 * first two are changed by writes that need everything.
 */
export function writeScope(
  definition: OperationDefinition,
  accountId: string,
  input: Readonly<Record<string, unknown>>,
): WriteScope {
  const { group } = definition;
  if (group === 'ipam-pool-allocation') {
    const { IpamPoolId: poolId, IpamPoolAllocationId: allocationId } = input;
    if (typeof allocationId === 'string') return { kind: 'allocation', accountId, allocationId };
    if (typeof poolId === 'string') return { kind: 'pool', accountId, poolId };
  }
  if (GROUPS_OF_NOTHING.has(group)) return { kind: 'nothing' };
  return GROUPS_OF_ONE_ACCOUNT.has(group) ? { kind: 'account', accountId } : { kind: 'everything' };
}
