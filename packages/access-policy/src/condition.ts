import { type IpRange, ipRangeContains, parseIpAddress, parseIpRange } from './ip-condition.ts';
import { compilePatternSet, matchesPatternSet } from './wildcard.ts';

/** What a request gives for one condition key. An empty list is a missing key. */
export type ConditionValue = string | readonly string[];

/** The condition values of one request. */
export interface ConditionContext {
  /** The value of a key, undefined where the request has none. The engine asks in lower case. */
  lookUp(keyLowerCase: string): ConditionValue | undefined;
}

/**
 * Makes a context of plain values. Key names are case-insensitive, the part after the slash of
 * `acs:ResourceTag/<key>` included (our choice); values of names that differ by case alone are
 * gathered under one key.
 */
export function createConditionContext(
  values: Readonly<Record<string, ConditionValue | undefined>>,
): ConditionContext {
  const valuesByKey = new Map<string, readonly string[]>();
  for (const [key, value] of Object.entries(values)) {
    if (value !== undefined) {
      const keyLowerCase = key.toLowerCase();
      valuesByKey.set(keyLowerCase, [...(valuesByKey.get(keyLowerCase) ?? []), ...listOf(value)]);
    }
  }
  return { lookUp: (keyLowerCase) => valuesByKey.get(keyLowerCase) };
}

const parseRequestIp = rememberLast(parseIpAddress);

/** Whether one request value matches any of the values that the policy gives. */
type ValueTest = (requestValue: string) => boolean;

/** An operator of the language without prefix and suffix, as a row of the operator table. */
interface BaseOperator {
  readonly valueType: 'string' | 'number' | 'date' | 'boolean' | 'IP address';
  readonly negated: boolean;
  readonly isValue: (text: string) => boolean;
  readonly compile: (values: readonly string[]) => ValueTest;
}

/** An operator as it stands in a policy, taken apart. */
export interface ConditionOperator {
  /** The name as written, such as `ForAllValues:StringNotLikeIfExists`. */
  readonly name: string;
  /** Undefined for `Null`, which asks for the key and not for its value. */
  readonly base: BaseOperator | undefined;
  readonly quantifier: 'ForAllValues' | 'ForAnyValue' | undefined;
  readonly ifExists: boolean;
}

/** One key under one operator, ready to be tested. */
export interface Condition {
  readonly keyLowerCase: string;
  readonly operator: ConditionOperator;
  readonly test: ValueTest;
}

/**
 * Takes an operator's name apart; undefined when there is no such operator. Names are
 * case-sensitive, and `Null` takes neither prefix nor suffix (our choice).
 */
export function parseConditionOperator(name: string): ConditionOperator | undefined {
  if (name === 'Null') {
    return { name, base: undefined, quantifier: undefined, ifExists: false };
  }
  const [, prefix, baseName = '', suffix] =
    /^(?:(ForAllValues|ForAnyValue):)?(\w+?)(IfExists)?$/.exec(name) ?? [];
  const base = BASE_OPERATORS.get(baseName);
  if (base === undefined) {
    return undefined;
  }
  const quantifier = prefix === 'ForAllValues' || prefix === 'ForAnyValue' ? prefix : undefined;
  return { name, base, quantifier, ifExists: suffix !== undefined };
}

/** Whether the operator is more than a plain one: `Null`, or with a prefix or suffix. */
export function isExtendedOperator(operator: ConditionOperator): boolean {
  return operator.base === undefined || operator.quantifier !== undefined || operator.ifExists;
}

/** What the operator's values are, for messages. */
export function describeOperatorValue(operator: ConditionOperator): string {
  return operator.base?.valueType ?? 'boolean';
}

/**
 * Reads one value of an operator from a policy; undefined when it is not of the operator's type.
 * Numbers and booleans may be given as text (as published) or as JSON values (our choice).
 */
export function readConditionValue(
  operator: ConditionOperator,
  value: unknown,
): string | undefined {
  const valueType = describeOperatorValue(operator);
  const isNative =
    typeof value === 'string' || (valueType !== 'string' && typeof value === valueType);
  if (!isNative) {
    return undefined;
  }
  const text = String(value);
  return (operator.base?.isValue ?? isBoolean)(text) ? text : undefined;
}

/** Compiles one key under an operator. The values must have been read by `readConditionValue`. */
export function compileCondition(
  operator: ConditionOperator,
  key: string,
  values: readonly string[],
): Condition {
  const compile = operator.base?.compile ?? compileBoolean;
  return { keyLowerCase: key.toLowerCase(), operator, test: compile(values) };
}

/**
 * Whether a request meets a condition. The values given for a key are ORed (published). Where the
 * published rules are silent, our choice is:
 *
 * - A negated operator holds when no request value matches any of its values.
 * - Several request values: a positive operator holds when any of them matches.
 * - `ForAllValues:` holds when the operator holds for every request value, and so on a missing key;
 *   `ForAnyValue:` when it holds for one of them, and so never on a missing key.
 * - A missing key: a positive operator fails, a negated one holds, and `IfExists` always holds.
 * - A request value that is not of the operator's type matches nothing.
 */
export function meetsCondition(condition: Condition, context: ConditionContext): boolean {
  const { operator, test } = condition;
  const found = context.lookUp(condition.keyLowerCase);
  const values = found === undefined ? [] : listOf(found);
  if (operator.base === undefined) {
    return test(String(values.length === 0));
  }
  const { negated } = operator.base;
  if (values.length === 0 && operator.ifExists) {
    return true;
  }
  const needsEvery = operator.quantifier === 'ForAllValues' || (!operator.quantifier && negated);
  for (const value of values) {
    if ((test(value) !== negated) !== needsEvery) {
      return !needsEvery;
    }
  }
  return needsEvery;
}

