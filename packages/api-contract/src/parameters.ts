import { type Refusal, refuse } from './error-catalogue.ts';
import { PARAMETER_INDEX_MAX } from './limits.ts';
import type {
  InputOf,
  ObjectListParameter,
  OperationDefinition,
  Parameter,
  StringListParameter,
  StringParameter,
} from './operation.ts';
import { checkFormat } from './value-formats.ts';

/** Flattened parameters by name, decoded: `RegionId`, `IpamIds.1`, `Tag.2.Key`. */
export type FlatParameters = ReadonlyMap<string, string>;

export interface ReadInput<Definition extends OperationDefinition> {
  readonly kind: 'input';
  readonly input: InputOf<Definition>;
  /** True when a filter has a value that no resource can have: the list is empty. */
  readonly matchesNothing: boolean;
}

/** What reading one parameter gives: a value, nothing, a refusal, or a filter that matches nothing. */
type ReadValue =
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'absent' }
  | { readonly kind: 'unmatchable' }
  | Refusal;

const ABSENT = { kind: 'absent' } as const;
const UNMATCHABLE = { kind: 'unmatchable' } as const;

const INTEGER = /^-?\d{1,16}$/;
const INDEX = /^[1-9]\d{0,6}$/;

/**
 * Turns flattened parameters into the typed input of an operation. Unknown parameters are ignored.
 * A parameter that is present and empty counts as not given, but in `Update*` and
 * `Modify*` operations, where it clears (both as real clients expect). First all missing parameters are refused, then malformed
 * ones, each in the order of the definition.
 */
export function readParameters<const Definition extends OperationDefinition>(
  definition: Definition,
  flat: FlatParameters,
): ReadInput<Definition> | Refusal {
  const emptyClears = /^(Update|Modify)/.test(definition.name);
  const input: Record<string, unknown> = {};
  let matchesNothing = false;
  let malformed: Refusal | undefined;
  const repeated = hasRepeatedParameter(definition) ? groupRepeated(flat) : NO_REPEATED;
  for (const [name, parameter] of Object.entries(definition.parameters)) {
    const read = readParameter(name, parameter, flat, repeated, emptyClears);
    if (read.kind === 'value') input[name] = read.value;
    else if (read.kind === 'unmatchable') matchesNothing = true;
    else if (read.kind === 'refusal') malformed ??= read;
    else if (parameter.required === true) {
      return refuse(parameter.missing ?? 'Missing{ParameterName}', { ParameterName: name });
    }
  }
  if (malformed !== undefined) return malformed;
  return { kind: 'input', input: input as InputOf<Definition>, matchesNothing };
}

function readParameter(
  name: string,
  parameter: Parameter,
  flat: FlatParameters,
  repeated: Repeated,
  emptyClears: boolean,
): ReadValue {
  if (parameter.type === 'string-list') return readStringList(name, parameter, repeated);
  if (parameter.type === 'object-list') return readObjectList(name, parameter, repeated);
  const text = flat.get(name);
  if (text === undefined) return ABSENT;
  if (parameter.type === 'string') return readString(name, parameter, text, emptyClears);
  if (text === '') return ABSENT;
  return parameter.type === 'boolean'
    ? readBoolean(name, parameter, text)
    : readNumber(name, parameter, text);
}

function unreadable(name: string, parameter: Parameter, detail: string): ReadValue {
  if (parameter.filter === true) return UNMATCHABLE;
  return refuse(parameter.invalid ?? 'Invalid{ParameterName}', {
    ParameterName: name,
    Detail: detail,
  });
}

function readString(
  name: string,
  parameter: StringParameter,
  text: string,
  emptyClears: boolean,
): ReadValue {
  if (text === '') {
    return emptyClears && canBeEmpty(parameter) ? { kind: 'value', value: '' } : ABSENT;
  }
  if (parameter.format !== undefined) {
    const refusal = checkFormat(parameter.format, name, text);
    if (refusal !== undefined) return refusal;
  }
  if (parameter.invalid !== undefined && parameter.values?.includes(text) === false) {
    return unreadable(name, parameter, `It must be one of ${parameter.values.join(', ')}.`);
  }
  return { kind: 'value', value: text };
}

/**
 * A client token is no property of a resource, so that an empty one clears nothing; and no value of
 * an enumeration is empty.
 */
function canBeEmpty({ required, format, invalid, values }: StringParameter): boolean {
  const isEnumeration = invalid !== undefined && values !== undefined;
  return required !== true && format !== 'client-token' && !isEnumeration;
}

