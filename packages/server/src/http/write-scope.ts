import type { OperationDefinition } from '@cadastre/api-contract';
import type { WriteScope } from '../store/write-scope.ts';

/** Operations of these groups look at and change what belongs to the caller's account. */
const GROUPS_OF_ONE_ACCOUNT: ReadonlySet<string> = new Set([
  'ipam-scope',
  'ram',
  'resource-group',
  'resource-manager',
  'service',
  'tag',
]);

/**
 * What a write needs to itself. What is not known to need less needs everything: that is slower, and
 * never wrong.
 */
export function writeScope(
  definition: OperationDefinition,
  accountId: string,
  input: Readonly<Record<string, unknown>>,
): WriteScope {
  if (definition.group === 'ipam-pool-allocation') {
    const { IpamPoolId: poolId, IpamPoolAllocationId: allocationId } = input;
    if (typeof allocationId === 'string') return { kind: 'allocation', accountId, allocationId };
    if (typeof poolId === 'string') return { kind: 'pool', accountId, poolId };
  }
  return GROUPS_OF_ONE_ACCOUNT.has(definition.group)
    ? { kind: 'account', accountId }
    : { kind: 'everything' };
}
