import type { Cidr } from '@cadastre/address-space';
import type { Tag } from '@cadastre/api-contract';

/** What the store keeps, as the rest of the server sees it. Times are milliseconds since the epoch. */

export type ActiveStatus = 'Active' | 'Inactive';

export interface Account {
  /** 16 decimal digits. */
  readonly accountId: string;
  readonly accountName: string;
  readonly status: ActiveStatus;
  /** When OpenVpcIpamService was called; undefined before. */
  readonly serviceOpenedAt: number | undefined;
  readonly defaultResourceGroupId: string;
  readonly createdAt: number;
}

export interface AccessKey {
  readonly accountId: string;
  readonly accessKeyId: string;
  /** The RAM user that the key belongs to; undefined for the root of the account. */
  readonly userId: string | undefined;
  /** Encrypted; see `identity/secret-box.ts`. */
  readonly encryptedSecret: Uint8Array;
  readonly status: ActiveStatus;
  readonly createdAt: number;
}

export interface User {
  readonly accountId: string;
  /** 18 decimal digits. */
  readonly userId: string;
  readonly userName: string;
  readonly displayName: string;
  readonly mobilePhone: string;
  readonly email: string;
  readonly comments: string;
  readonly createdAt: number;
  readonly updatedAt: number;
}

export interface Role {
  readonly accountId: string;
  /** 18 decimal digits. */
  readonly roleId: string;
  readonly roleName: string;
  readonly description: string;
  /** Who may assume the role: a policy document, JSON text. */
  readonly trustPolicy: string;
  readonly maxSessionSeconds: number;
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** A group of RAM users. */
export interface UserGroup {
  readonly accountId: string;
  readonly groupId: string;
  readonly groupName: string;
  readonly comments: string;
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** A custom policy; its documents are its versions. */
export interface CustomPolicy {
  readonly accountId: string;
  readonly policyName: string;
  readonly description: string;
  /** The number of the version that holds. */
  readonly defaultVersion: number;
  /** The highest number given to a version so far; numbers are not used again. */
  readonly latestVersion: number;
  readonly createdAt: number;
  readonly updatedAt: number;
}

export interface PolicyVersion {
  readonly accountId: string;
  readonly policyName: string;
  /** 1 for `v1`. */
  readonly version: number;
  /** The policy document, JSON text. */
  readonly document: string;
  readonly createdAt: number;
}

export type PolicyType = 'Custom' | 'System';
export type PrincipalType = 'user' | 'group' | 'role';

export interface PolicyAttachment {
  readonly accountId: string;
  readonly principalType: PrincipalType;
  readonly principalId: string;
  readonly policyType: PolicyType;
  readonly policyName: string;
  /** The only resource group the policy holds in; empty when it holds in the whole account. */
  readonly resourceGroupId: string;
  readonly attachedAt: number;
}

export type ScopeType = 'public' | 'private';
export type IpVersion = 'IPv4' | 'IPv6';
export type Ipv6Isp = 'BGP' | 'ChinaMobile' | 'ChinaUnicom' | 'ChinaTelecom';

export interface Ipam {
  readonly accountId: string;
  readonly ipamId: string;
  /** The region that hosts it. */
  readonly regionId: string;
  readonly name: string;
  readonly description: string;
  readonly resourceGroupId: string;
  readonly operatingRegions: readonly string[];
  readonly publicDefaultScopeId: string;
  readonly privateDefaultScopeId: string;
  readonly defaultDiscoveryId: string;
  readonly defaultAssociationId: string;
  /** Counter: scopes of the IPAM. */
  readonly scopeCount: number;
  /** Counter: associated resource discoveries. */
  readonly associationCount: number;
  readonly createdAt: number;
}

export interface Scope {
  readonly accountId: string;
  readonly scopeId: string;
  readonly ipamId: string;
  /** The region that hosts its IPAM. */
  readonly regionId: string;
  readonly scopeType: ScopeType;
  readonly isDefault: boolean;
  readonly name: string;
  readonly description: string;
  readonly resourceGroupId: string;
  /** Counter: pools of the scope. */
  readonly poolCount: number;
  readonly createdAt: number;
}

export interface Pool {
  readonly accountId: string;
  readonly poolId: string;
  readonly ipamId: string;
  readonly scopeId: string;
  readonly scopeType: ScopeType;
  /** The region that hosts its IPAM. */
  readonly regionId: string;
  /** The region whose resources may use the pool. */
  readonly poolRegionId: string | undefined;
  /** Undefined for a top-level pool. */
  readonly sourcePoolId: string | undefined;
  /** 0 for a top-level pool. */
  readonly depth: number;
  readonly ipVersion: IpVersion;
  /** Set for public IPv6 pools only. */
  readonly ipv6Isp: Ipv6Isp | undefined;
  readonly name: string;
  readonly description: string;
  readonly resourceGroupId: string;
  readonly minMask: number | undefined;
  readonly maxMask: number | undefined;
  readonly defaultMask: number | undefined;
  readonly autoImport: boolean;
  readonly isShared: boolean;
  /** Counter: direct sub-pools. */
  readonly subPoolCount: number;
  /** Counter: provisioned CIDRs. */
  readonly cidrCount: number;
  /** Counter: allocations, those of sub-pools included. */
  readonly allocationCount: number;
  /** Until then the pool is in status Creating. */
  readonly availableAt: number;
  readonly createdAt: number;
}

/** A CIDR provisioned to a pool. */
export interface PoolCidr {
  readonly accountId: string;
  readonly poolId: string;
  readonly cidr: Cidr;
  readonly scopeId: string;
  /** Undefined for a top-level pool; else the CIDR is an allocation of type IpamPool in that pool. */
  readonly sourcePoolId: string | undefined;
  /** Region and ISP whose public supply the CIDR is from; see `publicSupplyKey`. */
  readonly publicSupply: string | undefined;
  readonly createdAt: number;
}

export type AllocationType = 'Custom' | 'VPC' | 'IpamPool';

/** Addresses of a pool that are taken. */
export interface Allocation {
  readonly accountId: string;
  readonly poolId: string;
  readonly allocationId: string;
  readonly cidr: Cidr;
  /** The provisioned CIDR that it lies in. */
  readonly within: Cidr;
  readonly name: string;
  readonly description: string;
  readonly resourceType: AllocationType;
  /** What holds the addresses; empty for a custom allocation. */
  readonly resourceId: string;
  readonly resourceRegionId: string;
  readonly resourceOwnerId: string;
  /** ARN of the principal who made it. */
  readonly createdBy: string;
  readonly createdAt: number;
}

/** An allocation as the history tells of it: one that is live, or one that was released. */
export interface AllocationRecord extends Omit<Allocation, 'within'> {
  /** Empty where the pool is gone and nothing tells its scope any more. */
  readonly scopeId: string;
  /** Undefined, as the time is, while the allocation is live. */
  readonly releasedBy: string | undefined;
  readonly releasedAt: number | undefined;
}

export type DiscoveryType = 'system' | 'custom';

export interface ResourceDiscovery {
  readonly accountId: string;
  readonly discoveryId: string;
  readonly regionId: string;
  readonly discoveryType: DiscoveryType;
  readonly name: string;
  readonly description: string;
  readonly resourceGroupId: string;
  readonly operatingRegions: readonly string[];
  readonly createdAt: number;
}

export interface DiscoveryAssociation {
  readonly accountId: string;
  readonly associationId: string;
  readonly ipamId: string;
  readonly discoveryId: string;
  readonly discoveryOwnerId: string;
  readonly createdAt: number;
}

/** A group of an account's resources, for policies and for lists. */
export interface ResourceGroup {
  readonly accountId: string;
  readonly resourceGroupId: string;
  /** Unique in the account. */
  readonly name: string;
  readonly displayName: string;
  readonly createdAt: number;
}

/** The types of resource that have tags and a resource group, as the tag operations spell them. */
export type GroupedResourceType =
  | 'IPAM'
  | 'IPAMSCOPE'
  | 'IPAMPOOL'
  | 'IPAMRESOURCEDISCOVERY'
  | 'VPC'
  | 'VSWITCH';

/** What every resource with tags and a resource group has. */
export interface GroupedResource {
  readonly accountId: string;
  readonly resourceType: GroupedResourceType;
  readonly resourceId: string;
  /** The region that hosts it. */
  readonly regionId: string;
  readonly resourceGroupId: string;
}

export interface ResourceTag extends Tag {
  readonly resourceId: string;
}

/** A client token that a caller gave, with the answer it stands for. */
export interface ClientToken extends RememberedAnswer {
  readonly accountId: string;
  readonly operation: string;
  readonly token: string;
  readonly expiresAt: number;
}

/** A signature nonce of a call that writes. */
export interface SignatureNonce {
  readonly accountId: string;
  readonly accessKeyId: string;
  readonly nonce: string;
  readonly expiresAt: number;
}

/**
 * Who did what: one for every write, in the transaction of the write, and one for every call that
 * was refused.
 */
export interface AuditEvent {
  readonly accountId: string;
  /** The id of the request; request ids grow with time, so events are in order of them. */
  readonly eventId: string;
  readonly occurredAt: number;
  readonly operation: string;
  readonly principalArn: string;
  readonly accessKeyId: string;
  /** `OK`, or the error code. */
  readonly code: string;
  /** What was changed; both are empty for a call that was refused. */
  readonly resourceType: string;
  readonly resourceId: string;
  /** The resource before and after, JSON text; undefined where it did not or does not exist. */
  readonly before: string | undefined;
  readonly after: string | undefined;
  /** What to answer when the request id is used as a client token; kept for calls without one. */
  readonly answer: RememberedAnswer | undefined;
}

/** The answer to a write, to be given again. */
export interface RememberedAnswer {
  /** The parameters it was the answer to, or a hash of them where they are long. */
  readonly requestHash: string;
  /** The response without RequestId, JSON text. */
  readonly response: string;
}
