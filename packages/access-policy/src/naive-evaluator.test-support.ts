/**
 * A second evaluator, slow and literal, for the property test to compare the engine with. It reads
 * the raw JSON of a valid policy and shares nothing with the engine but the rules.
 */

/** A statement as it stands in a policy document. */
export interface RawStatement {
  Effect: string;
  Action?: string | string[];
  NotAction?: string | string[];
  Resource?: string | string[];
  NotResource?: string | string[];
  /** Of trust policies, which have no resource. */
  Principal?: Record<string, string | string[]>;
  Condition?: Record<string, Record<string, RawValue | RawValue[]>>;
}

/** A value in a condition. */
export type RawValue = string | number | boolean;

/** The policies and the request, all plain data. */
export interface NaiveCase {
  policies: { name: string; document: { Version: string; Statement: RawStatement[] } }[];
  action: string;
  resource: string;
  /** Who asks, under every name. */
  principal?: { type: 'RAM' | 'Service' | 'Federated'; names: string[] };
  values: Record<string, string | string[]>;
}

/** The decision in the shape that the engine gives it. */
export function decideNaively(given: NaiveCase): {
  outcome: string;
  policyName?: string;
  statementIndex?: number;
} {
  const applying = given.policies.flatMap(({ name, document }) =>
    document.Statement.flatMap((statement, statementIndex) =>
      statementApplies(statement, given)
        ? [{ effect: statement.Effect, policyName: name, statementIndex }]
        : [],
    ),
  );
  for (const [effect, outcome] of [
    ['Deny', 'ExplicitDeny'],
    ['Allow', 'Allow'],
  ] as const) {
    const decisive = applying.find((candidate) => candidate.effect === effect);
    if (decisive) {
      const { policyName, statementIndex } = decisive;
      return { outcome, policyName, statementIndex };
    }
  }
  return { outcome: 'ImplicitDeny' };
}

function statementApplies(statement: RawStatement, given: NaiveCase): boolean {
  const action = given.action.toUpperCase();
  const matchesAction = (pattern: string) => globMatches(pattern.toUpperCase(), action);
  const matchesResource = (pattern: string) => globMatches(pattern, given.resource);
  const actionHolds =
    statement.Action !== undefined
      ? manyOf(statement.Action).some(matchesAction)
      : !manyOf(statement.NotAction ?? []).some(matchesAction);
  const resourceHolds =
    statement.Resource !== undefined
      ? manyOf(statement.Resource).some(matchesResource)
      : !manyOf(statement.NotResource ?? []).some(matchesResource);
  const principalHolds =
    statement.Principal === undefined ||
    (given.principal?.names ?? []).some((name) =>
      manyOf(statement.Principal?.[given.principal?.type ?? ''] ?? []).includes(name),
    );
  return (
    actionHolds &&
    resourceHolds &&
    principalHolds &&
    Object.entries(statement.Condition ?? {}).every(([operator, block]) =>
      Object.entries(block).every(([key, wanted]) =>
        conditionHolds(operator, manyOf(wanted).map(String), requestValues(given, key)),
      ),
    )
  );
}

function requestValues(given: NaiveCase, key: string): string[] {
  const sameKey = (name: string) => name.toUpperCase() === key.toUpperCase();
  return Object.keys(given.values)
    .filter(sameKey)
    .flatMap((name) => manyOf(given.values[name] ?? []));
}

