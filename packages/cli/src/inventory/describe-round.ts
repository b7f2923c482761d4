import type { ItemDifferences } from './compare-items.ts';
import type { PutTotals } from './inventory-client.ts';
import type { InventoryItem } from './inventory-item.ts';

/** Skipped resources that are named; of more, only the number. */
const NAMED_SKIPPED_COUNT_MAX = 10;

/** One line: what was found, and what came of it. */
export function describePut(
  sourceName: string,
  items: readonly InventoryItem[],
  totals: PutTotals,
): string {
  const { importedCount, skippedCount, skippedResourceIds } = totals;
  const named = skippedResourceIds.slice(0, NAMED_SKIPPED_COUNT_MAX).join(', ');
  const more = skippedResourceIds.length > NAMED_SKIPPED_COUNT_MAX ? ', ...' : '';
  return [
    `${describeFound(sourceName, items)}: ${count(totals.addedCount)} added`,
    `${count(totals.updatedCount)} changed`,
    `${count(totals.removedCount)} removed`,
    ...(importedCount > 0 ? [`${count(importedCount)} imported`] : []),
    ...(skippedCount > 0 ? [`${count(skippedCount)} skipped (${named}${more})`] : []),
  ].join(', ');
}

/** As `describePut`, of a dry run. */
export function describePreview(
  sourceName: string,
  items: readonly InventoryItem[],
  { added, changed, removed }: ItemDifferences,
): string {
  const found = describeFound(sourceName, items);
  return `${found}: ${count(added.length)} to add, ${count(changed.length)} to change, ${count(removed.length)} to remove (dry run)`;
}

function describeFound(sourceName: string, items: readonly InventoryItem[]): string {
  const addressCount = items.filter(({ Type }) => Type === 'Address').length;
  const resourceCount = items.length - addressCount;
  return `${sourceName}: ${count(resourceCount)} networks and subnets, ${count(addressCount)} addresses`;
}

function count(number: number): string {
  return number.toLocaleString('en-US');
}
