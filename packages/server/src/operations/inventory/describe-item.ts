import { formatCidr, formatIpAddress } from '@cadastre/address-space';
import type { AddressItem, ResourceItem } from './read-items.ts';

/** A network or a subnet as PutInventory takes it. */
export function describeResourceItem(item: ResourceItem) {
  const { resourceType, resourceId, vpcId, regionId, name, cidrs } = item;
  return {
    Type: resourceType,
    ResourceId: resourceId,
    ...(resourceType === 'VPC' ? {} : { VpcId: vpcId }),
    RegionId: regionId,
    ...(name === '' ? {} : { Name: name }),
    Cidrs: cidrs.map(formatCidr),
  };
}

/** An address in use as PutInventory takes it. */
export function describeAddressItem(item: AddressItem) {
  const { cidr, resourceId, serviceType, vpcId, vSwitchId, regionId } = item;
  return {
    Type: 'Address' as const,
    Address: formatIpAddress(cidr.ipVersion, cidr.address),
    ResourceId: resourceId,
    ServiceType: serviceType,
    VpcId: vpcId,
    ...(vSwitchId === '' ? {} : { VSwitchId: vSwitchId }),
    RegionId: regionId,
  };
}
