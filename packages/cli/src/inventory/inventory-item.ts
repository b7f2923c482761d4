/**
 * What an inventory source tells of, as `PutInventory` takes it. Fields have the API's names. A
 * field that is left out is not known.
 */
export type InventoryItem = NetworkItem | SubnetItem | AddressItem;

export interface NetworkItem {
  readonly Type: 'VPC';
  readonly ResourceId: string;
  readonly RegionId: string;
  readonly Name?: string;
  /** Canonical, at least one, the primary one first; no two overlap. */
  readonly Cidrs: readonly string[];
}

export interface SubnetItem {
  readonly Type: 'VSwitch';
  readonly ResourceId: string;
  readonly VpcId: string;
  readonly RegionId: string;
  readonly Name?: string;
  readonly Cidrs: readonly string[];
}

export interface AddressItem {
  readonly Type: 'Address';
  /** Canonical, without a prefix length. */
  readonly Address: string;
  /** What uses the address. */
  readonly ResourceId: string;
  /** What kind of thing that is, such as `ENI`. */
  readonly ServiceType: string;
  readonly VpcId: string;
  readonly VSwitchId?: string;
  readonly RegionId: string;
}

/** What is one and the same thing in two snapshots: a resource, or an address of a network. */
export function itemKey(item: InventoryItem): string {
  return item.Type === 'Address' ? `${item.VpcId} ${item.Address}` : item.ResourceId;
}

const TYPE_ORDER = { VPC: 0, VSwitch: 1, Address: 2 } as const;

/** Networks before their subnets, and those before their addresses. */
export function compareByType(left: InventoryItem, right: InventoryItem): number {
  return TYPE_ORDER[left.Type] - TYPE_ORDER[right.Type];
}

/** A name as a field, or no field for an empty or unknown one. */
export function nameField(name: string | null | undefined): { readonly Name?: string } {
  return name === undefined || name === null || name === '' ? {} : { Name: name };
}
