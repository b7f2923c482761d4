import { formatUsedPercent, vpcUsage, vSwitchUsage } from '@cadastre/address-space';
import type { DiscoveredCidr } from '../../store/inventory-records.ts';

/** How many addresses of a resource's CIDR are used, as lists show it. */
export function describeUsage({
  resourceType,
  cidr,
  usedCount,
}: Pick<DiscoveredCidr, 'resourceType' | 'cidr' | 'usedCount'>) {
  const usage = resourceType === 'VPC' ? vpcUsage(cidr, usedCount) : vSwitchUsage(cidr, usedCount);
  return {
    IpCountDetail: {
      TotalIpCount: String(usage.total),
      UsedIpCount: String(usage.used),
      FreeIpCount: String(usage.free),
    },
    IpUsage: formatUsedPercent(usage),
  };
}