function listOf(value: ConditionValue): readonly string[] {
  return typeof value === 'string' ? [value] : value;
}

/** The published list of operators, complete. */
const BASE_OPERATORS: ReadonlyMap<string, BaseOperator> = new Map([
  ...pairOf('StringEquals', 'StringNotEquals', stringOperator(compileEquals)),
  ...pairOf(
    'StringEqualsIgnoreCase',
    'StringNotEqualsIgnoreCase',
    stringOperator(compileEqualsIgnoreCase),
  ),
  ...pairOf('StringLike', 'StringNotLike', stringOperator(compileLike)),
  ...orderOperators('Numeric', 'number', rememberLast(parseNumber)),
  ...orderOperators('Date', 'date', rememberLast(parseDate)),
  ['Bool', { valueType: 'boolean', negated: false, isValue: isBoolean, compile: compileBoolean }],
  ...pairOf('IpAddress', 'NotIpAddress', {
    valueType: 'IP address',
    isValue: (text) => parseIpRange(text) !== undefined,
    compile: compileIpRanges,
  }),
]);

function pairOf(
  positiveName: string,
  negatedName: string,
  operator: Omit<BaseOperator, 'negated'>,
): [string, BaseOperator][] {
  return [
    [positiveName, { ...operator, negated: false }],
    [negatedName, { ...operator, negated: true }],
  ];
}

function stringOperator(compile: BaseOperator['compile']): Omit<BaseOperator, 'negated'> {
  return { valueType: 'string', isValue: () => true, compile };
}

function orderOperators(
  prefix: string,
  valueType: 'number' | 'date',
  parse: (text: string) => number | undefined,
): [string, BaseOperator][] {
  const operatorOf = (holds: (requested: number, given: number) => boolean) => ({
    valueType,
    isValue: (text: string) => parse(text) !== undefined,
    compile: (values: readonly string[]): ValueTest => {
      const givenValues = parseAll(values, parse);
      return (requestValue) => {
        const requested = parse(requestValue);
        return requested !== undefined && givenValues.some((given) => holds(requested, given));
      };
    },
  });
  const positive = (name: string, holds: (requested: number, given: number) => boolean) =>
    [`${prefix}${name}`, { ...operatorOf(holds), negated: false }] satisfies [string, BaseOperator];
  return [
    ...pairOf(
      `${prefix}Equals`,
      `${prefix}NotEquals`,
      operatorOf((requested, given) => requested === given),
    ),
    positive('LessThan', (requested, given) => requested < given),
    positive('LessThanEquals', (requested, given) => requested <= given),
    positive('GreaterThan', (requested, given) => requested > given),
    positive('GreaterThanEquals', (requested, given) => requested >= given),
  ];
}

/**
 * The same function, but quick when asked again for the text it was last asked for: all statements
 * of all policies read the same few request values.
 */
function rememberLast<T>(parse: (text: string) => T): (text: string) => T {
  let last: { readonly text: string; readonly value: T } | undefined;
  return (text) => {
    if (last?.text !== text) {
      last = { text, value: parse(text) };
    }
    return last.value;
  };
}

function parseAll<T>(
  values: readonly string[],
  parse: (text: string) => T | undefined,
): readonly T[] {
  return values.map(parse).filter((value) => value !== undefined);
}

function compileEquals(values: readonly string[]): ValueTest {
  const wanted = new Set(values);
  return (requestValue) => wanted.has(requestValue);
}

function compileEqualsIgnoreCase(values: readonly string[]): ValueTest {
  const wanted = new Set(values.map((value) => value.toLowerCase()));
  return (requestValue) => wanted.has(requestValue.toLowerCase());
}

function compileLike(values: readonly string[]): ValueTest {
  const wanted = compilePatternSet(values);
  return (requestValue) => matchesPatternSet(wanted, requestValue);
}

// Any case is taken, because clients write "True" too (our choice).
function compileBoolean(values: readonly string[]): ValueTest {
  return compileEqualsIgnoreCase(values);
}

function isBoolean(text: string): boolean {
  return /^(?:true|false)$/i.test(text);
}

function compileIpRanges(values: readonly string[]): ValueTest {
  const ranges: readonly IpRange[] = parseAll(values, parseIpRange);
  return (requestValue) => {
    const address = parseRequestIp(requestValue);
    return address !== undefined && ranges.some((range) => ipRangeContains(range, address));
  };
}

function parseNumber(text: string): number | undefined {
  const value = /^[+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i.test(text) ? Number(text) : Number.NaN;
  return Number.isFinite(value) ? value : undefined;
}

/**
 * Milliseconds since 1970 of an ISO 8601 time with `Z` or an offset. Seconds and their fraction may
 * be left out; days that no month has, hour 24 and second 60 are refused (our choice).
 */
function parseDate(text: string): number | undefined {
  const parts =
    /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d)(?:\.\d{1,9})?)?(?:Z|[+-](\d\d):(\d\d))$/.exec(
      text,
    );
  if (parts === null) {
    return undefined;
  }
  const [
    year = 0,
    month = 0,
    day = 0,
    hour = 0,
    minute = 0,
    second = 0,
    offHour = 0,
    offMinute = 0,
  ] = parts.slice(1).map((part) => Number(part ?? 0));
  const isClockTime = hour < 24 && minute < 60 && second < 60 && offHour < 24 && offMinute < 60;
  const isCalendarDay = month >= 1 && month <= 12 && day >= 1 && day <= dayCount(year, month);
  const time = isClockTime && isCalendarDay ? Date.parse(text) : Number.NaN;
  return Number.isFinite(time) ? time : undefined;
}

function dayCount(year: number, month: number): number {
  const isLeapYear = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  if (month === 2) {
    return isLeapYear ? 29 : 28;
  }
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}
