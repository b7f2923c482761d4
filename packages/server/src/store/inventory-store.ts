import type { Cidr } from '@cadastre/address-space';
import type {
  DiscoveredAddress,
  DiscoveredCidr,
  DiscoveredResource,
  DiscoveredType,
  InventorySource,
  IpamKey,
  ResourceCidr,
  StoredResourceCidr,
} from './inventory-records.ts';
import type { Allocation } from './records.ts';
import type { Page, PageRequest } from './store.ts';
import type { NetworkReader, NetworkTransactor } from './vpc-store.ts';

/** The part of the store that knows what is really out there. */

/** A filter that is undefined lets everything pass. */
export interface DiscoveredFilter {
  /** The owner of the resources. */
  readonly accountId: string;
  readonly regionId: string;
  readonly resourceType: DiscoveredType | undefined;
}

export interface DiscoveredResourceReader {
  find(accountId: string, resourceId: string): Promise<DiscoveredResource | undefined>;
  /** The CIDRs of a resource with what is used of them, the primary one first. */
  cidrsOf(accountId: string, resourceId: string): Promise<readonly DiscoveredCidr[]>;
  /** The regions that the account has resources in. */
  listRegionIds(accountId: string): Promise<readonly string[]>;
  /** The ids of the VSwitches of a network, in order. */
  vSwitchIdsOf(accountId: string, vpcId: string): Promise<readonly string[]>;
  /** At most `limit` ids of resources in a region, networks before subnets, after the given one. */
  listIds(
    accountId: string,
    regionId: string,
    resourceType: DiscoveredType,
    page: PageRequest,
  ): Promise<readonly string[]>;
  /** CIDRs of the resources of a region, by type, resource and address; a page starts after a key. */
  list(filter: DiscoveredFilter, page: PageRequest): Promise<Page<DiscoveredCidr>>;
  /** Resources of a source with a version below the given one, in order of ids, after one of them. */
  listOlder(
    accountId: string,
    sourceName: string,
    version: number,
    page: PageRequest,
  ): Promise<readonly DiscoveredResource[]>;
  /** At most `limit` resources of a source in order of ids, after the given one. */
  listOfSource(
    accountId: string,
    sourceName: string,
    page: PageRequest,
  ): Promise<readonly DiscoveredResource[]>;
}

export interface DiscoveredResourceWriter extends DiscoveredResourceReader {
  /**
   * Adds or replaces a resource with its CIDRs. What is used of a CIDR is counted anew for one that
   * was not there before, and kept for others; that of the network around a subnet follows.
   */
  put(resource: DiscoveredResource): Promise<void>;
  /** Does what `put` does where it is known already what is there. */
  replace(before: DiscoveredResource | undefined, resource: DiscoveredResource): Promise<void>;
  /** Notes that a source named the resource, unchanged, in a newer version. */
  setVersion(accountId: string, resourceId: string, version: number): Promise<void>;
  /** Removes a resource with its CIDRs; what was used of the network around a subnet follows. */
  remove(accountId: string, resourceId: string): Promise<void>;
}

export interface DiscoveredAddressFilter {
  readonly accountId: string;
  readonly vpcId: string | undefined;
  readonly vSwitchId: string | undefined;
  readonly regionIds: readonly string[];
  readonly cidr: Cidr | undefined;
}

export interface DiscoveredAddressReader {
  find(accountId: string, vpcId: string, cidr: Cidr): Promise<DiscoveredAddress | undefined>;
  /** IPv4 addresses in order; a page starts after the key of one. One of both ids must be given. */
  list(filter: DiscoveredAddressFilter, page: PageRequest): Promise<Page<DiscoveredAddress>>;
  /**
   * Addresses of a source with a version below the given one, by network and address, after a key.
   */
  listOlder(
    accountId: string,
    sourceName: string,
    version: number,
    page: PageRequest,
  ): Promise<readonly DiscoveredAddress[]>;
  /** At most `limit` addresses of a source that a resource has. */
  listOfResource(
    accountId: string,
    sourceName: string,
    resourceId: string,
    limit: number,
  ): Promise<readonly DiscoveredAddress[]>;
  /** At most `limit` addresses of a source by network and address, after the given key. */
  listOfSource(
    accountId: string,
    sourceName: string,
    page: PageRequest,
  ): Promise<readonly DiscoveredAddress[]>;
}

export interface DiscoveredAddressWriter extends DiscoveredAddressReader {
  /** Adds or replaces an address; what is used of its VSwitch follows. */
  put(address: DiscoveredAddress): Promise<void>;
  /** Notes that a source named an address, unchanged, in a newer version. */
  setVersion(address: DiscoveredAddress, version: number): Promise<void>;
  /** Removes an address; what is used of its VSwitch follows. */
  remove(address: DiscoveredAddress): Promise<void>;
}

