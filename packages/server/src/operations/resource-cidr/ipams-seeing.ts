import type { IpamKey } from '../../store/inventory-records.ts';
import type { Ipam } from '../../store/records.ts';
import type { Reader } from '../../store/store.ts';

/**
 * The IPAMs that see the resources of an account in a region. They operate there, and either a
 * resource discovery of the account that looks there is associated with them, or the account is a
 * member of them.
 */
export async function listIpamsSeeing(
  reader: Reader,
  ownerId: string,
  regionId: string,
): Promise<readonly Ipam[]> {
  const discovering = await reader.resourceCidrs.listIpamsDiscovering(ownerId);
  const keys: readonly IpamKey[] = [
    ...discovering.filter(({ regionIds }) => regionIds.includes(regionId)),
    ...(await reader.members.listIpamsManaging(ownerId)),
  ];
  // An IPAM may see an account by several ways.
  const distinct = new Map(keys.map((key) => [key.ipamId, key])).values();
  const seeing: Ipam[] = [];
  for (const { accountId, ipamId } of distinct) {
    const ipam = await reader.ipams.find(accountId, ipamId);
    if (ipam === undefined) throw new Error(`The IPAM ${ipamId} that sees ${ownerId} is gone.`);
    if (ipam.operatingRegions.includes(regionId)) seeing.push(ipam);
  }
  return seeing;
}
