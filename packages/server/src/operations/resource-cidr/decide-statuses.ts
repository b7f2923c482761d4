import { isMaskAllowed } from '@cadastre/address-space';
import type { StoredResourceCidr } from '../../store/inventory-records.ts';
import type { Allocation, Pool } from '../../store/records.ts';
import { rulesOf } from '../ipam-pool-allocation/take-space.ts';

/** What manages a resource CIDR: an allocation, and the pool it is in. */
export interface Management {
  readonly pool: Pool;
  readonly allocation: Allocation;
}

export interface ResourceCidrStatuses {
  readonly ManagementStatus: 'Managed' | 'Unmanaged' | 'Ignored';
  readonly ComplianceStatus: 'Compliant' | 'Noncompliant' | 'Unmanaged' | 'Ignored';
  readonly OverlapStatus: 'Nonoverlapping' | 'Overlapping' | 'Ignored';
}

/** The statuses of a resource CIDR. One that no pool manages is checked for overlap only (published). */
export function decideStatuses(
  resourceCidr: Pick<StoredResourceCidr, 'isIgnored' | 'isOverlapping' | 'regionId'>,
  management: Management | undefined,
): ResourceCidrStatuses {
  if (resourceCidr.isIgnored) {
    return { ManagementStatus: 'Ignored', ComplianceStatus: 'Ignored', OverlapStatus: 'Ignored' };
  }
  const OverlapStatus = resourceCidr.isOverlapping ? 'Overlapping' : 'Nonoverlapping';
  if (management === undefined) {
    return { ManagementStatus: 'Unmanaged', ComplianceStatus: 'Unmanaged', OverlapStatus };
  }
  const ComplianceStatus = keepsRules(resourceCidr.regionId, management)
    ? 'Compliant'
    : 'Noncompliant';
  return { ManagementStatus: 'Managed', ComplianceStatus, OverlapStatus };
}

/**
 * The rules are asked as they are now, of the block that the pool gave: a VSwitch keeps them when the
 * CIDR of its VPC around it does (our choice).
 */
function keepsRules(regionId: string, { pool, allocation }: Management): boolean {
  return (
    pool.poolRegionId === regionId && isMaskAllowed(rulesOf(pool), allocation.cidr.prefixLength)
  );
}
