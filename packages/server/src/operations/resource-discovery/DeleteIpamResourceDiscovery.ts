import { type OPERATIONS, type Refusal, refuse } from '@cadastre/api-contract';
import type { WriteHandler } from '../handler.ts';
import { findDiscovery, type VisibleDiscovery } from './find-discovery.ts';

/**
 * Deletes a custom resource discovery that is not shared. No IPAM is associated with such a one: an
 * IPAM of its own account would have made it the default one.
 */
export const DeleteIpamResourceDiscovery: WriteHandler<
  typeof OPERATIONS.DeleteIpamResourceDiscovery
> = async ({ input, accountId }, transactor) => {
  const { RegionId: regionId, IpamResourceDiscoveryId: discoveryId } = input;
  const found = await findDiscovery(transactor, accountId, regionId, discoveryId);
  if (found.kind === 'refusal') return found;
  const shareCount = await transactor.shares.countSharesOf(accountId, discoveryId);
  const refusal = decide(found, shareCount);
  if (refusal !== undefined) return refusal;
  const { discovery } = found;
  await transactor.tags.removeOf(accountId, discoveryId);
  await transactor.discoveries.remove(discovery);
  return {
    kind: 'answer',
    response: {},
    change: { resourceType: 'IpamResourceDiscovery', resourceId: discoveryId, before: discovery },
  };
};

function decide({ discovery, role }: VisibleDiscovery, shareCount: number): Refusal | undefined {
  if (role === 'principal') return refuse('OperationDenied.OperateShareResource');
  if (discovery.discoveryType === 'system') {
    return refuse('OperationDenied.DefaultResourceDiscovery');
  }
  // Also a share that nobody has accepted yet must not be left with a discovery that is gone.
  return shareCount > 0
    ? refuse('DependencyViolation.ShareResource#IpamResourceDiscovery')
    : undefined;
}
