import { type Cidr, cidrContains, isSameCidr, parseCidr } from '@cadastre/address-space';
import type { DiscoveredResource, ResourceCidr } from '../../store/inventory-records.ts';
import type { Allocation, Ipam, Pool } from '../../store/records.ts';

/** An IPAM that sees a resource. */
export interface SeeingIpam {
  readonly ipam: Ipam;
  /** Whether its owner leaves the resource out of all checks. */
  readonly isIgnored: boolean;
}

/** An allocation that a network has, with the pool it is in. */
export interface NetworkAllocation {
  readonly allocation: Allocation;
  readonly pool: Pool;
}

const UNIQUE_LOCAL = cidrOf('fc00::/7');

function cidrOf(text: string): Cidr {
  const parsed = parseCidr(text);
  if (parsed.kind === 'invalid') throw new Error(`${text} is no CIDR.`);
  return parsed.cidr;
}

/**
 * How IPAMs see a network. A CIDR with an allocation counts in the scope of its pool; any other in a
 * default scope: the private one, or for routable IPv6 the public one (our choice). The owner of a
 * pool sees what has an allocation in it, wherever it is.
 */
export function decideNetworkCidrs(
  resource: DiscoveredResource,
  seeing: readonly SeeingIpam[],
  allocations: readonly NetworkAllocation[],
): readonly ResourceCidr[] {
  return resource.cidrs.flatMap((cidr) => {
    const managed = allocations.filter(({ allocation }) => isSameCidr(allocation.cidr, cidr));
    const byPools = managed.map(({ allocation, pool }) => ({
      ...describe(resource, cidr),
      accountId: pool.accountId,
      ipamId: pool.ipamId,
      scopeId: pool.scopeId,
      poolId: pool.poolId,
      allocationId: allocation.allocationId,
      isIgnored: false,
    }));
    const byOthers = seeing
      .filter(({ ipam }) => !byPools.some(({ ipamId }) => ipamId === ipam.ipamId))
      .map((seen) => unmanaged(resource, cidr, seen));
    return [...byPools, ...byOthers];
  });
}

/** How IPAMs see a subnet: as the CIDR of the network around it, where they see that. */
export function decideSubnetCidrs(
  resource: DiscoveredResource,
  seeing: readonly SeeingIpam[],
  networkCidrs: readonly ResourceCidr[],
): readonly ResourceCidr[] {
  return resource.cidrs.flatMap((cidr) =>
    seeing.map((seen) => {
      const around = networkCidrs.find(
        (network) => network.ipamId === seen.ipam.ipamId && cidrContains(network.cidr, cidr),
      );
      if (around === undefined) return unmanaged(resource, cidr, seen);
      const { accountId, ipamId, scopeId, poolId, allocationId } = around;
      const isIgnored = around.isIgnored || seen.isIgnored;
      const view = { accountId, ipamId, scopeId, poolId, allocationId, isIgnored };
      return { ...describe(resource, cidr), ...view };
    }),
  );
}

function describe(
  { accountId, resourceId, resourceType, regionId, vpcId }: DiscoveredResource,
  cidr: Cidr,
) {
  return { ownerId: accountId, resourceId, resourceType, regionId, vpcId, cidr };
}

function unmanaged(
  resource: DiscoveredResource,
  cidr: Cidr,
  { ipam, isIgnored }: SeeingIpam,
): ResourceCidr {
  const isPublic = cidr.ipVersion === 'IPv6' && !cidrContains(UNIQUE_LOCAL, cidr);
  return {
    ...describe(resource, cidr),
    accountId: ipam.accountId,
    ipamId: ipam.ipamId,
    scopeId: isPublic ? ipam.publicDefaultScopeId : ipam.privateDefaultScopeId,
    poolId: undefined,
    allocationId: undefined,
    isIgnored,
  };
}

/** What must be written to get from how a resource is seen to how it should be. */
export interface ResourceCidrChanges {
  readonly removed: readonly ResourceCidr[];
  readonly added: readonly ResourceCidr[];
  /** Those that stay in their scope and get another pool or allocation. */
  readonly reallocated: readonly ResourceCidr[];
}

/** The difference between two states of one resource. */
export function compareResourceCidrs(
  before: readonly ResourceCidr[],
  after: readonly ResourceCidr[],
): ResourceCidrChanges {
  const counterpart = (one: ResourceCidr, others: readonly ResourceCidr[]) =>
    others.find(
      (other) =>
        other.scopeId === one.scopeId &&
        isSameCidr(other.cidr, one.cidr) &&
        other.isIgnored === one.isIgnored &&
        other.regionId === one.regionId &&
        other.vpcId === one.vpcId &&
        other.resourceType === one.resourceType,
    );
  return {
    removed: before.filter((one) => counterpart(one, after) === undefined),
    added: after.filter((one) => counterpart(one, before) === undefined),
    reallocated: after.filter((one) => {
      const former = counterpart(one, before);
      return (
        former !== undefined &&
        (former.poolId !== one.poolId || former.allocationId !== one.allocationId)
      );
    }),
  };
}
