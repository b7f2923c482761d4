import type { DiscoveredResource, ResourceCidr } from '../../store/inventory-records.ts';
import type { Reader, Transactor } from '../../store/store.ts';
import {
  compareResourceCidrs,
  decideNetworkCidrs,
  decideSubnetCidrs,
  type NetworkAllocation,
  type SeeingIpam,
} from './decide-resource-cidrs.ts';
import { listIpamsSeeing } from './ipams-seeing.ts';

/**
 * Brings how IPAMs see a resource in step with what is known of it, its allocations, and who sees its
 * account; of a network with changes, its subnets too. Does nothing where all of it is in step.
 */
export async function projectResource(
  transactor: Transactor,
  ownerId: string,
  resourceId: string,
): Promise<void> {
  const resource = await transactor.discoveredResources.find(ownerId, resourceId);
  const before = await transactor.resourceCidrs.listOfResource(ownerId, resourceId);
  const after = resource === undefined ? [] : await decide(transactor, resource);
  const { removed, added, reallocated } = compareResourceCidrs(before, after);
  // Removals come first: what is added does not overlap with what it replaces.
  for (const resourceCidr of removed) await transactor.resourceCidrs.remove(resourceCidr);
  for (const resourceCidr of added) await transactor.resourceCidrs.insert(resourceCidr);
  for (const resourceCidr of reallocated) {
    await transactor.resourceCidrs.setAllocation(resourceCidr);
  }
  const isChanged = removed.length + added.length + reallocated.length > 0;
  if (isChanged && resource?.resourceType !== 'VSwitch') {
    for (const vSwitchId of await transactor.discoveredResources.vSwitchIdsOf(
      ownerId,
      resourceId,
    )) {
      await projectResource(transactor, ownerId, vSwitchId);
    }
  }
}

async function decide(
  reader: Reader,
  resource: DiscoveredResource,
): Promise<readonly ResourceCidr[]> {
  const { accountId, resourceId, resourceType, vpcId } = resource;
  const seeing = await findSeeing(reader, resource);
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
): Promise<readonly SeeingIpam[]> {
  const seeing: SeeingIpam[] = [];
  for (const key of await listIpamsSeeing(reader, ownerId, regionId)) {
    const ipam = await reader.ipams.find(key.accountId, key.ipamId);
    if (ipam === undefined) throw new Error(`The IPAM ${key.ipamId} of an association is gone.`);
    const isIgnored = await reader.resourceCidrs.isIgnored(key, ownerId, resourceId);
    seeing.push({ ipam, isIgnored });
  }
  return seeing;
}
