import { type Cidr, cidrsOverlap, createCidr, formatCidr } from '@cadastre/address-space';
import { INVENTORY_CIDR_COUNT_MAX, INVENTORY_ITEM_COUNT_MAX } from '@cadastre/api-contract';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { describeAddressItem, describeResourceItem } from './describe-item.ts';
import { type AddressItem, type ResourceItem, readBatch } from './read-items.ts';

const VPC = { Type: 'VPC', ResourceId: 'vpc-1', RegionId: 'cn-hangzhou', Cidrs: ['10.0.0.0/16'] };
const VSWITCH = { ...VPC, Type: 'VSwitch', ResourceId: 'vsw-1', VpcId: 'vpc-1' };
const ADDRESS = {
  Type: 'Address',
  Address: '10.0.0.5',
  ResourceId: 'eni-1',
  ServiceType: 'ENI',
  VpcId: 'vpc-1',
  RegionId: 'cn-hangzhou',
};

function without(item: object, field: string): object {
  return Object.fromEntries(Object.entries(item).filter(([name]) => name !== field));
}

function problemOf(items: unknown, removed?: unknown): string | undefined {
  const batch = readBatch(
    JSON.stringify(items),
    removed === undefined ? undefined : JSON.stringify(removed),
  );
  return batch.kind === 'refusal' ? batch.arguments?.['Detail'] : undefined;
}

test.each([
  ['an unknown type', { ...VPC, Type: 'Vpc' }, '.Type: it must be VPC, VSwitch or Address.'],
  ['no type', without(VPC, 'Type'), '.Type: it must be VPC, VSwitch or Address.'],
  ['a missing field', without(VPC, 'Cidrs'), ': Cidrs is missing.'],
  ['a subnet without network', without(VSWITCH, 'VpcId'), ': VpcId is missing.'],
  ['an address without network', without(ADDRESS, 'VpcId'), ': VpcId is missing.'],
  ['an unknown field', { ...VPC, Colour: 'red' }, ': there is a field that it cannot have.'],
  ['a field of another type', { ...VPC, VpcId: 'v' }, ': there is a field that it cannot have.'],
  ['a number for an id', { ...VPC, ResourceId: 1 }, '.ResourceId: it must be 1 to 512'],
  ['an empty id', { ...VPC, ResourceId: '' }, '.ResourceId: it must be 1 to 512'],
  ['a long id', { ...VPC, ResourceId: 'é'.repeat(513) }, '.ResourceId: it must be 1 to 512'],
  ['an id with a line break', { ...VPC, ResourceId: 'a\nb' }, '.ResourceId: it must be 1 to 512'],
  ['half a character', { ...VPC, ResourceId: '\ud800' }, '.ResourceId: it must be 1 to 512'],
  ['a long name', { ...VPC, Name: 'a'.repeat(257) }, '.Name: it must be at most 256'],
  ['no region id', { ...VPC, RegionId: 'CN' }, '.RegionId: it must be 1 to 64 lower-case'],
  ['no array of CIDRs', { ...VPC, Cidrs: '10.0.0.0/16' }, '.Cidrs: it is not a JSON array.'],
  ['no CIDRs', { ...VPC, Cidrs: [] }, '.Cidrs: it must have 1 to 100 CIDRs.'],
  ['a number for a CIDR', { ...VPC, Cidrs: [10] }, '.Cidrs[0]: it is not a CIDR.'],
  ['no CIDR', { ...VPC, Cidrs: ['10.0.0.0'] }, '.Cidrs[0]: it is not a CIDR.'],
  ['a long prefix', { ...VPC, Cidrs: ['10.0.0.0/33'] }, '.Cidrs[0]: its prefix is longer'],
  ['host bits', { ...VPC, Cidrs: ['fd00::/56', '10.0.0.1/16'] }, '.Cidrs[1]: it has bits set'],
  ['another spelling', { ...VPC, Cidrs: ['FD00::/56'] }, '.Cidrs[0]: it is not in its canonical'],
  ['overlap', { ...VPC, Cidrs: ['10.0.1.0/24', '10.0.0.0/16'] }, '.Cidrs: two of them overlap.'],
  [
    'equal CIDRs',
    { ...VPC, Cidrs: ['10.0.1.0/24', '10.0.1.0/24'] },
    '.Cidrs: two of them overlap.',
  ],
  ['a CIDR for an address', { ...ADDRESS, Address: '10.0.0.5/32' }, '.Address: it must be an IP'],
  ['an address spelt otherwise', { ...ADDRESS, Address: 'FD00::1' }, '.Address: it must be an IP'],
  ['an empty VSwitchId', { ...ADDRESS, VSwitchId: '' }, '.VSwitchId: it must be 1 to 512'],
  ['no object', ['VPC'], ': it is not a JSON object.'],
  ['null', null, ': it is not a JSON object.'],
])('an item with %s is refused, with its place', (_, item, problem) => {
  expect(problemOf([VPC, item])).toContain(`Items[1]${problem}`);
});

