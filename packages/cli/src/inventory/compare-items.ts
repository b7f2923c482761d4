import { type InventoryItem, itemKey } from './inventory-item.ts';

export interface ItemDifferences {
  readonly added: readonly InventoryItem[];
  readonly changed: readonly ChangedItem[];
  readonly removed: readonly InventoryItem[];
}

export interface ChangedItem {
  readonly item: InventoryItem;
  readonly fields: readonly ChangedField[];
}

export interface ChangedField {
  readonly name: string;
  readonly before: string;
  readonly after: string;
}

const COMPARED_FIELDS = {
  VPC: ['RegionId', 'Name', 'Cidrs'],
  VSwitch: ['VpcId', 'RegionId', 'Name', 'Cidrs'],
  Address: ['ResourceId', 'ServiceType', 'VSwitchId', 'RegionId'],
} as const;

/** What a full snapshot would change of what a source has. */
export function compareItems(
  known: readonly InventoryItem[],
  found: readonly InventoryItem[],
): ItemDifferences {
  const before = new Map(known.map((item) => [itemKey(item), item]));
  const added: InventoryItem[] = [];
  const changed: ChangedItem[] = [];
  for (const item of found) {
    const old = before.get(itemKey(item));
    before.delete(itemKey(item));
    if (old === undefined) {
      added.push(item);
      continue;
    }
    const fields = compareFields(old, item);
    if (fields.length > 0) changed.push({ item, fields });
  }
  return { added, changed, removed: [...before.values()] };
}

function compareFields(old: InventoryItem, item: InventoryItem): readonly ChangedField[] {
  return ['Type', ...COMPARED_FIELDS[item.Type]]
    .map((name) => ({ name, before: fieldText(old, name), after: fieldText(item, name) }))
    .filter(({ before, after }) => before !== after);
}

/** A field that is not known reads as an empty one. */
function fieldText(item: InventoryItem, name: string): string {
  const value = (item as unknown as Readonly<Record<string, string | readonly string[]>>)[name];
  return typeof value === 'string' ? value : (value ?? []).join(' ');
}
