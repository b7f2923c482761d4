import { formatCidr } from '@cadastre/address-space';
import { compareResourceCidrs } from '../../operations/resource-cidr/decide-resource-cidrs.ts';
import { decideViews } from '../../operations/resource-cidr/project-resource.ts';
import { Sight } from '../../operations/resource-cidr/sight.ts';
import type { DiscoveredCidr, ResourceCidr } from '../inventory-records.ts';
import { countUsedOf } from '../sql/discovered-resources.ts';
import type { SqlSession } from '../sql/session.ts';
import { createTransactor } from '../sql/transactor.ts';
import type { Reader } from '../store.ts';
import type { ReportProblem } from './problem.ts';

/** The key of a network or a subnet. */
export interface DiscoveredKey {
  readonly accountId: string;
  readonly resourceId: string;
}

/**
 * Proves that IPAMs see every network and subnet as the rules say when they are asked anew, and that
 * what is kept as used of its CIDRs is what counting finds. The keys come account after account.
 */
export async function checkInventory(
  session: SqlSession,
  keys: Iterable<DiscoveredKey>,
  report: ReportProblem,
): Promise<void> {
  const reader: Reader = createTransactor(session);
  let sight: Sight | undefined;
  for (const { accountId, resourceId } of keys) {
    if (sight?.ownerId !== accountId) sight = new Sight(reader, accountId);
    await checkViews(reader, sight, resourceId, report);
    for (const cidr of await reader.discoveredResources.cidrsOf(accountId, resourceId)) {
      const usedCount = await countUsedOf(session, cidr);
      if (usedCount === cidr.usedCount) continue;
      const text = `used_count is ${cidr.usedCount}, but ${usedCount} are used`;
      report({ accountId, subject: describeCidr(cidr), text });
    }
  }
}

async function checkViews(
  reader: Reader,
  sight: Sight,
  resourceId: string,
  report: ReportProblem,
): Promise<void> {
  const { ownerId } = sight;
  const resource = await reader.discoveredResources.find(ownerId, resourceId);
  if (resource === undefined) return;
  const kept = await reader.resourceCidrs.listOfResource(ownerId, resourceId);
  const { removed, added, reallocated } = compareResourceCidrs(
    kept,
    await decideViews(reader, resource, sight),
  );
  const tell = (views: readonly ResourceCidr[], text: string) => {
    for (const view of views) {
      const subject = `${describeCidr(view)}, seen by IPAM ${view.ipamId} in scope ${view.scopeId}`;
      report({ accountId: view.accountId, subject, text });
    }
  };
  tell(removed, 'it is not as the rules say');
  tell(added, 'it is missing');
  tell(reallocated, 'its pool or allocation is another one');
}

function describeCidr({ resourceId, cidr }: Pick<DiscoveredCidr, 'resourceId' | 'cidr'>): string {
  return `resource ${resourceId}, CIDR ${formatCidr(cidr)}`;
}
