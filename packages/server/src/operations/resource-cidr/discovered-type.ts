import type { DiscoveredType } from '../../store/inventory-records.ts';

/** Whether a filter by type can find anything; undefined lets all types pass. */
export function isDiscoveredType(text: string | undefined): text is DiscoveredType | undefined {
  return text === undefined || text === 'VPC' || text === 'VSwitch';
}
