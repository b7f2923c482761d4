import type { Page, PageRequest, TagFilter } from './store.ts';

/** Resource shares: what an account gives to other accounts, and what each of them has accepted. */

export type SharedResourceType = 'IpamPool' | 'IpamResourceDiscovery';

/** Whose shares are meant: the account's own, or those of others that it has accepted. */
export type ShareOwner = 'Self' | 'OtherAccounts';

export type InvitationStatus = 'Pending' | 'Accepted' | 'Rejected';

/** Resources and the accounts they are shared with. */
export interface ResourceShare {
  /** The owner. */
  readonly accountId: string;
  readonly shareId: string;
  readonly name: string;
  readonly allowExternalTargets: boolean;
  readonly resourceGroupId: string;
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** A resource of a share. */
export interface ShareResource {
  readonly accountId: string;
  readonly shareId: string;
  readonly resourceId: string;
  readonly resourceType: SharedResourceType;
  readonly regionId: string;
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** An account that a share is meant for. */
export interface ShareTarget {
  readonly accountId: string;
  readonly shareId: string;
  readonly targetId: string;
  /** False until the account accepts its invitation. */
  readonly isAccepted: boolean;
  readonly createdAt: number;
  readonly updatedAt: number;
}

export interface ShareInvitation {
  /** The sender, who owns the share. */
  readonly accountId: string;
  readonly invitationId: string;
  readonly shareId: string;
  readonly receiverId: string;
  readonly status: InvitationStatus;
  readonly createdAt: number;
}

/** A part of a share, with the name of the share that lists show beside it. */
export type Named<Item> = Item & { readonly shareName: string };

/** A page of which nobody asks the total. */
export type UncountedPage<Item> = Omit<Page<Item>, 'totalCount'>;

/** A filter that is undefined lets everything pass. */
export interface ShareFilter {
  readonly accountId: string;
  readonly owner: ShareOwner;
  readonly shareIds: readonly string[] | undefined;
  readonly name: string | undefined;
  readonly resourceGroupId: string | undefined;
  readonly ownerIds: readonly string[] | undefined;
  /** Shares that have this resource. */
  readonly resourceId: string | undefined;
  /** Shares with a resource of that type. */
  readonly resourceType: string | undefined;
  readonly tags: readonly TagFilter[];
}

export interface ShareResourceFilter {
  readonly accountId: string;
  readonly owner: ShareOwner;
  readonly shareIds: readonly string[] | undefined;
  readonly resourceIds: readonly string[] | undefined;
  readonly resourceType: string | undefined;
  /** An account that an own share is meant for, or the owner of another's share. */
  readonly targetId: string | undefined;
}

export interface ShareTargetFilter {
  readonly accountId: string;
  readonly shareIds: readonly string[] | undefined;
  readonly targetIds: readonly string[] | undefined;
  readonly isAccepted: boolean | undefined;
  /** A resource of the share. */
  readonly resourceId: string | undefined;
  readonly resourceType: string | undefined;
}

export interface InvitationFilter {
  readonly receiverId: string;
  readonly shareIds: readonly string[] | undefined;
  readonly invitationIds: readonly string[] | undefined;
}

/** How many resources of a type are shared with an account. */
export interface SharedCount {
  readonly accountId: string;
  readonly count: number;
}

export interface ShareReader {
  find(accountId: string, shareId: string): Promise<ResourceShare | undefined>;
  /** Another account's share that the account has accepted. */
  findReceived(accountId: string, shareId: string): Promise<ResourceShare | undefined>;
  /** In order of their ids. */
  list(filter: ShareFilter, page: PageRequest): Promise<UncountedPage<ResourceShare>>;
  findResource(
    accountId: string,
    shareId: string,
    resourceId: string,
  ): Promise<ShareResource | undefined>;
  /** In order of share and resource; a page starts after `{shareId}/{resourceId}`. */
  listResources(
    filter: ShareResourceFilter,
    page: PageRequest,
  ): Promise<UncountedPage<Named<ShareResource>>>;
  findTarget(
    accountId: string,
    shareId: string,
    targetId: string,
  ): Promise<ShareTarget | undefined>;
  /** Targets of own shares, in order of share and target; a page starts after both. */
  listTargets(
    filter: ShareTargetFilter,
    page: PageRequest,
  ): Promise<UncountedPage<Named<ShareTarget>>>;
  /** How many shares of the account have the resource, whoever they are meant for. */
  countSharesOf(accountId: string, resourceId: string): Promise<number>;
  /** How many resources of the type each account has that accepted the share, over all shares. */
  countSharedWithTargets(
    accountId: string,
    shareId: string,
    resourceType: SharedResourceType,
  ): Promise<readonly SharedCount[]>;
  /**
   * The accounts with a share of a resource discovery for the given account, accepted or not, in
   * order of their ids.
   */
  listDiscoverySharers(targetId: string): Promise<readonly string[]>;
  /** An invitation by the account that received it. */
  findInvitation(
    receiverId: string,
    invitationId: string,
  ): Promise<Named<ShareInvitation> | undefined>;
  /** In order of their ids. */
  listInvitations(
    filter: InvitationFilter,
    page: PageRequest,
  ): Promise<UncountedPage<Named<ShareInvitation>>>;
}

/**
 * Every change keeps the effective shares in step: a resource is shared with an account while at
 * least one share that the account has accepted gives it, and a pool says whether it is shared.
 */
export interface ShareWriter extends ShareReader {
  insert(share: ResourceShare): Promise<void>;
  /** Writes the name and whether external targets are allowed. */
  update(share: ResourceShare): Promise<void>;
  /** Removes the share with its resources, targets and invitations. */
  remove(share: ResourceShare): Promise<void>;
  addResource(resource: ShareResource): Promise<void>;
  removeResource(resource: ShareResource): Promise<void>;
  /** Adds a target that has not accepted yet, with its invitation. */
  invite(target: ShareTarget, invitation: ShareInvitation): Promise<void>;
  /** Removes a target; an invitation that it has not answered goes with it. */
  removeTarget(target: ShareTarget): Promise<void>;
  accept(invitation: ShareInvitation, acceptedAt: number): Promise<void>;
  /** Keeps the invitation as rejected and removes the target. */
  reject(invitation: ShareInvitation): Promise<void>;
}
