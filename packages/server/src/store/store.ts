import type { Cidr, FreeBlock, FreeSpaceChanges } from '@cadastre/address-space';
import type { Tag } from '@cadastre/api-contract';
import type { DirectoryReaders, DirectoryWriters } from './directory-store.ts';
import type { DiscoveryReader, DiscoveryWriter } from './discovery-store.ts';
import type {
  AddressHistoryReader,
  AddressHistoryWriter,
  EventReader,
  EventWriter,
} from './history-store.ts';
import type {
  AccessKeyReader,
  AccessKeyWriter,
  AccountReader,
  AccountWriter,
  GroupReader,
  GroupWriter,
  PolicyReader,
  PolicyWriter,
  RoleReader,
  RoleWriter,
  UserReader,
  UserWriter,
} from './identity-store.ts';
import type { InventoryReader, InventoryTransactor } from './inventory-store.ts';
import type {
  Allocation,
  AuditEvent,
  ClientToken,
  GroupedResource,
  GroupedResourceType,
  Ipam,
  Pool,
  PoolCidr,
  ResourceGroup,
  ResourceTag,
  Scope,
  SignatureNonce,
} from './records.ts';
import type { ShareReader, ShareWriter } from './sharing-store.ts';
import type { WriteScope } from './write-scope.ts';

/**
 * The store: everything durable. Every engine passes the suite in `store-contract.ts`.
 *
 * Guarantees of every engine:
 * - what `write` has answered is on disk, whole; what it has not answered may be there or not, but
 *   never in part;
 * - a read sees every write that was answered before the read began;
 * - a function given to `read` or `write` awaits nothing but the reader or transactor it is handed.
 *   What it tries and the engine refuses fails the whole write. It may be run again, where its transaction was in the way of another one; then only what the last
 *   run did is kept, and its value answered.
 */
export interface Store {
  /** Runs a function against one state of the store. */
  read<Value>(work: (reader: Reader) => Promise<Value>): Promise<Value>;
  /**
   * Runs a function in a transaction of its own. Its changes are kept when it answers `commit` and
   * taken back when it answers `rollback` or throws; a nonce is kept in every case. Answers only
   * after the change is on disk. Throws StoreUnavailableError when the engine cannot write, and
   * StoreConflictError when other transactions stay in the way; nothing of the transaction is kept
   * then, unless a connection broke in a commit and nobody could be asked how that ended.
   */
  write<Value>(write: Write<Value>): Promise<WriteResult<Value>>;
  /** Waits for writes under way and closes the engine. */
  close(): Promise<void>;
}

export interface Write<Value> {
  /** Refuses the write when this nonce was recorded before. */
  readonly nonce?: SignatureNonce | undefined;
  /**
   * The time of the call, which agrees with the signed time of its caller. Servers that share a database
   * forget by it what has expired: a clock that is set wrong makes none of them forget.
   */
  readonly calledAt?: number | undefined;
  /** What the write reads and changes; everything where undefined. */
  readonly scope?: WriteScope | undefined;
  /** The client token that the write looks up, so that an engine can look up those of many at once. */
  readonly clientToken?: ClientTokenKey | undefined;
  readonly run: (transactor: Transactor) => Promise<WriteDecision<Value>>;
}

export type WriteDecision<Value> =
  | { readonly kind: 'commit'; readonly value: Value }
  | {
      readonly kind: 'rollback';
      readonly value: Value;
      /** Kept although the changes are taken back: the refusal itself. */
      readonly event?: AuditEvent;
    };

export type WriteResult<Value> =
  | { readonly kind: 'done'; readonly value: Value }
  | { readonly kind: 'nonce-used' };

/** Read methods. Every one is keyed by account, but the look-ups that find the account. */
export interface Reader extends DirectoryReaders, InventoryReader {
  readonly accounts: AccountReader;
  readonly accessKeys: AccessKeyReader;
  readonly users: UserReader;
  readonly roles: RoleReader;
  readonly groups: GroupReader;
  readonly policies: PolicyReader;
  readonly ipams: IpamReader;
  readonly scopes: ScopeReader;
  readonly pools: PoolReader;
  readonly poolCidrs: PoolCidrReader;
  readonly freeSpace: FreeSpaceReader;
  readonly allocations: AllocationReader;
  readonly addressHistory: AddressHistoryReader;
  readonly discoveries: DiscoveryReader;
  readonly shares: ShareReader;
  readonly tags: TagReader;
  readonly resourceGroups: ResourceGroupReader;
  readonly resources: ResourceReader;
  readonly clientTokens: ClientTokenReader;
  readonly events: EventReader;
}

