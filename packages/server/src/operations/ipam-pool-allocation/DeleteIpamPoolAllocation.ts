import { type OPERATIONS, refuse } from '@cadastre/api-contract';
import type { WriteHandler } from '../handler.ts';
import { projectResource } from '../resource-cidr/project-resource.ts';
import { auditedAllocation } from './describe-allocation.ts';
import { findChangeableAllocation } from './find-allocation.ts';
import { releaseAllocation } from './take-space.ts';

/**
 * Releases an allocation. That of a sub-pool goes only with the sub-pool's CIDR; that of a VPC is
 * taken from it, and the VPC keeps its CIDR.
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
  if (allocation.resourceType === 'VPC') {
    const { resourceOwnerId, resourceId } = allocation;
    await projectResource(transactor, resourceOwnerId, resourceId);
  }
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
