import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { describeRefusal } from './error-catalogue.ts';
import { defineOperation } from './operation.ts';
import { OPERATIONS } from './operations/index.ts';
import { readParameters } from './parameters.ts';

const shared = {
  product: 'VpcIpam',
  group: 'ipam',
  summary: 'An operation for these tests.',
  state: 'built',
  effect: 'write',
  methods: ['GET', 'POST'],
  callsPerMinute: 1,
  response: {},
  errors: [],
} as const;

const description = 'A parameter for these tests.';

const parameters = {
  Count: { type: 'number', min: 0, max: 9, description },
  RegionId: { type: 'string', required: true, description },
  Flag: { type: 'boolean', description },
  ScopeId: { type: 'string', required: true, description },
  Text: { type: 'string', description },
  Name: { type: 'string', format: 'name', description },
  Kind: { type: 'string', values: ['A', 'B'], invalid: 'IllegalParam.IpVersion', description },
  Loose: { type: 'string', values: ['A', 'B'], description },
  Amount: { type: 'number', description },
  Ids: { type: 'string-list', itemCountMax: 3, description },
  Tag: {
    type: 'object-list',
    itemCountMax: 2,
    tooMany: 'NumberExceed.Tags',
    fields: { Key: { type: 'string', description }, Value: { type: 'string', description } },
    description,
  },
} as const;

const CreateThing = defineOperation({ ...shared, name: 'CreateThing', parameters });
const UpdateThing = defineOperation({ ...shared, name: 'UpdateThing', parameters });
const ListThings = defineOperation({
  ...shared,
  name: 'ListThings',
  effect: 'read',
  parameters: {
    Flag: { type: 'boolean', filter: true, description },
    Count: { type: 'number', filter: true, description },
    Ids: { type: 'string-list', itemCountMax: 2, filter: true, description },
    Tags: { ...parameters.Tag, alias: 'Tag', filter: true },
    MaxResults: { type: 'number', min: 1, max: 100, description },
  },
});

type Definition = typeof CreateThing | typeof UpdateThing | typeof ListThings;

const GIVEN = { RegionId: 'cn-hangzhou', ScopeId: 'scope' };

function read(definition: Definition, flat: Readonly<Record<string, string>>) {
  const result = readParameters(definition, new Map(Object.entries(flat)));
  if (result.kind === 'refusal') return describeRefusal(result);
  return { input: result.input, matchesNothing: result.matchesNothing };
}

/** The input of CreateThing beside what it requires, or the code of the refusal. */
function create(flat: Readonly<Record<string, string>>, definition: Definition = CreateThing) {
  const result = read(definition, { ...GIVEN, ...flat });
  if ('code' in result) return result.code;
  const { RegionId: _region, ScopeId: _scope, ...rest } = result.input as Record<string, unknown>;
  return rest;
}

describe('precedence', () => {
  test('missing parameters come before malformed ones, in the order of the definition', () => {
    expect(read(CreateThing, { Count: 'x', Flag: 'x' })).toEqual({
      code: 'MissingRegionId',
      message: 'RegionId is mandatory for this action.',
      status: 400,
    });
    expect(read(CreateThing, { Count: 'x', RegionId: 'r' })).toMatchObject({
      code: 'MissingScopeId',
    });
  });

  test('of several malformed parameters the first of the definition is refused', () => {
    expect(create({ Kind: 'C', Flag: 'x', Count: 'x' })).toBe('InvalidCount');
    expect(create({ Kind: 'C', Flag: 'x' })).toBe('InvalidFlag');
    expect(create({ Kind: 'C' })).toBe('IllegalParam.IpVersion');
  });

  test('an empty required parameter is missing, in updates too', () => {
    expect(create({ RegionId: '' })).toBe('MissingRegionId');
    expect(create({ RegionId: '' }, UpdateThing)).toBe('MissingRegionId');
  });
});

