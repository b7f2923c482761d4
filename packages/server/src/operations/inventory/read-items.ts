import type { Cidr } from '@cadastre/address-space';
import { formatCidr } from '@cadastre/address-space';
import { INVENTORY_ITEM_COUNT_MAX, type Refusal, refuse } from '@cadastre/api-contract';
import type { DiscoveredAddress, DiscoveredResource } from '../../store/inventory-records.ts';
import { ItemProblem, readArray, readFields, readObject } from './json-reader.ts';
import { readAddress, readCidrs, readId, readName, readRegionId } from './read-values.ts';

/** A network or a subnet, as an item tells of it. */
export type ResourceItem = Pick<
  DiscoveredResource,
  'resourceType' | 'resourceId' | 'regionId' | 'vpcId' | 'name' | 'cidrs'
>;

/** An address in use, as an item tells of it. */
export type AddressItem = Pick<
  DiscoveredAddress,
  'cidr' | 'resourceId' | 'serviceType' | 'vpcId' | 'vSwitchId' | 'regionId'
>;

/** An address of a network that is gone. */
export type RemovedAddress = Pick<DiscoveredAddress, 'cidr' | 'vpcId'>;

/** What one batch says, well-formed as a whole; no resource and no address is in it twice. */
export interface Batch {
  readonly kind: 'batch';
  readonly resources: readonly ResourceItem[];
  readonly addresses: readonly AddressItem[];
  readonly removedIds: readonly string[];
  readonly removedAddresses: readonly RemovedAddress[];
}

/**
 * Reads the items and removals of a batch; a text that is not given has none. A problem refuses the
 * batch as a whole, naming where it is. Never throws.
 */
export function readBatch(items: string | undefined, removed: string | undefined): Batch | Refusal {
  try {
    return read(items ?? '[]', removed ?? '[]');
  } catch (error) {
    if (!(error instanceof ItemProblem)) throw error;
    const ParameterName = error.message.startsWith('Items') ? 'Items' : 'Removed';
    return refuse('IllegalParam.{ParameterName}', { ParameterName, Detail: error.message });
  }
}

function read(itemsText: string, removedText: string): Batch {
  const seen = new Set<string>();
  const items = readArray('Items', itemsText, INVENTORY_ITEM_COUNT_MAX, (value, where) => {
    const item = readItem(value, where);
    addOnce(seen, 'cidr' in item ? addressKey(item) : item.resourceId, where);
    return item;
  });
  const removed = readArray('Removed', removedText, INVENTORY_ITEM_COUNT_MAX, (value, where) => {
    const one = typeof value === 'string' ? readId(value, where) : readRemoved(value, where);
    addOnce(seen, typeof one === 'string' ? one : addressKey(one), where);
    return one;
  });
  return {
    kind: 'batch',
    resources: items.filter((item): item is ResourceItem => !('cidr' in item)),
    addresses: items.filter((item): item is AddressItem => 'cidr' in item),
    removedIds: removed.filter((one): one is string => typeof one === 'string'),
    removedAddresses: removed.filter((one): one is RemovedAddress => typeof one !== 'string'),
  };
}

/** Ids have no line break, so that no id reads like an address. */
function addressKey({ vpcId, cidr }: { readonly vpcId: string; readonly cidr: Cidr }): string {
  return `${vpcId}\n${formatCidr(cidr)}`;
}

function addOnce(seen: Set<string>, key: string, where: string): void {
  if (seen.has(key)) throw new ItemProblem(`${where}: the batch names it twice.`);
  seen.add(key);
}

function readItem(value: unknown, where: string): ResourceItem | AddressItem {
  switch (readObject(value, where)['Type']) {
    case 'VPC':
      return readNetwork(value, where);
    case 'VSwitch':
      return readSubnet(value, where);
    case 'Address':
      return readUsedAddress(value, where);
    default:
      throw new ItemProblem(`${where}.Type: it must be VPC, VSwitch or Address.`);
  }
}

const NETWORK_FIELDS = ['Type', 'ResourceId', 'RegionId', 'Cidrs'];
const SUBNET_FIELDS = [...NETWORK_FIELDS, 'VpcId'];
const ADDRESS_FIELDS = ['Type', 'Address', 'ResourceId', 'ServiceType', 'VpcId', 'RegionId'];

function readNetwork(value: unknown, where: string): ResourceItem {
  const fields = readFields(value, where, NETWORK_FIELDS, ['Name']);
  const resourceId = readId(fields['ResourceId'], `${where}.ResourceId`);
  return {
    resourceType: 'VPC',
    resourceId,
    vpcId: resourceId,
    regionId: readRegionId(fields['RegionId'], `${where}.RegionId`),
    name: readName(fields['Name'], `${where}.Name`),
    cidrs: readCidrs(fields['Cidrs'], `${where}.Cidrs`),
  };
}

function readSubnet(value: unknown, where: string): ResourceItem {
  const fields = readFields(value, where, SUBNET_FIELDS, ['Name']);
  return {
    resourceType: 'VSwitch',
    resourceId: readId(fields['ResourceId'], `${where}.ResourceId`),
    vpcId: readId(fields['VpcId'], `${where}.VpcId`),
    regionId: readRegionId(fields['RegionId'], `${where}.RegionId`),
    name: readName(fields['Name'], `${where}.Name`),
    cidrs: readCidrs(fields['Cidrs'], `${where}.Cidrs`),
  };
}

function readUsedAddress(value: unknown, where: string): AddressItem {
  const fields = readFields(value, where, ADDRESS_FIELDS, ['VSwitchId']);
  const vSwitchId = fields['VSwitchId'];
  return {
    cidr: readAddress(fields['Address'], `${where}.Address`),
    resourceId: readId(fields['ResourceId'], `${where}.ResourceId`),
    serviceType: readId(fields['ServiceType'], `${where}.ServiceType`),
    vpcId: readId(fields['VpcId'], `${where}.VpcId`),
    vSwitchId: vSwitchId === undefined ? '' : readId(vSwitchId, `${where}.VSwitchId`),
    regionId: readRegionId(fields['RegionId'], `${where}.RegionId`),
  };
}

function readRemoved(value: unknown, where: string): RemovedAddress {
  const fields = readFields(value, where, ['Address', 'VpcId'], []);
  return {
    cidr: readAddress(fields['Address'], `${where}.Address`),
    vpcId: readId(fields['VpcId'], `${where}.VpcId`),
  };
}
