import { type Cidr, encodeAddressKey, firstAddress } from '@cadastre/address-space';
import type { DiscoveredAddress, DiscoveredCidr, ResourceCidr } from './inventory-records.ts';

/*
 * Where pages of the inventory's lists start: each is the key of a row, and the page comes after it.
 */

function firstKey(cidr: Cidr): string {
  return encodeAddressKey(cidr.ipVersion, firstAddress(cidr));
}

/** The key of a CIDR in the list of a region. */
export function discoveredCidrKey({ resourceType, resourceId, cidr }: DiscoveredCidr): string {
  return JSON.stringify([resourceType, resourceId, cidr.ipVersion, firstKey(cidr)]);
}

/** The key of an address in the list of a source. */
export function discoveredAddressKey({ vpcId, cidr }: DiscoveredAddress): string {
  return JSON.stringify([vpcId, cidr.ipVersion, firstKey(cidr)]);
}

/** The key of an address in the list of a network or a VSwitch. */
export function listedAddressKey({ vpcId, cidr }: DiscoveredAddress): string {
  return JSON.stringify([firstKey(cidr), vpcId]);
}

/** The key of a resource CIDR in the list of scopes. */
export function resourceCidrKey({ scopeId, cidr, ownerId, resourceId }: ResourceCidr): string {
  const { ipVersion, prefixLength } = cidr;
  return JSON.stringify([scopeId, ipVersion, firstKey(cidr), prefixLength, ownerId, resourceId]);
}
