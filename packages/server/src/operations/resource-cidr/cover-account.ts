import type { Transactor } from '../../store/store.ts';
import { importResources } from './auto-import.ts';
import { projectResource } from './project-resource.ts';
import { Sight } from './sight.ts';
import type { Trigger } from './trigger.ts';

/** Resources looked at in one go. */
const STEP_COUNT = 1_000;

/**
 * Brings how IPAMs see all resources of an account in some regions in step, after it changed who sees
 * them, and takes in what became visible. The cost grows with the resources of those regions.
 */
export async function coverAccount(
  transactor: Transactor,
  ownerId: string,
  regionIds: readonly string[],
  trigger: Trigger,
): Promise<void> {
  const sight = new Sight(transactor, ownerId);
  for (const regionId of new Set(regionIds)) {
    await coverRegion(transactor, sight, regionId, trigger);
  }
}

async function coverRegion(
  transactor: Transactor,
  sight: Sight,
  regionId: string,
  trigger: Trigger,
): Promise<void> {
  const { ownerId } = sight;
  const networkIds: string[] = [];
  const coveredIds = new Set<string>();
  // Networks come first: a subnet is seen as the network around it is.
  for (const resourceType of ['VPC', 'VSwitch'] as const) {
    let after: string | undefined;
    do {
      const page = { after, limit: STEP_COUNT };
      const ids = await transactor.discoveredResources.listIds(
        ownerId,
        regionId,
        resourceType,
        page,
      );
      for (const id of ids) {
        if (coveredIds.delete(id)) continue;
        const subnetIds = await projectResource(transactor, ownerId, id, sight);
        for (const subnetId of subnetIds) coveredIds.add(subnetId);
      }
      if (resourceType === 'VPC') networkIds.push(...ids);
      after = ids.length < STEP_COUNT ? undefined : ids.at(-1);
    } while (after !== undefined);
  }
  await importResources(transactor, ownerId, networkIds, trigger);
}
