import { canonicalAddress, canonicalCidrs } from './canonical-address.ts';
import { DiscoveryError } from './discovery-error.ts';
import { type InventoryItem, nameField } from './inventory-item.ts';

/** Something written down as an item, with where it is. */
export interface PlacedItem {
  /** Such as `line 3`. */
  readonly place: string;
  /** Should be fields by the API's names: texts, and a list of texts for `Cidrs`. */
  readonly written: unknown;
}

type WrittenItem = Readonly<Record<string, unknown>>;

const ITEM_FIELDS = [
  'Type',
  'ResourceId',
  'VpcId',
  'RegionId',
  'Name',
  'Cidrs',
  'Address',
  'ServiceType',
  'VSwitchId',
] as const;

const UNUSED_FIELDS = {
  VPC: ['Address', 'ServiceType', 'VSwitchId'],
  VSwitch: ['Address', 'ServiceType', 'VSwitchId'],
  Address: ['Name', 'Cidrs'],
} as const;

/** Checks an item that somebody wrote. The DiscoveryError says what is wrong, not where. */
export function readItem(value: unknown): InventoryItem {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new DiscoveryError('this is not an item with fields');
  }
  const written = value as WrittenItem;
  const type = textOf(written, 'Type');
  if (type !== 'VPC' && type !== 'VSwitch' && type !== 'Address') {
    throw new DiscoveryError(`Type is ${JSON.stringify(type)}, not VPC, VSwitch or Address`);
  }
  const unknown = Object.keys(written).find((name) => !isItemField(name));
  if (unknown !== undefined) throw new DiscoveryError(`there is no field ${unknown}`);
  const unused = UNUSED_FIELDS[type].find((name) => isGiven(written[name]));
  if (unused !== undefined) throw new DiscoveryError(`a ${type} has no ${unused}`);
  const shared = {
    ResourceId: requiredText(written, 'ResourceId'),
    RegionId: requiredText(written, 'RegionId'),
  };
  if (type === 'Address') {
    const vSwitchId = textOf(written, 'VSwitchId');
    return {
      Type: type,
      Address: canonicalAddress(requiredText(written, 'Address')),
      ServiceType: requiredText(written, 'ServiceType'),
      VpcId: requiredText(written, 'VpcId'),
      ...(vSwitchId === '' ? {} : { VSwitchId: vSwitchId }),
      ...shared,
    };
  }
  const named = { ...shared, ...nameField(textOf(written, 'Name')), Cidrs: readCidrs(written) };
  if (type === 'VSwitch') {
    return { Type: type, VpcId: requiredText(written, 'VpcId'), ...named };
  }
  const vpcId = textOf(written, 'VpcId');
  if (vpcId !== '' && vpcId !== named.ResourceId) {
    throw new DiscoveryError('VpcId of a VPC must be its ResourceId, or empty');
  }
  return { Type: type, ...named };
}

function isItemField(name: string): boolean {
  return ITEM_FIELDS.some((field) => field === name);
}

function readCidrs(written: WrittenItem): readonly string[] {
  const value = written['Cidrs'] ?? [];
  if (!Array.isArray(value) || value.some((entry) => typeof entry !== 'string')) {
    throw new DiscoveryError('Cidrs must be a list of texts');
  }
  const cidrs = canonicalCidrs(value as readonly string[]);
  if (cidrs.length === 0) throw new DiscoveryError('Cidrs is empty');
  return cidrs;
}

function requiredText(written: WrittenItem, name: string): string {
  const text = textOf(written, name);
  if (text === '') throw new DiscoveryError(`${name} is empty`);
  return text;
}

/** A field that is missing is as an empty one, which is how CSV has it. */
function textOf(written: WrittenItem, name: string): string {
  const value = written[name] ?? '';
  if (typeof value !== 'string') throw new DiscoveryError(`${name} must be a text`);
  return value.trim();
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '' && !isEmptyList(value);
}

function isEmptyList(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}
