import { type Cidr, parseCidr } from '@cadastre/address-space';
import type {
  AccessKey,
  Account,
  Allocation,
  AuditEvent,
  ClientToken,
  CustomPolicy,
  DiscoveryAssociation,
  Ipam,
  PolicyAttachment,
  PolicyVersion,
  Pool,
  PoolCidr,
  ResourceDiscovery,
  ResourceGroup,
  Role,
  Scope,
  SignatureNonce,
  User,
  UserGroup,
} from './records.ts';

export const ACCOUNT_ID = '1000000000000001';
export const OTHER_ACCOUNT_ID = '1000000000000002';
export const NOW = Date.UTC(2026, 7, 20, 8, 30, 15, 250);

/** Whole records for tests; each takes what the test is about. */

export function sampleAccount(given: Partial<Account> = {}): Account {
  return {
    accountId: ACCOUNT_ID,
    accountName: `account-${given.accountId ?? ACCOUNT_ID}`,
    status: 'Active',
    serviceOpenedAt: undefined,
    defaultResourceGroupId: 'rg-1',
    createdAt: NOW,
    ...given,
  };
}

export function sampleAccessKey(given: Partial<AccessKey> = {}): AccessKey {
  return {
    accountId: ACCOUNT_ID,
    accessKeyId: 'LTAI-1',
    userId: undefined,
    encryptedSecret: Buffer.from([0, 1, 254, 255]),
    status: 'Active',
    createdAt: NOW,
    ...given,
  };
}

export function sampleUser(given: Partial<User> = {}): User {
  return {
    accountId: ACCOUNT_ID,
    userId: 'user-1',
    userName: 'alice',
    displayName: 'Alice',
    mobilePhone: '86-1',
    email: 'alice@example.com',
    comments: '说明',
    createdAt: NOW,
    updatedAt: NOW + 1,
    ...given,
  };
}

export function sampleRole(given: Partial<Role> = {}): Role {
  return {
    accountId: ACCOUNT_ID,
    roleId: 'role-1',
    roleName: 'reader',
    description: 'reads',
    trustPolicy: '{"Version":"1","Statement":[]}',
    maxSessionSeconds: 3_600,
    createdAt: NOW,
    updatedAt: NOW + 1,
    ...given,
  };
}

export function sampleGroup(given: Partial<UserGroup> = {}): UserGroup {
  return {
    accountId: ACCOUNT_ID,
    groupId: 'g-1',
    groupName: 'developers',
    comments: 'write code',
    createdAt: NOW,
    updatedAt: NOW + 1,
    ...given,
  };
}

export function samplePolicy(given: Partial<CustomPolicy> = {}): CustomPolicy {
  return {
    accountId: ACCOUNT_ID,
    policyName: 'read-only',
    description: 'reads only',
    defaultVersion: 1,
    latestVersion: 1,
    createdAt: NOW,
    updatedAt: NOW + 1,
    ...given,
  };
}

export function samplePolicyVersion(given: Partial<PolicyVersion> = {}): PolicyVersion {
  return {
    accountId: ACCOUNT_ID,
    policyName: 'read-only',
    version: 1,
    document: '{"Version":"1","Statement":[]}',
    createdAt: NOW,
    ...given,
  };
}

export function sampleAttachment(given: Partial<PolicyAttachment> = {}): PolicyAttachment {
  return {
    accountId: ACCOUNT_ID,
    principalType: 'user',
    principalId: 'user-1',
    policyType: 'Custom',
    policyName: 'read-only',
    resourceGroupId: '',
    attachedAt: NOW,
    ...given,
  };
}

export function sampleIpam(given: Partial<Ipam> = {}): Ipam {
  return {
    accountId: ACCOUNT_ID,
    ipamId: 'ipam-1',
    regionId: 'cn-hangzhou',
    name: 'main',
    description: 'of the company',
    resourceGroupId: 'rg-1',
    operatingRegions: ['cn-hangzhou', 'cn-beijing'],
    publicDefaultScopeId: 'scope-public',
    privateDefaultScopeId: 'scope-private',
    defaultDiscoveryId: 'discovery-1',
    defaultAssociationId: 'association-1',
    scopeCount: 0,
    associationCount: 0,
    createdAt: NOW,
    ...given,
  };
}

export function sampleScope(given: Partial<Scope> = {}): Scope {
  return {
    accountId: ACCOUNT_ID,
    scopeId: 'scope-1',
    ipamId: 'ipam-1',
    regionId: 'cn-hangzhou',
    scopeType: 'private',
    isDefault: false,
    name: 'a scope',
    description: '说明 with 🌱',
    resourceGroupId: 'rg-1',
    poolCount: 0,
    createdAt: NOW,
    ...given,
  };
}

