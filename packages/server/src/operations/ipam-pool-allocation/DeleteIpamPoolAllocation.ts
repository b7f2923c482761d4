import { type OPERATIONS, refuse } from '@cadastre/api-contract';
import type { WriteHandler } from '../handler.ts';
import { projectResource } from '../resource-cidr/project-resource.ts';
import { auditedAllocation } from './describe-allocation.ts';
import { findChangeableAllocation } from './find-allocation.ts';
import { releaseAllocation } from './take-space.ts';

/**
 * Releases an allocation. That of a network leaves the network as it is. That of a sub-pool goes only with
 * the sub-pool's CIDR.
 */
export const DeleteIpamPoolAllocation: WriteHandler<
  typeof OPERATIONS.DeleteIpamPoolAllocation
> = async ({ input, caller, accountId, now }, transactor) => {
  const { IpamPoolAllocationId: allocationId, RegionId: regionId } = input;
  const found = await findChangeableAllocation(transactor, accountId, allocationId, regionId);
  if (found.kind === 'refusal') return found;
  const { allocation } = found;
  if (allocation.resourceType === 'IpamPool') {
    return refuse('OperationDenied.UnexpectedResourceType');
  }
  await releaseAllocation(transactor, allocation, caller.arn, now);
  // The network stays, without a pool.
  const { resourceType, resourceOwnerId, resourceId } = allocation;
  if (resourceType === 'VPC') await projectResource(transactor, resourceOwnerId, resourceId);
  return {
    kind: 'answer',
    response: {},
    change: {
      resourceType: 'IpamPoolAllocation',
      resourceId: allocationId,
      ownerAccountId: allocation.accountId,
      before: auditedAllocation(allocation),
    },
  };
};