function readBoolean(name: string, parameter: Parameter, text: string): ReadValue {
  const lowered = text.toLowerCase();
  if (lowered === 'true') return { kind: 'value', value: true };
  if (lowered === 'false') return { kind: 'value', value: false };
  return unreadable(name, parameter, 'It must be true or false.');
}

function readNumber(
  name: string,
  parameter: Extract<Parameter, { type: 'number' }>,
  text: string,
): ReadValue {
  const { min = Number.MIN_SAFE_INTEGER, max = Number.MAX_SAFE_INTEGER } = parameter;
  if (INTEGER.test(text)) {
    // Adding zero makes 0 of -0, which Object.is and a store of floating point tell apart.
    const value = Number(text) + 0;
    if (value >= min && value <= max) return { kind: 'value', value };
  }
  return unreadable(
    name,
    parameter,
    parameter.max === undefined
      ? 'It must be an integer.'
      : `It must be an integer from ${min} to ${max}.`,
  );
}

/** The names below each top-level name, index and field still flattened. */
type Repeated = ReadonlyMap<string, readonly (readonly [path: string, value: string])[]>;

const NO_REPEATED: Repeated = new Map();

function hasRepeatedParameter(definition: OperationDefinition): boolean {
  for (const name in definition.parameters) {
    const type = definition.parameters[name]?.type;
    if (type === 'string-list' || type === 'object-list') return true;
  }
  return false;
}

function groupRepeated(flat: FlatParameters): Repeated {
  const groups = new Map<string, (readonly [string, string])[]>();
  for (const [name, value] of flat) {
    const dot = name.indexOf('.');
    if (dot <= 0) continue;
    const top = name.slice(0, dot);
    const entry = [name.slice(dot + 1), value] as const;
    const group = groups.get(top);
    if (group === undefined) groups.set(top, [entry]);
    else group.push(entry);
  }
  return groups;
}

function parseIndex(text: string): number | undefined {
  if (!INDEX.test(text)) return undefined;
  const index = Number(text);
  return index <= PARAMETER_INDEX_MAX ? index : undefined;
}

function readStringList(
  name: string,
  parameter: StringListParameter,
  repeated: Repeated,
): ReadValue {
  const items: { index: number; value: string }[] = [];
  for (const [path, value] of repeated.get(name) ?? []) {
    const index = parseIndex(path);
    if (index === undefined) return unreadable(name, parameter, 'Its items are numbered from 1.');
    if (value !== '') items.push({ index, value });
  }
  if (items.length === 0) return ABSENT;
  if (items.length > parameter.itemCountMax) {
    return refuse('Invalid{ParameterName}', {
      ParameterName: name,
      Detail: `It takes at most ${parameter.itemCountMax} items.`,
    });
  }
  items.sort((left, right) => left.index - right.index);
  return { kind: 'value', value: items.map((item) => item.value) };
}

function readObjectList(
  name: string,
  parameter: ObjectListParameter,
  repeated: Repeated,
): ReadValue {
  const entries =
    repeated.get(name) ??
    (parameter.alias === undefined ? undefined : repeated.get(parameter.alias)) ??
    [];
  const items = new Map<number, Record<string, string | undefined>>();
  for (const [path, value] of entries) {
    const dot = path.indexOf('.');
    const index = parseIndex(dot === -1 ? path : path.slice(0, dot));
    if (dot === -1 || index === undefined) {
      return unreadable(name, parameter, `Its items are numbered from 1 and have fields.`);
    }
    const field = path.slice(dot + 1);
    if (!Object.hasOwn(parameter.fields, field)) continue;
    const item = items.get(index);
    if (item === undefined) items.set(index, { [field]: value });
    else item[field] = value;
  }
  if (items.size === 0) return ABSENT;
  if (items.size > parameter.itemCountMax) {
    return refuse(parameter.tooMany ?? 'Invalid{ParameterName}', {
      ParameterName: name,
      Limit: String(parameter.itemCountMax),
      Detail: `It takes at most ${parameter.itemCountMax} items.`,
    });
  }
  const indices = [...items.keys()].sort((left, right) => left - right);
  return { kind: 'value', value: indices.map((index) => inOrder(items.get(index), parameter)) };
}

/** Fields in the order of the definition: equal items are equal in whatever order they came. */
function inOrder(
  item: Readonly<Record<string, string | undefined>> = {},
  { fields }: ObjectListParameter,
): Record<string, string | undefined> {
  const ordered: Record<string, string | undefined> = {};
  for (const field of Object.keys(fields)) {
    if (Object.hasOwn(item, field)) ordered[field] = item[field];
  }
  return ordered;
}
