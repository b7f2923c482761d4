import { discoveredAddressKey } from '../../store/inventory-keys.ts';
import type { DiscoveredAddress, DiscoveredResource } from '../../store/inventory-records.ts';
import type { PageRequest } from '../../store/store.ts';
import { removeResource } from '../resource-cidr/remove-resource.ts';
import type { Batch } from './read-items.ts';
import type { SourceWork } from './source-work.ts';

/** Rows fetched in one go, so that no number of them needs memory. */
const STEP_COUNT = 1_000;

/** Removes what a Delta says is gone; what is not there is gone already. */
export async function removeNamed(
  work: SourceWork,
  { removedIds, removedAddresses }: Batch,
): Promise<void> {
  for (const resourceId of removedIds) await removeNamedResource(work, resourceId);
  const { transactor, accountId, sourceName } = work;
  for (const { vpcId, cidr } of removedAddresses) {
    const address = await transactor.discoveredAddresses.find(accountId, vpcId, cidr);
    if (address === undefined) continue;
    if (address.sourceName === sourceName) await removeAddress(work, address);
    else work.skip(address.resourceId);
  }
}

/** The network or subnet of an id, and the addresses that the id has. */
async function removeNamedResource(work: SourceWork, resourceId: string): Promise<void> {
  const { transactor, accountId, sourceName } = work;
  for (;;) {
    const addresses = await transactor.discoveredAddresses.listOfResource(
      accountId,
      sourceName,
      resourceId,
      STEP_COUNT,
    );
    for (const address of addresses) await removeAddress(work, address);
    if (addresses.length < STEP_COUNT) break;
  }
  const resource = await transactor.discoveredResources.find(accountId, resourceId);
  if (resource === undefined) return;
  if (resource.sourceName === sourceName) await removeOne(work, resource);
  else work.skip(resourceId);
}

/** Removes what a source told of in versions before the given one, and did not since. */
export async function removeOlder(work: SourceWork, version: number): Promise<void> {
  const { discoveredAddresses, discoveredResources } = work.transactor;
  const { accountId, sourceName } = work;
  await forEachStep(
    (page) => discoveredAddresses.listOlder(accountId, sourceName, version, page),
    discoveredAddressKey,
    (address) => removeAddress(work, address),
  );
  await forEachStep(
    (page) => discoveredResources.listOlder(accountId, sourceName, version, page),
    ({ resourceId }) => resourceId,
    (resource) => removeOne(work, resource),
  );
}

async function forEachStep<Row>(
  list: (page: PageRequest) => Promise<readonly Row[]>,
  keyOf: (row: Row) => string,
  remove: (row: Row) => Promise<void>,
): Promise<void> {
  let after: string | undefined;
  do {
    const rows = await list({ after, limit: STEP_COUNT });
    for (const row of rows) await remove(row);
    const last = rows.at(-1);
    after = rows.length < STEP_COUNT || last === undefined ? undefined : keyOf(last);
  } while (after !== undefined);
}

async function removeAddress(work: SourceWork, address: DiscoveredAddress): Promise<void> {
  await work.transactor.discoveredAddresses.remove(address);
  work.count('removed');
}

async function removeOne(work: SourceWork, resource: DiscoveredResource): Promise<void> {
  const { transactor, accountId, trigger, sight } = work;
  const { resourceId, resourceType } = resource;
  if (resourceType === 'VPC') await work.noteAllocations(resourceId);
  await removeResource(transactor, accountId, resourceId, trigger, sight);
  work.count('removed');
}
