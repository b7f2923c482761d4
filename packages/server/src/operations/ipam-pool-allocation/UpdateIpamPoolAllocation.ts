import type { OPERATIONS } from '@cadastre/api-contract';
import type { WriteHandler } from '../handler.ts';
import { auditedAllocation } from './describe-allocation.ts';
import { findChangeableAllocation } from './find-allocation.ts';

export const UpdateIpamPoolAllocation: WriteHandler<
  typeof OPERATIONS.UpdateIpamPoolAllocation
> = async ({ input, accountId }, transactor) => {
  const { IpamPoolAllocationId: allocationId, RegionId: regionId } = input;
  const found = await findChangeableAllocation(transactor, accountId, allocationId, regionId);
  if (found.kind === 'refusal') return found;
  const { allocation } = found;
  const name = input.IpamPoolAllocationName ?? allocation.name;
  const description = input.IpamPoolAllocationDescription ?? allocation.description;
  await transactor.allocations.setNameAndDescription(allocation, name, description);
  return {
    kind: 'answer',
    response: {},
    change: {
      resourceType: 'IpamPoolAllocation',
      resourceId: allocationId,
      ownerAccountId: allocation.accountId,
      before: auditedAllocation(allocation),
      after: auditedAllocation({ ...allocation, name, description }),
    },
  };
};
