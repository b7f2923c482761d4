import type { Transactor } from '../../store/store.ts';
import { projectResource } from './project-resource.ts';
import { releaseAllocationsBut } from './put-resource.ts';
import { Sight } from './sight.ts';
import type { Trigger } from './trigger.ts';

/** Removes a network or a subnet that is gone. The allocations of a network go back to their pools. */
export async function removeResource(
  transactor: Transactor,
  accountId: string,
  resourceId: string,
  trigger: Trigger,
  sight = new Sight(transactor, accountId),
): Promise<void> {
  await releaseAllocationsBut(transactor, { accountId, resourceId, cidrs: [] }, trigger);
  await transactor.discoveredResources.remove(accountId, resourceId);
  await projectResource(transactor, accountId, resourceId, sight);
}
