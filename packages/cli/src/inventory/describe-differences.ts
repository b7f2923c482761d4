import type { ItemDifferences } from './compare-items.ts';
import type { InventoryItem } from './inventory-item.ts';

/** One line for each item that a snapshot would add (`+`), change (`~`) or remove (`-`). */
export function describeDifferences(differences: ItemDifferences): readonly string[] {
  return [
    ...differences.added.map((item) => `+ ${describeItem(item)}`),
    ...differences.changed.map(({ item, fields }) => {
      const changes = fields.map(
        ({ name, before, after }) => `${name} ${before || '""'} -> ${after || '""'}`,
      );
      return `~ ${describeItem(item)}: ${changes.join(', ')}`;
    }),
    ...differences.removed.map((item) => `- ${describeItem(item)}`),
  ];
}

function describeItem(item: InventoryItem): string {
  return item.Type === 'Address'
    ? `Address ${item.Address} of ${item.ResourceId} in ${item.VpcId}`
    : `${item.Type} ${item.ResourceId} ${item.Cidrs.join(' ')}`;
}