/** Read and write methods; it exists only inside a transaction. */
export interface Transactor
  extends Omit<Reader, keyof (DirectoryReaders & InventoryReader)>,
    DirectoryWriters,
    InventoryTransactor {
  readonly accounts: AccountWriter;
  readonly accessKeys: AccessKeyWriter;
  readonly users: UserWriter;
  readonly roles: RoleWriter;
  readonly groups: GroupWriter;
  readonly policies: PolicyWriter;
  readonly ipams: IpamWriter;
  readonly scopes: ScopeWriter;
  readonly pools: PoolWriter;
  readonly poolCidrs: PoolCidrWriter;
  readonly freeSpace: FreeSpaceWriter;
  readonly allocations: AllocationWriter;
  readonly addressHistory: AddressHistoryWriter;
  readonly discoveries: DiscoveryWriter;
  readonly shares: ShareWriter;
  readonly tags: TagWriter;
  readonly resourceGroups: ResourceGroupWriter;
  readonly resources: ResourceWriter;
  readonly clientTokens: ClientTokenWriter;
  readonly events: EventWriter;
}

/** A page of a list: rows in ascending order of their id, after the given one. */
export interface PageRequest {
  readonly after: string | undefined;
  readonly limit: number;
}

export interface Page<Item> {
  readonly items: readonly Item[];
  /** Rows that match the filter, over all pages. */
  readonly totalCount: number;
  readonly hasMore: boolean;
}

/** A tag that listed resources must have; without a value, any value. */
export interface TagFilter {
  readonly key: string;
  readonly value: string | undefined;
}

/** What the filters of all resource lists share. A filter that is undefined lets everything pass. */
export interface ResourceFilter {
  readonly accountId: string;
  readonly regionId: string;
  readonly ids: readonly string[] | undefined;
  readonly name: string | undefined;
  readonly resourceGroupId: string | undefined;
  readonly tags: readonly TagFilter[];
}

export interface IpamReader {
  find(accountId: string, ipamId: string): Promise<Ipam | undefined>;
  countInRegion(accountId: string, regionId: string): Promise<number>;
  list(filter: ResourceFilter, page: PageRequest): Promise<Page<Ipam>>;
}

export interface IpamWriter extends IpamReader {
  insert(ipam: Ipam): Promise<void>;
  /** Writes name, description and operating regions. */
  update(ipam: Ipam): Promise<void>;
  /** Removes the IPAM; its scopes and association must be gone. */
  remove(ipam: Ipam): Promise<void>;
}

export interface ScopeFilter extends ResourceFilter {
  readonly ipamId: string | undefined;
  readonly scopeType: string | undefined;
}

export interface ScopeReader {
  find(accountId: string, scopeId: string): Promise<Scope | undefined>;
  list(filter: ScopeFilter, page: PageRequest): Promise<Page<Scope>>;
}

export interface ScopeWriter extends ScopeReader {
  /** Adds the scope and counts it in its IPAM. */
  insert(scope: Scope): Promise<void>;
  /** Writes name and description. */
  update(scope: Scope): Promise<void>;
  /** Removes a scope that has no pools and takes it off its IPAM's count. */
  remove(scope: Scope): Promise<void>;
}

export interface PoolFilter extends ResourceFilter {
  readonly scopeId: string | undefined;
  readonly poolRegionId: string | undefined;
  readonly sourcePoolId: string | undefined;
  readonly ipVersion: string | undefined;
  readonly ipv6Isp: string | undefined;
  readonly isShared: boolean | undefined;
}

export interface PoolReader {
  find(accountId: string, poolId: string): Promise<Pool | undefined>;
  /**
   * Another account's pool that is shared with the account, as it sees it: with the name and the
   * description that it gave the pool itself, and in no resource group.
   */
  findSharedWith(accountId: string, poolId: string): Promise<Pool | undefined>;
  /** The account's own pools. */
  list(filter: PoolFilter, page: PageRequest): Promise<Page<Pool>>;
  /** Pools that are shared with the account, as it sees them; they have no tags for it. */
  listSharedWith(filter: PoolFilter, page: PageRequest): Promise<Page<Pool>>;
  /** Public IPv6 top-level pools of the account with that pool region and ISP. */
  countPublicTopPools(accountId: string, poolRegionId: string, ipv6Isp: string): Promise<number>;
  /** Whether any pool of the IPAM belongs to the region. */
  existsInRegion(accountId: string, ipamId: string, poolRegionId: string): Promise<boolean>;
  /** Whether the IPAM has any pool. */
  existsInIpam(accountId: string, ipamId: string): Promise<boolean>;
}

