import type { DiscoveryAssociation, ResourceDiscovery } from './records.ts';
import type { Page, PageRequest, ResourceFilter } from './store.ts';

/** The part of the store that knows what looks for resources, and for which IPAMs. */

/** A resource discovery in a list, with whether its owner shares it with anyone. */
export interface ListedDiscovery extends ResourceDiscovery {
  readonly isShared: boolean;
}

/** A filter that is undefined lets everything pass. */
export interface DiscoveryFilter extends ResourceFilter {
  readonly discoveryType: string | undefined;
  readonly isShared: boolean | undefined;
}

/** A filter that is undefined lets everything pass. */
export interface AssociationFilter {
  /** The owner of the IPAMs. */
  readonly accountId: string;
  /** The region that hosts the IPAMs. */
  readonly regionId: string;
  readonly ipamId: string | undefined;
  readonly discoveryId: string | undefined;
}

/** An association with what lists show of its resource discovery. */
export type ListedAssociation = DiscoveryAssociation & Pick<ResourceDiscovery, 'discoveryType'>;

/** What a principal calls a resource discovery shared with it; what is undefined stays. */
export interface SharedDiscoveryView {
  readonly name?: string | undefined;
  readonly description?: string | undefined;
  readonly resourceGroupId?: string | undefined;
}

export interface DiscoveryReader {
  find(accountId: string, discoveryId: string): Promise<ResourceDiscovery | undefined>;
  /**
   * Another account's resource discovery that is shared with the account, as it sees it: with the
   * name, the description and the resource group that it gave the discovery itself. Until then the
   * owner's texts hold, and it is in no group.
   */
  findSharedWith(accountId: string, discoveryId: string): Promise<ResourceDiscovery | undefined>;
  findInRegion(accountId: string, regionId: string): Promise<ResourceDiscovery | undefined>;
  /** The account's own resource discoveries. */
  list(filter: DiscoveryFilter, page: PageRequest): Promise<Page<ListedDiscovery>>;
  /** Those shared with the account, as it sees them; they have no tags for it. */
  listSharedWith(filter: DiscoveryFilter, page: PageRequest): Promise<Page<ListedDiscovery>>;
  /** The association of an IPAM of the account with a resource discovery of anyone. */
  findAssociation(
    accountId: string,
    ipamId: string,
    discoveryId: string,
  ): Promise<DiscoveryAssociation | undefined>;
  /** Associations of the account's IPAMs, in order of their ids. */
  listAssociations(filter: AssociationFilter, page: PageRequest): Promise<Page<ListedAssociation>>;
  /** All accounts whose resource discoveries are associated with an IPAM, each once. */
  listOwnersOfAssociated(accountId: string, ipamId: string): Promise<readonly string[]>;
  /** Associations of other accounts with resource discoveries of the owner not shared with them. */
  listUnsharedAssociations(ownerId: string): Promise<readonly DiscoveryAssociation[]>;
}

export interface DiscoveryWriter extends DiscoveryReader {
  insert(discovery: ResourceDiscovery): Promise<void>;
  /** Writes name, description and operating regions. */
  update(discovery: ResourceDiscovery): Promise<void>;
  /** Turns a custom discovery into the default one of an IPAM. */
  makeDefault(
    accountId: string,
    discoveryId: string,
    operatingRegions: readonly string[],
  ): Promise<void>;
  setOperatingRegions(
    accountId: string,
    discoveryId: string,
    operatingRegions: readonly string[],
  ): Promise<void>;
  /** Sets how an account sees a resource discovery shared with it. */
  setSharedView(accountId: string, discoveryId: string, view: SharedDiscoveryView): Promise<void>;
  /** Adds the association and counts it in its IPAM. */
  insertAssociation(association: DiscoveryAssociation): Promise<void>;
  /** Removes the association and takes it off its IPAM's count. */
  removeAssociation(association: DiscoveryAssociation): Promise<void>;
  /** Removes a resource discovery that is associated with no IPAM. */
  remove(discovery: ResourceDiscovery): Promise<void>;
}
