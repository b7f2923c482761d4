import type { DiscoveredResource, ResourceCidr } from '../../store/inventory-records.ts';
import type { Reader, Transactor } from '../../store/store.ts';
import {
  compareResourceCidrs,
  decideNetworkCidrs,
  decideSubnetCidrs,
  type NetworkAllocation,
  type SeeingIpam,
} from './decide-resource-cidrs.ts';
import { Sight } from './sight.ts';

/**
 * Brings how IPAMs see a resource in step with what is known of it, its allocations, and who sees its
 * account; of a network with changes, its subnets too. Does nothing where all of it is in step.
 * Answers the subnets that were looked at on the way.
 */
export async function projectResource(
  transactor: Transactor,
  ownerId: string,
  resourceId: string,
  sight = new Sight(transactor, ownerId),
): Promise<readonly string[]> {
  const resource = await transactor.discoveredResources.find(ownerId, resourceId);
  const before = await transactor.resourceCidrs.listOfResource(ownerId, resourceId);
  const isChanged = await writeChanges(transactor, resource, before, sight);
  if (!isChanged || resource?.resourceType === 'VSwitch') return [];
  return projectSubnets(transactor, resourceId, sight);
}

/** Does what `projectResource` does for a resource that was not there before. */
export async function projectNewResource(
  transactor: Transactor,
  resource: DiscoveredResource,
  sight: Sight,
): Promise<void> {
  await writeChanges(transactor, resource, [], sight);
  if (resource.resourceType === 'VPC') {
    await projectSubnets(transactor, resource.resourceId, sight);
  }
}

async function projectSubnets(
  transactor: Transactor,
  vpcId: string,
  sight: Sight,
): Promise<readonly string[]> {
  const { ownerId } = sight;
  const vSwitchIds = await transactor.discoveredResources.vSwitchIdsOf(ownerId, vpcId);
  for (const vSwitchId of vSwitchIds) await projectResource(transactor, ownerId, vSwitchId, sight);
  return vSwitchIds;
}

/** Answers whether there was anything to write. */
async function writeChanges(
  transactor: Transactor,
  resource: DiscoveredResource | undefined,
  before: readonly ResourceCidr[],
  sight: Sight,
): Promise<boolean> {
  const after = resource === undefined ? [] : await decideViews(transactor, resource, sight);
  const { removed, added, reallocated } = compareResourceCidrs(before, after);
  // Removals come first: what is added does not overlap with what it replaces.
  for (const resourceCidr of removed) await transactor.resourceCidrs.remove(resourceCidr);
  for (const resourceCidr of added) await transactor.resourceCidrs.insert(resourceCidr);
  for (const resourceCidr of reallocated) {
    await transactor.resourceCidrs.setAllocation(resourceCidr);
  }
  return removed.length + added.length + reallocated.length > 0;
}

/** How IPAMs see a resource that is there, whatever the store keeps of it. */
export async function decideViews(
  reader: Reader,
  resource: DiscoveredResource,
  sight: Sight,
): Promise<readonly ResourceCidr[]> {
  const { accountId, resourceId, resourceType, vpcId } = resource;
  const seeing = await findSeeing(reader, resource, sight);
  if (resourceType === 'VPC') {
    const allocations = await reader.resourceCidrs.allocationsOf(accountId, resourceId);
    const inPools: NetworkAllocation[] = [];
    for (const allocation of allocations) {
      const pool = await reader.pools.find(allocation.accountId, allocation.poolId);
      if (pool !== undefined) inPools.push({ allocation, pool });
    }
    return decideNetworkCidrs(resource, seeing, inPools);
  }
  const networkCidrs = await reader.resourceCidrs.listOfResource(accountId, vpcId);
  return decideSubnetCidrs(resource, seeing, networkCidrs);
}

async function findSeeing(
  reader: Reader,
  { accountId: ownerId, resourceId, regionId }: DiscoveredResource,
  sight: Sight,
): Promise<readonly SeeingIpam[]> {
  const seeing: SeeingIpam[] = [];
  for (const ipam of await sight.ipamsSeeing(regionId)) {
    const isIgnored = await reader.resourceCidrs.isIgnored(ipam, ownerId, resourceId);
    seeing.push({ ipam, isIgnored });
  }
  return seeing;
}
