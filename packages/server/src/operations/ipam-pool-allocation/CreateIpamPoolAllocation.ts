import { formatCidr } from '@cadastre/address-space';
import type { OPERATIONS } from '@cadastre/api-contract';
import type { Allocation } from '../../store/records.ts';
import type { WriteHandler } from '../handler.ts';
import { findPool } from '../ipam-pool/find-pool.ts';
import { allocationRegion, decideSpaceRequest, refuseSpace } from './decide-request.ts';
import { auditedAllocation } from './describe-allocation.ts';
import { rulesOf, takeSpace } from './take-space.ts';

/**
 * Reserves space of a pool as a custom allocation: the lowest that fits, or the CIDR asked for. A
 * principal's allocation is in the owner's pool and says whose it is.
 */
export const CreateIpamPoolAllocation: WriteHandler<
  typeof OPERATIONS.CreateIpamPoolAllocation
> = async ({ input, caller, accountId, ids, now }, transactor) => {
  const found = await findPool(transactor, accountId, input.IpamPoolId);
  const decision = decideSpaceRequest(
    found?.pool,
    { regionId: input.RegionId, cidrName: 'Cidr', cidrText: input.Cidr, mask: input.CidrMask },
    now,
  );
  if (decision.kind === 'refusal') return decision;
  const { pool, request } = decision;
  const space = await takeSpace(transactor, pool, rulesOf(pool), request);
  if (space.kind !== 'allocated') return refuseSpace(space, request);
  const allocation: Allocation = {
    accountId: pool.accountId,
    poolId: pool.poolId,
    allocationId: ids.resourceId('ipam-pool-alloc'),
    cidr: space.cidr,
    within: space.within,
    name: input.IpamPoolAllocationName ?? '',
    description: input.IpamPoolAllocationDescription ?? '',
    resourceType: 'Custom',
    resourceId: '',
    resourceRegionId: allocationRegion(pool),
    resourceOwnerId: accountId,
    createdBy: caller.arn,
    createdAt: now,
  };
  await transactor.allocations.insert(allocation);
  return {
    kind: 'answer',
    response: {
      IpamPoolAllocationId: allocation.allocationId,
      Cidr: formatCidr(space.cidr),
      SourceCidr: formatCidr(space.within),
    },
    change: {
      resourceType: 'IpamPoolAllocation',
      resourceId: allocation.allocationId,
      after: auditedAllocation(allocation),
      ownerAccountId: pool.accountId,
    },
  };
};