test('nothing is named twice in a batch, neither to be there nor to be gone', () => {
  expect(problemOf([VPC, VPC])).toBe('Items[1]: the batch names it twice.');
  expect(problemOf([ADDRESS, { ...ADDRESS, ResourceId: 'eni-2' }])).toContain(
    'Items[1]: the batch',
  );
  expect(problemOf([VPC], ['vpc-1'])).toBe('Removed[0]: the batch names it twice.');
  const gone = { Address: '10.0.0.5', VpcId: 'vpc-1' };
  expect(problemOf([ADDRESS], [gone])).toBe('Removed[0]: the batch names it twice.');
  expect(problemOf([ADDRESS, { ...ADDRESS, VpcId: 'vpc-2' }], ['eni-1'])).toBeUndefined();
});

test('items and removals have limits', () => {
  const items = (count: number) =>
    Array.from({ length: count }, (_, index) => ({ ...VPC, ResourceId: `vpc-${index}` }));
  const ids = (count: number) => Array.from({ length: count }, (_, index) => `vpc-${index}`);
  expect(problemOf(items(INVENTORY_ITEM_COUNT_MAX))).toBeUndefined();
  expect(problemOf(items(INVENTORY_ITEM_COUNT_MAX + 1))).toContain('Items: it has more than 5000');
  expect(problemOf([], ids(INVENTORY_ITEM_COUNT_MAX + 1))).toContain('Removed: it has more than');
  const cidrs = Array.from({ length: INVENTORY_CIDR_COUNT_MAX + 1 }, (_, at) => `10.${at}.0.0/16`);
  expect(problemOf([{ ...VPC, Cidrs: cidrs.slice(1) }])).toBeUndefined();
  expect(problemOf([{ ...VPC, Cidrs: cidrs }])).toContain('.Cidrs: it must have 1 to 100 CIDRs.');
});

test('what is not a JSON array is refused', () => {
  for (const text of ['', '{', '{}', '"a"', '1', 'null', '[1'.repeat(10_000)]) {
    expect(readBatch(text, undefined).kind).toBe('refusal');
    expect(readBatch(undefined, text).kind).toBe('refusal');
  }
  expect(readBatch(undefined, undefined)).toMatchObject({ resources: [], removedIds: [] });
});

const text = fc.string({ unit: 'binary', maxLength: 40 });
/** Values that are almost items: the fields and values of real ones, put together at random. */
const almostItem = fc.dictionary(
  fc.constantFrom(...Object.keys({ ...VSWITCH, ...ADDRESS, Name: 1, VSwitchId: 1 }), '__proto__'),
  fc.oneof(
    fc.constantFrom<unknown>('VPC', 'VSwitch', 'Address', 'a', ['10.0.0.0/8'], '::1', 'cn-1'),
    fc.jsonValue(),
  ),
);

test('no text and no JSON makes the reader throw', () => {
  const anything = fc.oneof(
    text,
    fc.json(),
    fc.array(almostItem).map((items) => JSON.stringify(items)),
  );
  fc.assert(
    fc.property(anything, fc.option(anything, { nil: undefined }), (items, removed) => {
      expect(['batch', 'refusal']).toContain(readBatch(items, removed).kind);
    }),
    { numRuns: 2_000 },
  );
});

const id = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
  .filter((value) => /^[^\p{C}\p{Zl}\p{Zp}]+$/u.test(value));
const region = fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,20}$/);
const cidr: fc.Arbitrary<Cidr> = fc
  .tuple(
    fc.constantFrom('IPv4' as const, 'IPv6' as const),
    fc.nat(128),
    fc.bigInt(0n, 2n ** 128n - 1n),
  )
  .map(([ipVersion, length, bits]) => {
    const width = ipVersion === 'IPv4' ? 32 : 128;
    const prefixLength = length % (width + 1);
    const hostBits = BigInt(width - prefixLength);
    const address = ((bits % 2n ** BigInt(width)) >> hostBits) << hostBits;
    return createCidr(ipVersion, address, prefixLength);
  });
const cidrs = fc
  .array(cidr, { minLength: 1, maxLength: INVENTORY_CIDR_COUNT_MAX })
  .map((given) =>
    given.filter((one, index) => !given.slice(0, index).some((other) => cidrsOverlap(one, other))),
  );
const resource: fc.Arbitrary<ResourceItem> = fc
  .record({
    resourceType: fc.constantFrom('VPC' as const, 'VSwitch' as const),
    resourceId: id,
    vpcId: id,
    regionId: region,
    name: fc.oneof(fc.constant(''), id),
    cidrs,
  })
  .map((item) => (item.resourceType === 'VPC' ? { ...item, vpcId: item.resourceId } : item));
const address: fc.Arbitrary<AddressItem> = fc.record({
  cidr: cidr.map(({ ipVersion, address: first }) =>
    createCidr(ipVersion, first, ipVersion === 'IPv4' ? 32 : 128),
  ),
  resourceId: id,
  serviceType: id,
  vpcId: id,
  vSwitchId: fc.oneof(fc.constant(''), id),
  regionId: region,
});

test('what is described reads back as it was', () => {
  const resources = fc.uniqueArray(resource, { selector: ({ resourceId }) => resourceId });
  const addresses = fc.uniqueArray(address, {
    selector: ({ vpcId, cidr: block }) => `${vpcId} ${formatCidr(block)}`,
  });
  fc.assert(
    fc.property(resources, addresses, (given, used) => {
      const items = [...given.map(describeResourceItem), ...used.map(describeAddressItem)];
      const batch = readBatch(JSON.stringify(items), undefined);
      expect(batch).toMatchObject({ kind: 'batch', resources: given, addresses: used });
    }),
  );
});
