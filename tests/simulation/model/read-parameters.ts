import type { Tag } from './entities.ts';

/** How the parameters of a call are read: what is missing, malformed or not given. */

export interface ParameterRule {
  readonly kind:
    | 'text'
    | 'name'
    | 'description'
    | 'letter-description'
    | 'client-token'
    | 'time'
    | 'resource-group'
    | 'choice'
    | 'boolean'
    | 'number'
    | 'texts'
    | 'tags';
  readonly required?: true;
  /** A filter of a list: what cannot be read matches nothing. */
  readonly filter?: true;
  /** The code where the value cannot be read; `Invalid{name}` where not given. */
  readonly code?: string;
  readonly choices?: readonly string[];
  readonly max?: number;
  readonly min?: number;
}

export type ParameterRules = Readonly<Record<string, ParameterRule>>;

export type WireParameters = Readonly<Record<string, string>>;

/** What was read; names that are not there were not given. */
export class Input {
  readonly #values: Readonly<Record<string, unknown>>;

  constructor(values: Readonly<Record<string, unknown>>) {
    this.#values = values;
  }

  text(name: string): string | undefined {
    return this.#values[name] as string | undefined;
  }

  /** A text that the rules require. */
  required(name: string): string {
    return this.text(name) ?? '';
  }

  number(name: string): number | undefined {
    return this.#values[name] as number | undefined;
  }

  flag(name: string): boolean | undefined {
    return this.#values[name] as boolean | undefined;
  }

  texts(name: string): readonly string[] | undefined {
    return this.#values[name] as readonly string[] | undefined;
  }

