import type { IpamKey } from '../../store/inventory-records.ts';
import type { Reader } from '../../store/store.ts';

/**
 * The IPAMs that see the resources of an account in a region: those that a resource discovery of the
 * account is associated with, where both operate in the region.
 */
export async function listIpamsSeeing(
  reader: Reader,
  ownerId: string,
  regionId: string,
): Promise<readonly IpamKey[]> {
  const discovering = await reader.resourceCidrs.listIpamsDiscovering(ownerId);
  const seeing = discovering.filter(({ regionIds }) => regionIds.includes(regionId));
  // Two resource discoveries of an account may be associated with one IPAM.
  return [...new Map(seeing.map((ipam) => [ipam.ipamId, ipam])).values()];
}