/** A top-level pool with no optional value. */
export function samplePool(given: Partial<Pool> = {}): Pool {
  return {
    accountId: ACCOUNT_ID,
    poolId: 'pool-1',
    ipamId: 'ipam-1',
    scopeId: 'scope-1',
    scopeType: 'private',
    regionId: 'cn-hangzhou',
    poolRegionId: undefined,
    sourcePoolId: undefined,
    depth: 0,
    ipVersion: 'IPv4',
    ipv6Isp: undefined,
    name: 'a pool',
    description: '',
    resourceGroupId: 'rg-1',
    minMask: undefined,
    maxMask: undefined,
    defaultMask: undefined,
    autoImport: false,
    isShared: false,
    subPoolCount: 0,
    cidrCount: 0,
    allocationCount: 0,
    availableAt: NOW,
    createdAt: NOW,
    ...given,
  };
}

/** A CIDR of a top-level pool. */
export function samplePoolCidr(given: Partial<PoolCidr> & Pick<PoolCidr, 'cidr'>): PoolCidr {
  return {
    accountId: ACCOUNT_ID,
    poolId: 'pool-1',
    scopeId: 'scope-1',
    sourcePoolId: undefined,
    publicSupply: undefined,
    createdAt: NOW,
    ...given,
  };
}

export function sampleAllocation(
  given: Partial<Allocation> & Pick<Allocation, 'cidr' | 'within'>,
): Allocation {
  return {
    accountId: ACCOUNT_ID,
    poolId: 'pool-1',
    allocationId: 'allocation-1',
    name: '',
    description: '',
    resourceType: 'Custom',
    resourceId: '',
    resourceRegionId: 'cn-hangzhou',
    resourceOwnerId: ACCOUNT_ID,
    createdBy: `acs:ram::${ACCOUNT_ID}:root`,
    createdAt: NOW,
    ...given,
  };
}

export function sampleDiscovery(given: Partial<ResourceDiscovery> = {}): ResourceDiscovery {
  return {
    accountId: ACCOUNT_ID,
    discoveryId: 'discovery-1',
    regionId: 'cn-hangzhou',
    discoveryType: 'custom',
    name: 'found',
    description: '',
    resourceGroupId: 'rg-1',
    operatingRegions: ['cn-hangzhou'],
    createdAt: NOW,
    ...given,
  };
}

export function sampleAssociation(given: Partial<DiscoveryAssociation> = {}): DiscoveryAssociation {
  return {
    accountId: ACCOUNT_ID,
    associationId: 'association-1',
    ipamId: 'ipam-1',
    discoveryId: 'discovery-1',
    discoveryOwnerId: ACCOUNT_ID,
    createdAt: NOW,
    ...given,
  };
}

export function sampleClientToken(given: Partial<ClientToken> = {}): ClientToken {
  return {
    accountId: ACCOUNT_ID,
    operation: 'VpcIpam.CreateIpamPool',
    token: 'token-1',
    requestHash: 'hash-1',
    response: '{"IpamPoolId":"pool-1"}',
    expiresAt: NOW + 1_000,
    ...given,
  };
}

export function sampleNonce(given: Partial<SignatureNonce> = {}): SignatureNonce {
  return {
    accountId: ACCOUNT_ID,
    accessKeyId: 'LTAI-1',
    nonce: 'nonce-1',
    expiresAt: NOW + 1_000,
    ...given,
  };
}

export function sampleResourceGroup(given: Partial<ResourceGroup> = {}): ResourceGroup {
  return {
    accountId: ACCOUNT_ID,
    resourceGroupId: 'rg-2',
    name: 'project',
    displayName: 'Our project',
    createdAt: NOW,
    ...given,
  };
}

/** An event with neither a before nor an after. */
export function sampleEvent(given: Partial<AuditEvent> = {}): AuditEvent {
  return {
    accountId: ACCOUNT_ID,
    occurredAt: NOW,
    eventId: 'event-1',
    operation: 'VpcIpam.CreateIpamPool',
    principalArn: `acs:ram::${ACCOUNT_ID}:root`,
    accessKeyId: 'LTAI-1',
    code: 'OK',
    resourceType: 'IpamPool',
    resourceId: 'pool-1',
    before: undefined,
    after: undefined,
    answer: undefined,
    ...given,
  };
}

/** A CIDR from its text. */
export function cidrOf(text: string): Cidr {
  const parsed = parseCidr(text);
  if (parsed.kind === 'invalid') throw new Error(`${text} is no CIDR.`);
  return parsed.cidr;
}
