import { formatCidr } from '@cadastre/address-space';
import type { Allocation, Pool } from '../../store/records.ts';
import { allocationRegion } from './decide-request.ts';

/** The fields that every answer about an allocation has; times differ by operation. */
export function describeAllocation(allocation: Allocation, pool: Pool) {
  return {
    IpamPoolAllocationId: allocation.allocationId,
    IpamPoolAllocationName: allocation.name,
    IpamPoolAllocationDescription: allocation.description,
    IpamPoolId: allocation.poolId,
    Cidr: formatCidr(allocation.cidr),
    SourceCidr: formatCidr(allocation.within),
    ResourceId: allocation.resourceId,
    ResourceType: allocation.resourceType,
    ResourceRegionId: allocation.resourceRegionId,
    ResourceOwnerId: Number(allocation.resourceOwnerId),
    RegionId: allocationRegion(pool),
    Status: 'Created' as const,
  };
}

/**
 * An allocation as audit events show it: CIDRs as text, since JSON has no bigint, and nothing that
 * the event says beside it.
 */
export function auditedAllocation(allocation: Allocation): object {
  const { poolId, name, description, cidr, within, createdBy, createdAt } = allocation;
  const { resourceType, resourceId, resourceRegionId, resourceOwnerId } = allocation;
  return {
    poolId,
    name,
    description,
    resourceType,
    resourceId,
    resourceRegionId,
    resourceOwnerId,
    createdBy,
    createdAt,
    cidr: formatCidr(cidr),
    within: formatCidr(within),
  };
}