describe('single values', () => {
  test('are typed, and those not given are absent', () => {
    const given = { Count: '3', Flag: 'true', Text: ' a ', Amount: '-12', Kind: 'A' };
    expect(create(given)).toEqual({ Count: 3, Flag: true, Text: ' a ', Amount: -12, Kind: 'A' });
    expect(create({})).toEqual({});
  });

  test('that are unknown are ignored', () => {
    expect(create({ Other: 'x', 'Other.1': 'x', count: 'x', '.': 'x', '': 'x' })).toEqual({});
  });

  test('that are empty count as not given in create and list operations', () => {
    const empty = { Count: '', Flag: '', Text: '', Name: '', Kind: '', 'Ids.1': '' };
    expect(create(empty)).toEqual({});
    expect(read(ListThings, { Flag: '', Count: '', 'Ids.1': '' })).toEqual({
      input: {},
      matchesNothing: false,
    });
  });

  test('a client token that is empty is none, in update operations too', () => {
    const read = readParameters(
      OPERATIONS.UpdateIpam,
      new Map([
        ['RegionId', 'cn-hangzhou'],
        ['IpamId', 'ipam-1'],
        ['ClientToken', ''],
      ]),
    );
    expect(read).toEqual({
      kind: 'input',
      input: { RegionId: 'cn-hangzhou', IpamId: 'ipam-1' },
      matchesNothing: false,
    });
  });

  test('that are empty clear a text in update operations, and nothing else', () => {
    expect(create({ Count: '', Flag: '', Text: '', Name: '', Kind: '' }, UpdateThing)).toEqual({
      Text: '',
      Name: '',
    });
  });

  test.each(['true', 'True', 'TRUE'])('the boolean %s is true', (Flag) => {
    expect(create({ Flag })).toEqual({ Flag: true });
  });

  test.each(['1', 'yes', ' true', 'truе'])('the boolean %j is refused', (Flag) => {
    expect(create({ Flag })).toBe('InvalidFlag');
  });

  test.each(['-1', '10', '1.0', '1e0', ' 1', '0x1', '+1', '１', 'NaN', '-', '9'.repeat(16), '1\n'])(
    'the number %j is refused',
    (Count) => {
      expect(create({ Count })).toBe('InvalidCount');
    },
  );

  test('a number is never negative zero', () => {
    expect(create({ Count: '-0' })).toEqual({ Count: 0 });
  });

  test('a published enumeration is enforced only where the definition has an error for it', () => {
    expect(create({ Loose: 'C' })).toEqual({ Loose: 'C' });
    expect(create({ Kind: 'a' })).toBe('IllegalParam.IpVersion');
  });

  test('a format is checked on the text as a person counts it', () => {
    expect(create({ Name: '😀'.repeat(128) })).toEqual({ Name: '😀'.repeat(128) });
    expect(create({ Name: '网'.repeat(129) })).toBe('IllegalParam.Name');
  });
});

