import type { InventoryItem } from '../inventory/inventory-item.ts';
import type { Connector } from './connector.ts';

/** Everything that a connector finds, with its notes. */
export async function discoverAll<Flags>(
  connector: Connector<Flags>,
  flags: Flags,
): Promise<{ readonly items: readonly InventoryItem[]; readonly notes: readonly string[] }> {
  const items: InventoryItem[] = [];
  const notes: string[] = [];
  const batches = connector.discover(flags, { note: (text) => notes.push(text) });
  for await (const batch of batches) items.push(...batch);
  return { items, notes };
}
