import type { Tag } from '@cadastre/api-contract';
import type {
  AccessKey,
  Account,
  ActiveStatus,
  AuditEvent,
  ClientToken,
  DiscoveryAssociation,
  Ipam,
  Policy,
  Pool,
  ResourceDiscovery,
  ResourceTag,
  Scope,
  SignatureNonce,
  User,
} from './records.ts';

/**
 * The store: everything durable. Every engine passes the suite in `store-contract.ts`.
 *
 * Guarantees of every engine:
 * - what `write` has answered is on disk, whole; what it has not answered may be there or not, but
 *   never in part;
 * - a read sees every write that was answered before the read began;
 * - a function given to `read` or `write` awaits nothing but the reader or transactor it is handed.
 */
export interface Store {
  /** Runs a function against one state of the store. */
  read<Value>(work: (reader: Reader) => Promise<Value>): Promise<Value>;
  /**
   * Runs a function in a transaction of its own. Its changes are kept when it answers `commit` and
   * taken back when it answers `rollback` or throws; a nonce is kept in every case. Answers only
   * after the change is on disk. Throws StoreUnavailableError when the engine cannot write; nothing
   * of the transaction is kept then.
   */
  write<Value>(write: Write<Value>): Promise<WriteResult<Value>>;
  /** Waits for writes under way and closes the engine. */
  close(): Promise<void>;
}

export interface Write<Value> {
  /** Refuses the write when this nonce was recorded before. */
  readonly nonce?: SignatureNonce | undefined;
  readonly run: (transactor: Transactor) => Promise<WriteDecision<Value>>;
}

export type WriteDecision<Value> =
  | { readonly kind: 'commit'; readonly value: Value }
  | { readonly kind: 'rollback'; readonly value: Value };

export type WriteResult<Value> =
  | { readonly kind: 'done'; readonly value: Value }
  | { readonly kind: 'nonce-used' };

/** Read methods. Every one is keyed by account, but the look-ups that find the account. */
export interface Reader {
  readonly accounts: AccountReader;
  readonly identities: IdentityReader;
  readonly ipams: IpamReader;
  readonly scopes: ScopeReader;
  readonly pools: PoolReader;
  readonly discoveries: DiscoveryReader;
  readonly tags: TagReader;
  readonly clientTokens: ClientTokenReader;
  readonly events: EventReader;
}

/** Read and write methods; it exists only inside a transaction. */
export interface Transactor extends Reader {
  readonly accounts: AccountWriter;
  readonly identities: IdentityWriter;
  readonly ipams: IpamWriter;
  readonly scopes: ScopeWriter;
  readonly pools: PoolWriter;
  readonly discoveries: DiscoveryWriter;
  readonly tags: TagWriter;
  readonly clientTokens: ClientTokenWriter;
  readonly nonces: NonceWriter;
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

export interface AccountReader {
  find(accountId: string): Promise<Account | undefined>;
  /** All accounts, oldest first. */
  list(): Promise<readonly Account[]>;
}

export interface AccountWriter extends AccountReader {
  insert(account: Account): Promise<void>;
  setServiceOpenedAt(accountId: string, serviceOpenedAt: number): Promise<void>;
}

export interface IdentityReader {
  /** The access key of that id in any account; ids are unique over all accounts. */
  findAccessKey(accessKeyId: string): Promise<AccessKey | undefined>;
  findUser(accountId: string, userId: string): Promise<User | undefined>;
  /** The policies attached to a user, in order of their names. */
  listUserPolicies(accountId: string, userId: string): Promise<readonly Policy[]>;
}

export interface IdentityWriter extends IdentityReader {
  insertAccessKey(accessKey: AccessKey): Promise<void>;
  setAccessKeyStatus(accountId: string, accessKeyId: string, status: ActiveStatus): Promise<void>;
  insertUser(user: User): Promise<void>;
  insertPolicy(policy: Policy): Promise<void>;
  attachPolicyToUser(accountId: string, policyName: string, userId: string): Promise<void>;
}

export interface IpamReader {
  find(accountId: string, ipamId: string): Promise<Ipam | undefined>;
  countInRegion(accountId: string, regionId: string): Promise<number>;
  list(filter: ResourceFilter, page: PageRequest): Promise<Page<Ipam>>;
}

export interface IpamWriter extends IpamReader {
  insert(ipam: Ipam): Promise<void>;
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
  /** Another account's pool that is shared with the account. */
  findSharedWith(accountId: string, poolId: string): Promise<Pool | undefined>;
  list(filter: PoolFilter, page: PageRequest): Promise<Page<Pool>>;
  /** Public IPv6 top-level pools of the account with that pool region and ISP. */
  countPublicTopPools(accountId: string, poolRegionId: string, ipv6Isp: string): Promise<number>;
}

export interface PoolWriter extends PoolReader {
  /** Adds the pool and counts it in its scope and, for a sub-pool, in its source pool. */
  insert(pool: Pool): Promise<void>;
  /** Shows the owner's pool to another account. */
  share(ownerAccountId: string, poolId: string, principalAccountId: string): Promise<void>;
}

export interface DiscoveryReader {
  findInRegion(accountId: string, regionId: string): Promise<ResourceDiscovery | undefined>;
}

export interface DiscoveryWriter extends DiscoveryReader {
  insert(discovery: ResourceDiscovery): Promise<void>;
  /** Turns a custom discovery into the default one of an IPAM. */
  makeDefault(
    accountId: string,
    discoveryId: string,
    operatingRegions: readonly string[],
  ): Promise<void>;
  insertAssociation(association: DiscoveryAssociation): Promise<void>;
}

export interface TagReader {
  /** Tags of the given resources, in order of resource id and key. */
  listOf(accountId: string, resourceIds: readonly string[]): Promise<readonly ResourceTag[]>;
}

export interface TagWriter extends TagReader {
  insert(
    accountId: string,
    resourceType: string,
    resourceId: string,
    tags: readonly Tag[],
  ): Promise<void>;
}

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
  /** Remembers an answer; an expired one of the same token is replaced. */
  remember(token: ClientToken): Promise<void>;
  /** Forgets at most `limit` expired tokens and answers how many. */
  removeExpired(now: number, limit: number): Promise<number>;
}

export interface NonceWriter {
  /** False when the nonce was recorded before. */
  record(nonce: SignatureNonce): Promise<boolean>;
  /** Forgets at most `limit` expired nonces and answers how many. */
  removeExpired(now: number, limit: number): Promise<number>;
}

export interface EventReader {
  /** At most `limit` events of an account after the given event id, oldest first. */
  list(accountId: string, page: PageRequest): Promise<readonly AuditEvent[]>;
}

export interface EventWriter extends EventReader {
  append(event: AuditEvent): Promise<void>;
}