describe('lists', () => {
  test('are in the order of their indices, which may have gaps', () => {
    expect(create({ 'Ids.10': 'c', 'Ids.2': 'b', 'Ids.1': 'a' })).toEqual({ Ids: ['a', 'b', 'c'] });
    expect(create({ 'Ids.1000000': 'b', 'Ids.7': 'a', 'Ids.3': '' })).toEqual({ Ids: ['a', 'b'] });
  });

  test('with too many items are refused', () => {
    const flat = { 'Ids.1': 'a', 'Ids.2': 'b', 'Ids.3': 'c', 'Ids.4': 'd' };
    expect(create(flat)).toBe('InvalidIds');
    expect(read(ListThings, flat)).toMatchObject({ code: 'InvalidIds' });
  });

  test.each(['0', '-1', '01', '1.5', 'a', '', '1000001', '__proto__', 'constructor', '1.Key'])(
    'with the index %j are refused',
    (index) => {
      expect(create({ [`Ids.${index}`]: 'a' })).toBe('InvalidIds');
    },
  );

  test('do not take the unnumbered name for an item', () => {
    expect(create({ Ids: 'a' })).toEqual({});
  });

  test('of objects keep the fields that were given, and their empty values', () => {
    const flat = { 'Tag.7.Value': 'v', 'Tag.2.Key': 'b', 'Tag.7.Key': 'a', 'Tag.2.Value': '' };
    expect(create(flat)).toEqual({
      Tag: [
        { Key: 'b', Value: '' },
        { Key: 'a', Value: 'v' },
      ],
    });
    expect(create({ 'Tag.1.Value': 'v' })).toEqual({ Tag: [{ Value: 'v' }] });
  });

  test('of objects with too many items are refused by their own error', () => {
    const flat = { 'Tag.1.Key': 'a', 'Tag.2.Key': 'b', 'Tag.3.Key': 'c' };
    expect(read(CreateThing, { ...GIVEN, ...flat })).toMatchObject({
      code: 'NumberExceed.Tags',
      message: 'The number of tags exceeds the limit of 2.',
    });
  });

  test.each(['Tag.1', 'Tag.a.Key', 'Tag.0.Key', 'Tag.Key', 'Tag.__proto__.Key', 'Tag..Key'])(
    'of objects with an item %s are refused',
    (name) => {
      expect(create({ [name]: 'a' })).toBe('InvalidTag');
    },
  );

  test('are read by their alias, and the name itself wins', () => {
    const byAlias = { 'Tag.1.Key': 'a' };
    expect(read(ListThings, byAlias)).toMatchObject({ input: { Tags: [{ Key: 'a' }] } });
    expect(read(ListThings, { ...byAlias, 'Tags.1.Key': 'b' })).toMatchObject({
      input: { Tags: [{ Key: 'b' }] },
    });
  });
});

describe('filters', () => {
  test.each([
    { Flag: 'x' },
    { Count: 'x' },
    { 'Ids.x': 'a' },
    { 'Tags.1': 'a' },
    { 'Tag.x.Key': 'a' },
  ])('that cannot be read match nothing: %j', (flat) => {
    expect(read(ListThings, flat as Record<string, string>)).toEqual({
      input: {},
      matchesNothing: true,
    });
  });

  test('do not hide the refusal of another parameter', () => {
    expect(read(ListThings, { Flag: 'x', MaxResults: '101' })).toMatchObject({
      code: 'InvalidMaxResults',
    });
  });
});

describe('hostile names', () => {
  const hostileNames = [
    '__proto__',
    'constructor',
    'toString',
    '__proto__.1.Key',
    'constructor.prototype.polluted',
    'Tag.1.__proto__',
    'Tag.1.constructor',
    'Tag.1.Key.__proto__',
  ];

  test('are ignored and change no prototype', () => {
    const flat = new Map(Object.entries(GIVEN));
    for (const name of hostileNames) flat.set(name, 'x');
    const result = readParameters(CreateThing, flat);
    expect(result).toEqual({ kind: 'input', input: GIVEN, matchesNothing: false });
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });

  test('beside known fields leave those as they are', () => {
    const result = create({ 'Tag.1.Key': 'a', 'Tag.1.constructor': 'x' });
    expect(result).toEqual({ Tag: [{ Key: 'a' }] });
  });
});

test('reading never throws, and the order of the wire makes no difference', () => {
  const anyName = fc.oneof(
    fc.constantFrom('Ids', 'Tag', 'Tag.1.Key', 'Ids.1', 'Ids.2', 'Count', 'Flag', '__proto__'),
    fc.tuple(fc.constantFrom('Ids', 'Tag', 'Tags'), fc.string()).map((parts) => parts.join('.')),
    fc.string(),
  );
  const anyValue = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('', '1', 'true', 'a'));
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.tuple(anyName, anyValue), { selector: ([name]) => name }),
      fc.constantFrom<Definition>(CreateThing, UpdateThing, ListThings),
      (pairs, definition) => {
        const forwards = readParameters<Definition>(definition, new Map(pairs));
        const backwards = readParameters<Definition>(definition, new Map([...pairs].reverse()));
        expect(backwards).toEqual(forwards);
      },
    ),
  );
});
