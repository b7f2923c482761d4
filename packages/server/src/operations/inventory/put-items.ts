import { isSameCidr } from '@cadastre/address-space';
import type { DiscoveredAddress } from '../../store/inventory-records.ts';
import { replaceResource } from '../resource-cidr/put-resource.ts';
import type { AddressItem, Batch, ResourceItem } from './read-items.ts';
import type { SourceWork } from './source-work.ts';

/** Writes the items of a batch: networks before the subnets inside, and addresses last. */
export async function putItems(
  work: SourceWork,
  version: number,
  { resources, addresses }: Batch,
): Promise<void> {
  for (const resourceType of ['VPC', 'VSwitch'] as const) {
    for (const item of resources) {
      if (item.resourceType === resourceType) await putResourceItem(work, version, item);
    }
  }
  for (const item of addresses) await putAddressItem(work, version, item);
}

async function putResourceItem(
  work: SourceWork,
  version: number,
  item: ResourceItem,
): Promise<void> {
  const { transactor, accountId, sourceName, trigger, sight } = work;
  const { resourceId } = item;
  const before = await transactor.discoveredResources.find(accountId, resourceId);
  if (before !== undefined && before.sourceName !== sourceName) return work.skip(resourceId);
  if (before?.resourceType === 'VPC') await work.noteAllocations(resourceId);
  const outcome = await replaceResource(
    transactor,
    before,
    { ...item, accountId, sourceName, sourceVersion: version, discoveredAt: trigger.now },
    trigger,
    sight,
  );
  work.count(outcome);
  if (outcome !== 'unchanged' && item.resourceType === 'VPC') work.noteChangedNetwork(resourceId);
}

async function putAddressItem(work: SourceWork, version: number, item: AddressItem): Promise<void> {
  const { transactor, accountId, sourceName } = work;
  const before = await transactor.discoveredAddresses.find(accountId, item.vpcId, item.cidr);
  if (before !== undefined && before.sourceName !== sourceName) return work.skip(item.resourceId);
  const address = { ...item, accountId, sourceName, sourceVersion: version };
  if (before !== undefined && isSameAddress(before, address)) {
    if (before.sourceVersion !== version) {
      await transactor.discoveredAddresses.setVersion(address, version);
    }
    return work.count('unchanged');
  }
  await transactor.discoveredAddresses.put(address);
  work.count(before === undefined ? 'added' : 'updated');
}

function isSameAddress(left: DiscoveredAddress, right: DiscoveredAddress): boolean {
  return (
    isSameCidr(left.cidr, right.cidr) &&
    left.resourceId === right.resourceId &&
    left.serviceType === right.serviceType &&
    left.vpcId === right.vpcId &&
    left.vSwitchId === right.vSwitchId &&
    left.regionId === right.regionId
  );
}