  tags(name: string): readonly Partial<Tag>[] {
    return (this.#values[name] as readonly Partial<Tag>[] | undefined) ?? [];
  }

  /** Tells two inputs apart, the given names left out. */
  identity(except: readonly string[]): string {
    const kept = Object.entries(this.#values).filter(([name]) => !except.includes(name));
    return JSON.stringify(kept.sort(([left], [right]) => (left < right ? -1 : 1)));
  }
}

export type ReadParameters =
  | { readonly kind: 'input'; readonly input: Input; readonly matchesNothing: boolean }
  | { readonly kind: 'error'; readonly code: string };

type ReadValue =
  | { readonly value: unknown }
  | { readonly code: string }
  | 'absent'
  | 'matches-nothing';

/**
 * Missing parameters come before malformed ones, each in the order of the rules. An empty value is
 * one not given, but for the texts of an update, which it clears.
 */
export function readParameters(
  operation: string,
  rules: ParameterRules,
  wire: WireParameters,
): ReadParameters {
  const values: Record<string, unknown> = {};
  const malformed: string[] = [];
  let matchesNothing = false;
  for (const [name, rule] of Object.entries(rules)) {
    const read = readOne(name, rule, wire, operation.startsWith('Update'));
    if (read === 'absent') {
      if (rule.required) return { kind: 'error', code: `Missing${name}` };
    } else if (read === 'matches-nothing') matchesNothing = true;
    else if ('code' in read) malformed.push(read.code);
    else values[name] = read.value;
  }
  const [code] = malformed;
  if (code !== undefined) return { kind: 'error', code };
  return { kind: 'input', input: new Input(values), matchesNothing };
}

function readOne(
  name: string,
  rule: ParameterRule,
  wire: WireParameters,
  emptyClears: boolean,
): ReadValue {
  if (rule.kind === 'texts') return readTexts(name, rule, wire);
  if (rule.kind === 'tags') return readTags(name, rule, wire);
  const text = wire[name];
  if (text === undefined) return 'absent';
  if (text === '') {
    // Only a text of the resource can be cleared; an empty client token is none.
    const isText = !['number', 'boolean', 'client-token'].includes(rule.kind);
    return isText && emptyClears && rule.required !== true ? { value: '' } : 'absent';
  }
  if (rule.kind === 'boolean') return readBoolean(name, rule, text);
  if (rule.kind === 'number') return readNumber(name, rule, text);
  const code = malformedText(name, rule, text);
  return code === undefined ? { value: text } : { code };
}

function unreadable(name: string, rule: ParameterRule): ReadValue {
  return rule.filter === true ? 'matches-nothing' : { code: rule.code ?? `Invalid${name}` };
}

function readBoolean(name: string, rule: ParameterRule, text: string): ReadValue {
  const lower = text.toLowerCase();
  if (lower === 'true') return { value: true };
  return lower === 'false' ? { value: false } : unreadable(name, rule);
}

function readNumber(name: string, rule: ParameterRule, text: string): ReadValue {
  const value = /^-?\d+$/.test(text) ? Number(text) : Number.NaN;
  const isRight = value >= (rule.min ?? 0) && value <= (rule.max ?? Number.MAX_SAFE_INTEGER);
  return isRight ? { value: value + 0 } : unreadable(name, rule);
}

function malformedText(name: string, rule: ParameterRule, text: string): string | undefined {
  switch (rule.kind) {
    case 'name':
      return isPlain(text, 128) ? undefined : `IllegalParam.${name}`;
    case 'description':
      return isPlain(text, 256) && /^(\p{Script=Han}|[a-z])/iu.test(text)
        ? undefined
        : `IllegalParam.${name}`;
    case 'letter-description':
      return isPlain(text, 256) && /^[a-z]/i.test(text) ? undefined : `IllegalParam.${name}`;
    case 'client-token':
      return /^[ -~]{1,64}$/.test(text) ? undefined : 'InvalidClientToken';
    case 'resource-group':
      return /^rg-[a-z0-9]+$/i.test(text) ? undefined : 'IllegalParam.ResourceGroupId';
    case 'time':
      return Number.isNaN(Date.parse(text)) ? `Invalid${name}` : undefined;
    case 'choice':
      return rule.choices?.includes(text) === true ? undefined : (rule.code ?? `Invalid${name}`);
    default:
      return undefined;
  }
}

function isPlain(text: string, charactersMax: number): boolean {
  return [...text].length <= charactersMax && !/^https?:\/\//i.test(text);
}

/** The names below `name`, by their index. */
function numbered(
  name: string,
  wire: WireParameters,
): Map<number, [field: string, text: string][]> {
  const items = new Map<number, [string, string][]>();
  for (const [key, text] of Object.entries(wire)) {
    if (!key.startsWith(`${name}.`)) continue;
    const [index, field = ''] = key.slice(name.length + 1).split('.');
    const fields = items.get(Number(index)) ?? [];
    fields.push([field, text]);
    items.set(Number(index), fields);
  }
  return new Map([...items].sort(([left], [right]) => left - right));
}

function readTexts(name: string, rule: ParameterRule, wire: WireParameters): ReadValue {
  const texts = [...numbered(name, wire).values()]
    .map(([first]) => first?.[1] ?? '')
    .filter((text) => text !== '');
  if (texts.length === 0) return 'absent';
  return texts.length > (rule.max ?? 100) ? { code: `Invalid${name}` } : { value: texts };
}

/** A filter is sent as `Tags` or `Tag`, a new resource's tags as `Tag`. */
function readTags(name: string, rule: ParameterRule, wire: WireParameters): ReadValue {
  const named = numbered(name, wire);
  const items = named.size === 0 && rule.filter === true ? numbered('Tag', wire) : named;
  if (items.size === 0) return 'absent';
  if (items.size > 20) {
    return { code: rule.filter === true ? `Invalid${name}` : 'NumberExceed.Tags' };
  }
  // The fields of an item have an order of their own, whatever the one on the wire.
  return {
    value: [...items.values()].map((fields) =>
      Object.fromEntries(fields.sort(([left], [right]) => (left < right ? -1 : 1))),
    ),
  };
}

/** The tags of a new resource, or the code of what is wrong with them. */
export function checkTags(items: readonly Partial<Tag>[]): readonly Tag[] | string {
  const tags: Tag[] = [];
  for (const { Key = '', Value = '' } of items) {
    if (!isTagKey(Key)) return 'IllegalParam.TagKey';
    if ([...Value].length > 128 || /https?:\/\//i.test(Value)) return 'IllegalParam.TagValue';
    if (tags.some((tag) => tag.Key === Key)) return 'DuplicatedParam.TagKey';
    tags.push({ Key, Value });
  }
  return tags.sort((left, right) => (left.Key < right.Key ? -1 : 1));
}

function isTagKey(key: string): boolean {
  return (
    [...key].length <= 64 &&
    /^(\p{Script=Han}|[a-z])[\p{Script=Han}a-z0-9._-]*$/iu.test(key) &&
    !/^(aliyun|acs:)/i.test(key)
  );
}
