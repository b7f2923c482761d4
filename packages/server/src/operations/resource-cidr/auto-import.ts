import type { ResourceCidr } from '../../store/inventory-records.ts';
import type { Pool } from '../../store/records.ts';
import type { Transactor } from '../../store/store.ts';
import { takeSpace } from '../ipam-pool-allocation/take-space.ts';
import { allocateNetwork } from './allocate-network.ts';
import { projectResource } from './project-resource.ts';
import type { Trigger } from './trigger.ts';

/*
 * Pools with auto import in a default scope take in networks of their region that no pool manages
 * (published): what lies in a CIDR of the pool and is free there. The largest comes first, so that of
 * networks that overlap it is the largest that is taken in; of equal ones the one with the lowest id
 * (our choice). Rules for masks are not asked: what breaks them shows as not compliant (published).
 */

/** Takes in what it can of the given networks, and answers how many CIDRs it took. */
export async function importResources(
  transactor: Transactor,
  ownerId: string,
  resourceIds: readonly string[],
  trigger: Trigger,
): Promise<number> {
  const candidates: ResourceCidr[] = [];
  for (const resourceId of resourceIds) {
    const seen = await transactor.resourceCidrs.listOfResource(ownerId, resourceId);
    candidates.push(...seen.filter(isImportable));
  }
  candidates.sort(
    (left, right) =>
      left.cidr.prefixLength - right.cidr.prefixLength ||
      (left.resourceId < right.resourceId ? -1 : 1),
  );
  let importedCount = 0;
  for (const candidate of candidates) {
    const { accountId, scopeId, regionId, cidr } = candidate;
    const poolIds = await transactor.resourceCidrs.listImportingPools(
      accountId,
      scopeId,
      regionId,
      cidr,
    );
    for (const poolId of poolIds) {
      const pool = await transactor.pools.find(accountId, poolId);
      if (pool !== undefined && (await importInto(transactor, pool, candidate, trigger))) {
        importedCount += 1;
        break;
      }
    }
  }
  return importedCount;
}

/** Takes everything into a pool that it can, and answers how many CIDRs it took. */
export async function importIntoPool(
  transactor: Transactor,
  pool: Pool,
  trigger: Trigger,
): Promise<number> {
  const { accountId, poolId, scopeId, poolRegionId } = pool;
  if (!pool.autoImport || poolRegionId === undefined) return 0;
  const scope = await transactor.scopes.find(accountId, scopeId);
  if (scope?.isDefault !== true) return 0;
  let importedCount = 0;
  for (const { cidr } of await transactor.poolCidrs.listOfPools(accountId, [poolId])) {
    const candidates = await transactor.resourceCidrs.listImportable(
      accountId,
      scopeId,
      poolRegionId,
      cidr,
    );
    for (const candidate of candidates) {
      if (await importInto(transactor, pool, candidate, trigger)) importedCount += 1;
    }
  }
  return importedCount;
}

function isImportable(resourceCidr: ResourceCidr): boolean {
  const { resourceType, poolId, isIgnored } = resourceCidr;
  return resourceType === 'VPC' && poolId === undefined && !isIgnored;
}

/** False where the CIDR is not free in the pool. */
async function importInto(
  transactor: Transactor,
  pool: Pool,
  { ownerId, resourceId, regionId, cidr }: ResourceCidr,
  trigger: Trigger,
): Promise<boolean> {
  const request = { kind: 'allocate-cidr', cidr } as const;
  const space = await takeSpace(transactor, pool, { ipVersion: pool.ipVersion }, request);
  if (space.kind !== 'allocated') return false;
  const resource = await transactor.discoveredResources.find(ownerId, resourceId);
  const network = { ownerId, resourceId, regionId, name: resource?.name ?? '' };
  await allocateNetwork(transactor, pool, space, network, trigger);
  await projectResource(transactor, ownerId, resourceId);
  return true;
}