/** A filter that is undefined lets everything pass. */
export interface ResourceCidrFilter {
  /** The owner of the IPAM. */
  readonly accountId: string;
  readonly scopeIds: readonly string[];
  readonly poolId: string | undefined;
  readonly resourceType: DiscoveredType | undefined;
  readonly resourceId: string | undefined;
  readonly vpcId: string | undefined;
}

/** An IPAM that a resource discovery is associated with, and where both of them look. */
export interface DiscoveringIpam extends IpamKey {
  readonly regionIds: readonly string[];
}

export interface ResourceCidrReader {
  /**
   * The IPAMs of all accounts that a resource discovery of the account is associated with, each with
   * the regions that both the discovery and the IPAM operate in.
   */
  listIpamsDiscovering(ownerId: string): Promise<readonly DiscoveringIpam[]>;
  /** How the IPAMs of all accounts see a resource. */
  listOfResource(ownerId: string, resourceId: string): Promise<readonly StoredResourceCidr[]>;
  /** The VPC allocations that a network has in the pools of all accounts. */
  allocationsOf(ownerId: string, resourceId: string): Promise<readonly Allocation[]>;
  /** By scope, address and resource; a page starts after a key. No page costs more by its depth. */
  list(filter: ResourceCidrFilter, page: PageRequest): Promise<Page<StoredResourceCidr>>;
  /** At most `limit` resource CIDRs that the given one overlaps with. */
  listOverlapping(
    resourceCidr: ResourceCidr,
    limit: number,
  ): Promise<readonly StoredResourceCidr[]>;
  /** Networks in a CIDR that no pool manages and nobody ignores, the largest first. */
  listImportable(
    accountId: string,
    scopeId: string,
    regionId: string,
    within: Cidr,
  ): Promise<readonly StoredResourceCidr[]>;
  /**
   * The pools with auto import in a default scope that have a region and a provisioned CIDR around
   * the given one, the smallest CIDR first.
   */
  listImportingPools(
    accountId: string,
    scopeId: string,
    regionId: string,
    cidr: Cidr,
  ): Promise<readonly string[]>;
  isIgnored(ipam: IpamKey, ownerId: string, resourceId: string): Promise<boolean>;
}

export interface ResourceCidrWriter extends ResourceCidrReader {
  /** Adds a resource CIDR; it and those it overlaps with in its scope are marked. */
  insert(resourceCidr: ResourceCidr): Promise<void>;
  /** Removes a resource CIDR; those that overlap with no other one any more lose their mark. */
  remove(resourceCidr: ResourceCidr): Promise<void>;
  /** Writes pool and allocation of a resource CIDR that stays in its scope. */
  setAllocation(resourceCidr: ResourceCidr): Promise<void>;
  /** Removes everything that an IPAM sees, and what it ignores. */
  removeOfIpam(ipam: IpamKey): Promise<void>;
  /** Remembers or forgets that an IPAM's owner leaves a resource out of all checks. */
  setIgnored(ipam: IpamKey, ownerId: string, resourceId: string, isIgnored: boolean): Promise<void>;
}

export interface InventorySourceReader {
  find(accountId: string, sourceName: string): Promise<InventorySource | undefined>;
  /** How many the account has. */
  count(accountId: string): Promise<number>;
  /** In order of names, after the given one, with the number of resources and addresses of each. */
  list(
    accountId: string,
    page: PageRequest,
  ): Promise<
    Page<InventorySource & { readonly resourceCount: number; readonly addressCount: number }>
  >;
}

export interface InventorySourceWriter extends InventorySourceReader {
  /** Adds or replaces a source. */
  put(source: InventorySource): Promise<void>;
  /** Forgets a source; what it told of stays. */
  remove(accountId: string, sourceName: string): Promise<void>;
}

/** The read methods of the inventory, and of the networks made here. */
export interface InventoryReader extends NetworkReader {
  readonly discoveredResources: DiscoveredResourceReader;
  readonly discoveredAddresses: DiscoveredAddressReader;
  readonly resourceCidrs: ResourceCidrReader;
  readonly inventorySources: InventorySourceReader;
}

/** The read and write methods of the inventory, and of the networks made here. */
export interface InventoryTransactor extends NetworkTransactor {
  readonly discoveredResources: DiscoveredResourceWriter;
  readonly discoveredAddresses: DiscoveredAddressWriter;
  readonly resourceCidrs: ResourceCidrWriter;
  readonly inventorySources: InventorySourceWriter;
}
