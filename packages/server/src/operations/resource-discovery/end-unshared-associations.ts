import type { Transactor } from '../../store/store.ts';
import { coverAccount } from '../resource-cidr/cover-account.ts';
import type { Trigger } from '../resource-cidr/trigger.ts';

/**
 * Ends the associations of accounts with resource discoveries of the owner that are not shared with
 * them any more (published: they go by themselves).
 */
export async function endUnsharedAssociations(
  transactor: Transactor,
  ownerId: string,
  trigger: Trigger,
): Promise<void> {
  const regionIds = new Set<string>();
  for (const association of await transactor.discoveries.listUnsharedAssociations(ownerId)) {
    await transactor.discoveries.removeAssociation(association);
    const discovery = await transactor.discoveries.find(ownerId, association.discoveryId);
    for (const regionId of discovery?.operatingRegions ?? []) regionIds.add(regionId);
  }
  await coverAccount(transactor, ownerId, [...regionIds], trigger);
}
