import type { Cidr } from '@cadastre/address-space';

/** The types of resource that take address space, as the API spells them. */
export type DiscoveredType = 'VPC' | 'VSwitch';

/** The source name of resources that this server's own VPC operations made. */
export const OWN_SOURCE = '';

/** A network or a subnet that exists, as this server's VPC operations or an inventory source tell. */
export interface DiscoveredResource {
  /** Who owns the resource. */
  readonly accountId: string;
  /** Unique in the account. */
  readonly resourceId: string;
  readonly resourceType: DiscoveredType;
  readonly regionId: string;
  /** The network it is in; its own id for a VPC. */
  readonly vpcId: string;
  readonly name: string;
  /** Who tells of it: OWN_SOURCE, or the name of an inventory source. */
  readonly sourceName: string;
  /** The version of the source that named it last; 0 for OWN_SOURCE. */
  readonly sourceVersion: number;
  /** The first one is the primary; no two have an address in common. */
  readonly cidrs: readonly Cidr[];
  /** When it was learnt of as it is now, in milliseconds since the epoch. */
  readonly discoveredAt: number;
}

/** One CIDR of a discovered resource. */
export interface DiscoveredCidr
  extends Omit<DiscoveredResource, 'cidrs' | 'sourceName' | 'sourceVersion'> {
  readonly cidr: Cidr;
  /**
   * Addresses in use, the reserved ones not counted: of a VSwitch those known to be used, of a VPC
   * all of its VSwitches.
   */
  readonly usedCount: bigint;
}

/** An address in use, and what uses it. */
export interface DiscoveredAddress {
  readonly accountId: string;
  readonly regionId: string;
  readonly vpcId: string;
  readonly vSwitchId: string;
  /** The address as a CIDR of one address. Unique in the network. */
  readonly cidr: Cidr;
  readonly resourceId: string;
  /** Such as `ENI`. */
  readonly serviceType: string;
  readonly sourceName: string;
  readonly sourceVersion: number;
}

/**
 * A CIDR of a resource as one IPAM sees it: in which scope it counts, which allocation covers it,
 * whether it overlaps there.
 */
export interface ResourceCidr {
  /** Who owns the IPAM. */
  readonly accountId: string;
  readonly ipamId: string;
  readonly scopeId: string;
  /** Who owns the resource. */
  readonly ownerId: string;
  readonly resourceId: string;
  readonly resourceType: DiscoveredType;
  readonly regionId: string;
  readonly vpcId: string;
  readonly cidr: Cidr;
  /** The pool and the allocation that cover it; undefined for one that no pool manages. */
  readonly poolId: string | undefined;
  readonly allocationId: string | undefined;
  /** Left out of all checks by the IPAM's owner. */
  readonly isIgnored: boolean;
}

/** What the store adds to a resource CIDR: it is kept in step by the writes themselves. */
export interface StoredResourceCidr extends ResourceCidr {
  /** Whether another resource of the scope has addresses in common with it; never for ignored ones. */
  readonly isOverlapping: boolean;
}

/** An inventory source of an account: what last told of its networks. */
export interface InventorySource {
  readonly accountId: string;
  readonly sourceName: string;
  /** The last version that came in. */
  readonly version: number;
  /** How the version came: everything there is, or changes only. */
  readonly mode: 'Full' | 'Delta';
  /** Whether the last batch of the version came in. */
  readonly isComplete: boolean;
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** An IPAM, by its key. */
export interface IpamKey {
  readonly accountId: string;
  readonly ipamId: string;
}
