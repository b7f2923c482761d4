import { isSameCidr } from '@cadastre/address-space';
import type { DiscoveredResource } from '../../store/inventory-records.ts';
import type { Transactor } from '../../store/store.ts';
import { releaseAllocation } from '../ipam-pool-allocation/take-space.ts';
import { projectNewResource, projectResource } from './project-resource.ts';
import { Sight } from './sight.ts';
import type { Trigger } from './trigger.ts';

export type PutOutcome = 'added' | 'updated' | 'unchanged';

/**
 * Writes a network or a subnet as it is now, and brings how IPAMs see it in step. A CIDR that a
 * network no longer has gives its allocation back.
 */
export async function putResource(
  transactor: Transactor,
  resource: DiscoveredResource,
  trigger: Trigger,
): Promise<PutOutcome> {
  const { accountId, resourceId } = resource;
  const before = await transactor.discoveredResources.find(accountId, resourceId);
  const sight = new Sight(transactor, accountId);
  return replaceResource(transactor, before, resource, trigger, sight);
}

/** Does what `putResource` does where it is known already what is there and who sees it. */
export async function replaceResource(
  transactor: Transactor,
  before: DiscoveredResource | undefined,
  resource: DiscoveredResource,
  trigger: Trigger,
  sight: Sight,
): Promise<PutOutcome> {
  const { accountId, resourceId, sourceVersion } = resource;
  if (before !== undefined && isSame(before, resource)) {
    if (before.sourceVersion !== sourceVersion) {
      await transactor.discoveredResources.setVersion(accountId, resourceId, sourceVersion);
    }
    return 'unchanged';
  }
  const areSubnets = resource.resourceType === 'VSwitch' && before?.resourceType !== 'VPC';
  if (!areSubnets) await releaseAllocationsBut(transactor, resource, trigger);
  await transactor.discoveredResources.replace(before, resource);
  if (before === undefined) {
    await projectNewResource(transactor, resource, sight);
    return 'added';
  }
  await projectResource(transactor, accountId, resourceId, sight);
  return 'updated';
}

function isSame(left: DiscoveredResource, right: DiscoveredResource): boolean {
  return (
    left.resourceType === right.resourceType &&
    left.regionId === right.regionId &&
    left.vpcId === right.vpcId &&
    left.name === right.name &&
    left.sourceName === right.sourceName &&
    left.cidrs.length === right.cidrs.length &&
    left.cidrs.every((cidr, index) => {
      const other = right.cidrs[index];
      return other !== undefined && isSameCidr(cidr, other);
    })
  );
}

/** Releases the allocations that a network has for CIDRs it no longer has. */
export async function releaseAllocationsBut(
  transactor: Transactor,
  { accountId, resourceId, cidrs }: Pick<DiscoveredResource, 'accountId' | 'resourceId' | 'cidrs'>,
  { caller, now }: Trigger,
): Promise<void> {
  for (const allocation of await transactor.resourceCidrs.allocationsOf(accountId, resourceId)) {
    const isKept = cidrs.some((cidr) => isSameCidr(cidr, allocation.cidr));
    if (!isKept) await releaseAllocation(transactor, allocation, caller.arn, now);
  }
}
