import { compareByType, type InventoryItem, itemKey } from './inventory-item.ts';

export interface Collected {
  /** Networks first, then subnets, then addresses; no two have one key. */
  readonly items: readonly InventoryItem[];
  /** How many were named again; the first of them counts. */
  readonly repeatedCount: number;
  /** How many have no CIDR, as a network that is being made: they take no address space. */
  readonly emptyCount: number;
}

/**
 * Everything that a connector finds. It is gathered before anything is sent, so that a source that
 * cannot be read to its end changes nothing.
 */
export async function collectItems(
  batches: AsyncIterable<readonly InventoryItem[]>,
  onProgress: (count: number) => void,
): Promise<Collected> {
  const found = new Map<string, InventoryItem>();
  let repeatedCount = 0;
  let emptyCount = 0;
  for await (const batch of batches) {
    for (const item of batch) {
      const key = itemKey(item);
      if (item.Type !== 'Address' && item.Cidrs.length === 0) emptyCount += 1;
      else if (found.has(key)) repeatedCount += 1;
      else found.set(key, item);
    }
    onProgress(found.size);
  }
  return { items: [...found.values()].sort(compareByType), repeatedCount, emptyCount };
}