export interface PoolWriter extends PoolReader {
  /** Adds the pool and counts it in its scope and, for a sub-pool, in its source pool. */
  insert(pool: Pool): Promise<void>;
  /** Writes name, description, masks and auto import. */
  update(pool: Pool): Promise<void>;
  /** Removes a pool without sub-pools, CIDRs and allocations and takes it off the counts. */
  remove(pool: Pool): Promise<void>;
  /**
   * Sets the name and the description under which an account sees a pool shared with it; what is
   * undefined stays.
   */
  setSharedView(
    accountId: string,
    poolId: string,
    name: string | undefined,
    description: string | undefined,
  ): Promise<void>;
}

export interface PoolCidrReader {
  /** The provisioned CIDR of exactly that address and prefix length. */
  find(accountId: string, poolId: string, cidr: Cidr): Promise<PoolCidr | undefined>;
  /** At most `limit` CIDRs of a pool in address order, after the given address key. */
  list(accountId: string, poolId: string, page: PageRequest): Promise<readonly PoolCidr[]>;
  /** All CIDRs of the given pools, in order of pool and address. */
  listOfPools(accountId: string, poolIds: readonly string[]): Promise<readonly PoolCidr[]>;
  /** A CIDR of the pool that has addresses in common with the given one. */
  findOverlapping(accountId: string, poolId: string, cidr: Cidr): Promise<PoolCidr | undefined>;
  /** A CIDR of any top-level pool of the scope that has addresses in common with the given one. */
  findTopLevelOverlapping(
    accountId: string,
    scopeId: string,
    cidr: Cidr,
  ): Promise<PoolCidr | undefined>;
  /** The CIDRs that pools of all accounts took from a public supply, in address order. */
  listPublic(publicSupply: string): Promise<readonly PoolCidr[]>;
}

export interface PoolCidrWriter extends PoolCidrReader {
  /**
   * Adds a CIDR and counts it in its pool. The free space of the CIDR is written apart. The
   * database refuses overlap in the pool, between top-level pools of a scope, and a sub-pool's
   * CIDR that is no allocation of its source pool.
   */
  insert(poolCidr: PoolCidr): Promise<void>;
  /** Waits until no other transaction takes from a public supply, or looks at what is taken. */
  lockPublic(publicSupply: string): Promise<void>;
  /** Removes a CIDR that has no allocations and takes it off its pool's count. */
  remove(poolCidr: PoolCidr): Promise<void>;
}

/** The free blocks of a pool: with its allocations they tile every CIDR of the pool exactly. */
export interface FreeSpaceReader {
  /**
   * The free block with the lowest address that holds a CIDR of the prefix length. The cost does
   * not grow with the number of blocks.
   */
  lowestThatFits(
    accountId: string,
    poolId: string,
    prefixLength: number,
  ): Promise<FreeBlock | undefined>;
  /** The free block that contains the whole CIDR. */
  blockContaining(accountId: string, poolId: string, cidr: Cidr): Promise<FreeBlock | undefined>;
  /** The free blocks that a freed CIDR would merge with, from small to large, inside `within`. */
  freeBuddies(
    accountId: string,
    poolId: string,
    cidr: Cidr,
    within: Cidr,
  ): Promise<readonly FreeBlock[]>;
}

export interface FreeSpaceWriter extends FreeSpaceReader {
  /** Removes and adds free blocks. Throws when one to remove is not there. */
  apply(accountId: string, poolId: string, changes: FreeSpaceChanges): Promise<void>;
}

export interface AllocationFilter {
  readonly accountId: string;
  readonly poolId: string;
  readonly ids: readonly string[] | undefined;
  readonly name: string | undefined;
  readonly cidr: Cidr | undefined;
}

export interface AllocationReader {
  find(accountId: string, allocationId: string): Promise<Allocation | undefined>;
  /** An allocation of a pool that is shared with the account. */
  findSharedWith(accountId: string, allocationId: string): Promise<Allocation | undefined>;
  findByCidr(accountId: string, poolId: string, cidr: Cidr): Promise<Allocation | undefined>;
  /** In address order; a page starts after the address key of an allocation. */
  list(filter: AllocationFilter, page: PageRequest): Promise<Page<Allocation>>;
}