function conditionHolds(fullOperator: string, wanted: string[], values: string[]): boolean {
  if (fullOperator === 'Null') {
    return wanted.includes(values.length === 0 ? 'true' : 'false');
  }
  let operator = fullOperator;
  let quantifier = '';
  if (operator.includes(':')) {
    [quantifier = '', operator = ''] = operator.split(':');
  }
  if (operator.endsWith('IfExists')) {
    if (values.length === 0) {
      return true;
    }
    operator = operator.slice(0, -'IfExists'.length);
  }
  const isNegated = operator.includes('Not');
  const positive = operator.replace('Not', '');
  const matchesValue = (value: string) => wanted.some((text) => compare(positive, value, text));
  if (quantifier === 'ForAllValues') {
    return values.every((value) => (isNegated ? !matchesValue(value) : matchesValue(value)));
  }
  if (quantifier === 'ForAnyValue') {
    return values.some((value) => (isNegated ? !matchesValue(value) : matchesValue(value)));
  }
  return isNegated ? !values.some(matchesValue) : values.some(matchesValue);
}

function compare(operator: string, value: string, wanted: string): boolean {
  if (operator.startsWith('Numeric') && value.trim() !== '') {
    return compareNumbers(operator.slice('Numeric'.length), Number(value), Number(wanted));
  }
  // Date takes much else besides, such as '1'; the times of the test all have a T.
  if (operator.startsWith('Date') && value.includes('T')) {
    const [at, wantedAt] = [new Date(value).getTime(), new Date(wanted).getTime()];
    return compareNumbers(operator.slice('Date'.length), at, wantedAt);
  }
  switch (operator) {
    case 'StringEquals':
      return value === wanted;
    case 'StringEqualsIgnoreCase':
    case 'Bool':
      return value.toUpperCase() === wanted.toUpperCase();
    case 'StringLike':
      return globMatches(wanted, value);
    case 'IpAddress':
      return ipBits(value) !== '' && ipBits(value).startsWith(rangeBits(wanted));
    default:
      return false;
  }
}

function compareNumbers(order: string, left: number, right: number): boolean {
  switch (order) {
    case 'Equals':
      return left === right;
    case 'LessThan':
      return left < right;
    case 'LessThanEquals':
      return left <= right;
    case 'GreaterThan':
      return left > right;
    case 'GreaterThanEquals':
      return left >= right;
    default:
      throw new Error(`No such order: ${order}`);
  }
}

/** Whether the pattern matches: plain recursion, exponential in the number of stars. */
export function globMatches(pattern: string, text: string): boolean {
  if (pattern === '') {
    return text === '';
  }
  if (pattern.startsWith('*')) {
    return (
      globMatches(pattern.slice(1), text) || (text !== '' && globMatches(pattern, text.slice(1)))
    );
  }
  return (
    text !== '' &&
    (pattern.startsWith('?') || pattern.charAt(0) === text.charAt(0)) &&
    globMatches(pattern.slice(1), text.slice(1))
  );
}

/** The address as digits 0 and 1 after its family, such as `4:0000...`; empty for no address. */
function ipBits(address: string): string {
  if (![...address].every((character) => '0123456789abcdef:.'.includes(character))) {
    return '';
  }
  if (address.startsWith('::ffff:') && address.includes('.')) {
    return ipBits(address.slice('::ffff:'.length));
  }
  if (address.includes(':')) {
    const [head = '', tail] = address.split('::');
    const groupsOf = (text: string) => (text === '' ? [] : text.split(':'));
    const missing = 8 - groupsOf(head).length - groupsOf(tail ?? '').length;
    const zeros = tail === undefined ? [] : Array<string>(missing).fill('0');
    const groups = [...groupsOf(head), ...zeros, ...groupsOf(tail ?? '')];
    return `6:${groups.map((group) => BigInt(`0x${group}`).toString(2).padStart(16, '0')).join('')}`;
  }
  const octets = address.split('.');
  return octets.length === 4
    ? `4:${octets.map((octet) => Number(octet).toString(2).padStart(8, '0')).join('')}`
    : '';
}

function rangeBits(range: string): string {
  const [address = '', length] = range.split('/');
  const bits = ipBits(address);
  return length === undefined ? bits : bits.slice(0, 2 + Number(length));
}

function manyOf<T>(value: T | T[]): T[] {
  return Array.isArray(value) ? value : [value];
}
