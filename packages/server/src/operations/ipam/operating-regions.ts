import { type Refusal, refuse } from '@cadastre/api-contract';
import { type Config, findRegion } from '../../config.ts';
import { refuseParameter } from '../answers.ts';

/**
 * Refuses operating regions that this server does not have, and a list that leaves out the region
 * of the call (published: it must be among them).
 */
export function checkOperatingRegions(
  operatingRegions: readonly string[],
  hostRegionId: string,
  config: Config,
): Refusal | undefined {
  const unknown = operatingRegions.find((regionId) => findRegion(config, regionId) === undefined);
  if (unknown !== undefined) return illegalList('It names a region that does not exist.');
  if (!operatingRegions.includes(hostRegionId)) {
    return illegalList('It must include the region of the call.');
  }
  return undefined;
}

/** Operating regions to add and to remove. */
export interface RegionChange {
  readonly AddOperatingRegion?: readonly string[] | undefined;
  readonly RemoveOperatingRegion?: readonly string[] | undefined;
}

/** Refuses a change that adds unknown regions, contradicts itself, or removes the hosting region. */
export function checkRegionChange(
  { AddOperatingRegion: added = [], RemoveOperatingRegion: removed = [] }: RegionChange,
  hostRegionId: string,
  config: Config,
): Refusal | undefined {
  if (added.some((regionId) => findRegion(config, regionId) === undefined)) {
    return refuseParameter('AddOperatingRegion', 'It names a region that does not exist.');
  }
  if (removed.some((regionId) => added.includes(regionId))) {
    return refuseParameter('RemoveOperatingRegion', 'It names a region that is to be added.');
  }
  return removed.includes(hostRegionId) ? refuse('OperationDenied.RemoveHostedRegion') : undefined;
}

/**
 * The operating regions after a change. Regions that are added again, or removed and not there, are no
 * error: the result is as asked.
 */
export function changeOperatingRegions(
  before: readonly string[],
  { AddOperatingRegion: added = [], RemoveOperatingRegion: removed = [] }: RegionChange,
): readonly string[] {
  const kept = before.filter((regionId) => !removed.includes(regionId));
  return [...new Set([...kept, ...added])];
}

/** Regions that are in one of the lists only. */
export function changedRegions(
  before: readonly string[],
  after: readonly string[],
): readonly string[] {
  return [
    ...before.filter((regionId) => !after.includes(regionId)),
    ...after.filter((regionId) => !before.includes(regionId)),
  ];
}

function illegalList(detail: string): Refusal {
  return refuseParameter('OperatingRegionList', detail);
}