export interface AllocationWriter extends AllocationReader {
  /**
   * Adds an allocation and counts it in its pool; its free block is taken apart. The database
   * refuses an allocation that overlaps another of the pool or lies in no CIDR of it.
   */
  insert(allocation: Allocation): Promise<void>;
  setNameAndDescription(allocation: Allocation, name: string, description: string): Promise<void>;
  /** Moves the allocation to the history and takes it off its pool's count. */
  release(allocation: Allocation, releasedBy: string, releasedAt: number): Promise<void>;
}

export interface ResourceTagFilter {
  readonly accountId: string;
  readonly regionId: string;
  readonly resourceType: GroupedResourceType;
  /** All resources of the type where undefined. */
  readonly resourceIds: readonly string[] | undefined;
  /** Tags that a listed resource has, all of them; only tags with their keys are listed. */
  readonly tags: readonly TagFilter[];
}

export interface TagReader {
  /** Tags of the given resources, in order of resource id and key. */
  listOf(accountId: string, resourceIds: readonly string[]): Promise<readonly ResourceTag[]>;
  /** At most `limit` tags in order of resource id and key, after the given resource and key. */
  list(
    filter: ResourceTagFilter,
    after: Pick<ResourceTag, 'resourceId' | 'key'> | undefined,
    limit: number,
  ): Promise<readonly ResourceTag[]>;
}

export interface TagWriter extends TagReader {
  insert(
    accountId: string,
    resourceType: string,
    resourceId: string,
    tags: readonly Tag[],
  ): Promise<void>;
  /** Adds tags; one of the same key gets the new value. */
  put(
    accountId: string,
    resourceType: string,
    resourceId: string,
    tags: readonly Tag[],
  ): Promise<void>;
  /** Removes the tags with these keys. */
  remove(accountId: string, resourceId: string, keys: readonly string[]): Promise<void>;
  /** Removes all tags of a resource. */
  removeOf(accountId: string, resourceId: string): Promise<void>;
}

/** A filter that is undefined lets everything pass. */
export interface ResourceGroupFilter {
  readonly accountId: string;
  readonly ids: readonly string[] | undefined;
  /** Parts of the name and the display name, in any case. */
  readonly name: string | undefined;
  readonly displayName: string | undefined;
  readonly tags: readonly TagFilter[];
}

export interface ResourceGroupReader {
  find(accountId: string, resourceGroupId: string): Promise<ResourceGroup | undefined>;
  findByName(accountId: string, name: string): Promise<ResourceGroup | undefined>;
  /** How many the account has, the default one included. */
  count(accountId: string): Promise<number>;
  /** Oldest first, from the given row on, and how many match in all. */
  list(
    filter: ResourceGroupFilter,
    offset: number,
    limit: number,
  ): Promise<{ readonly items: readonly ResourceGroup[]; readonly totalCount: number }>;
}

export interface ResourceGroupWriter extends ResourceGroupReader {
  insert(resourceGroup: ResourceGroup): Promise<void>;
  setDisplayName(accountId: string, resourceGroupId: string, displayName: string): Promise<void>;
  /** Removes a resource group that has no resources, and detaches the policies that hold in it. */
  remove(accountId: string, resourceGroupId: string): Promise<void>;
}

/** Resources of any type, by what they all have. */
export interface ResourceReader {
  find(
    accountId: string,
    resourceType: GroupedResourceType,
    resourceId: string,
  ): Promise<GroupedResource | undefined>;
  existsInGroup(accountId: string, resourceGroupId: string): Promise<boolean>;
}

export interface ResourceWriter extends ResourceReader {
  moveToGroup(resource: GroupedResource, resourceGroupId: string): Promise<void>;
}

/** What a client token is unique in. */
export type ClientTokenKey = Pick<ClientToken, 'accountId' | 'operation' | 'token'>;

export interface ClientTokenReader {
  /** The remembered answer; undefined for an unknown token and for one that has expired by `now`. */
  find(
    accountId: string,
    operation: string,
    token: string,
    now: number,
  ): Promise<ClientToken | undefined>;
}

export interface ClientTokenWriter extends ClientTokenReader {
  /**
   * Remembers an answer; one of the same token that has expired by `now` is replaced. Throws
   * StoreConflictError where one is in force: another server was faster.
   */
  remember(token: ClientToken, now: number): Promise<void>;
  /** Forgets at most `limit` expired tokens and answers how many. */
  removeExpired(now: number, limit: number): Promise<number>;
}
