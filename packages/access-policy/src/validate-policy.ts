import {
  type ConditionOperator,
  describeOperatorValue,
  isExtendedOperator,
  parseConditionOperator,
  readConditionValue,
} from './condition.ts';
import { hasWildcard } from './wildcard.ts';

/**
 * What a policy is for, which decides what it may hold:
 *
 * - `identity`: a permission policy of a user, group or role.
 * - `trust`: who may assume a role. Principal is required, and Resource is not given.
 * - `session`: the policy that narrows one role session.
 * - `control`: a resource directory's policy. It alone may use `Null`, `...IfExists`,
 *   `ForAllValues:` and `ForAnyValue:` (published by example; elsewhere RAM refuses them).
 */
export type PolicyKind = 'identity' | 'trust' | 'session' | 'control';

/** The types of principal that a trust policy names (published). */
export type PrincipalType = 'RAM' | 'Service' | 'Federated';

/** One reason why a policy is refused. */
export interface PolicyProblem {
  /** `Length` when the document's size is at fault, `Grammar` for everything else. */
  readonly reason: 'Length' | 'Grammar';
  /** The element at fault, such as `Statement[0].Action`; empty for the document as a whole. */
  readonly path: string;
  /** A full sentence that names the element. */
  readonly message: string;
}

/** A list of texts that a statement names, or all but those when `negated`. */
export interface StatementScope {
  readonly texts: readonly string[];
  readonly negated: boolean;
}

/** A statement known to be well formed, with every "one or several" made a list. */
export interface ValidStatement {
  readonly effect: 'Allow' | 'Deny';
  readonly action: StatementScope;
  /** Undefined in trust policies alone. */
  readonly resource: StatementScope | undefined;
  /** Undefined in all but trust policies. */
  readonly principals: ReadonlyMap<PrincipalType, readonly string[]> | undefined;
  readonly conditions: readonly ValidCondition[];
}

/** One key under one operator, its values known to be of the operator's type. */
export interface ValidCondition {
  readonly operator: ConditionOperator;
  readonly key: string;
  readonly values: readonly string[];
}

/** The statements of a valid document, or everything that is wrong with it (at least one problem). */
export type ValidationResult =
  | { readonly ok: true; readonly statements: readonly ValidStatement[] }
  | { readonly ok: false; readonly problems: readonly PolicyProblem[] };

const POLICY_VERSION = '1';
const PRINCIPAL_TYPES: readonly PrincipalType[] = ['RAM', 'Service', 'Federated'];

/**
 * Checks a parsed JSON document against the policy language. Never throws, whatever the value.
 *
 * Published: the elements, Version "1", exactly one of Action and NotAction, the formats
 * `service:action` and `acs:service:region:account:relative-id`. Our choice: element names are
 * case-sensitive, unknown ones and empty lists or blocks are refused, NotResource is taken
 * wherever Resource is, one Statement may stand without its array, and principals are literal.
 */
export function validatePolicy(document: unknown, kind: PolicyKind): ValidationResult {
  const problems: PolicyProblem[] = [];
  const report: Report = (path, text) => {
    problems.push({ reason: 'Grammar', path, message: `${path || 'The policy'} ${text}.` });
  };
  const statements = readDocument(document, kind, report);
  return problems.length === 0 ? { ok: true, statements } : { ok: false, problems };
}

/** Adds a problem. The text is the end of a sentence whose subject is the path. */
type Report = (path: string, text: string) => void;

type JsonObject = Readonly<Record<string, unknown>>;

function readDocument(document: unknown, kind: PolicyKind, report: Report): ValidStatement[] {
  const members = readObject(document, '', report);
  if (members === undefined) {
    return [];
  }
  refuseUnknownElements(members, ['Version', 'Statement'], '', report);
  if (members['Version'] !== POLICY_VERSION) {
    report('Version', `must be "${POLICY_VERSION}"`);
  }
  const given = members['Statement'];
  if (!Array.isArray(given)) {
    return readStatement(given, kind, 'Statement', report);
  }
  if (given.length === 0) {
    report('Statement', 'must hold at least one statement');
  }
  return given.flatMap((item, index) => readStatement(item, kind, `Statement[${index}]`, report));
}

function readStatement(
  value: unknown,
  kind: PolicyKind,
  path: string,
  report: Report,
): ValidStatement[] {
  const members = readObject(value, path, report);
  if (members === undefined) {
    return [];
  }
  const isTrust = kind === 'trust';
  const effect = members['Effect'];
  if (effect !== 'Allow' && effect !== 'Deny') {
    report(`${path}.Effect`, 'must be "Allow" or "Deny"');
  }
  const known = ['Effect', 'Action', 'NotAction', 'Condition'];
  refuseUnknownElements(
    members,
    [...known, ...(isTrust ? ['Principal'] : ['Resource', 'NotResource'])],
    path,
    report,
  );
  const statement: ValidStatement = {
    effect: effect === 'Allow' ? 'Allow' : 'Deny',
    action: readScope(members, 'Action', 'NotAction', path, ACTION_FORMAT, report),
    resource: isTrust
      ? undefined
      : readScope(members, 'Resource', 'NotResource', path, RESOURCE_FORMAT, report),
    principals: isTrust
      ? readPrincipals(members['Principal'], `${path}.Principal`, report)
      : undefined,
    conditions: Object.hasOwn(members, 'Condition')
      ? readConditions(members['Condition'], kind, `${path}.Condition`, report)
      : [],
  };
  return [statement];
}

/** The form of an element's texts: the test, and the form in words. */
interface TextFormat {
  readonly isValid: (text: string) => boolean;
  readonly description: string;
}

const ACTION_FORMAT: TextFormat = {
  isValid: (text) => text === '*' || /^[\w.*?-]+:[\w./*?-]+$/.test(text),
  description: '"*" or of the form service:action',
};

const RESOURCE_FORMAT: TextFormat = {
  isValid: (text) => text === '*' || /^acs:[^:]+:[^:]*:[^:]*:.+$/.test(text),
  description: '"*" or of the form acs:service:region:account:relative-id',
};

const PRINCIPAL_FORMAT: TextFormat = {
  isValid: (text) => text !== '' && !hasWildcard(text),
  description: 'the name of a principal, without wildcards',
};

function readScope(
  members: JsonObject,
  name: string,
  negatedName: string,
  path: string,
  format: TextFormat,
  report: Report,
): StatementScope {
  const negated = Object.hasOwn(members, negatedName);
  if (negated === Object.hasOwn(members, name)) {
    report(path, `must have exactly one of ${name} and ${negatedName}`);
    return { texts: [], negated };
  }
  const usedName = negated ? negatedName : name;
  return { texts: readTexts(members[usedName], `${path}.${usedName}`, format, report), negated };
}

function readTexts(value: unknown, path: string, format: TextFormat, report: Report): string[] {
  return readList(value, path, report, (item, itemPath) => {
    if (typeof item === 'string' && format.isValid(item)) {
      return item;
    }
    report(itemPath, `must be ${format.description}, not ${quote(item)}`);
    return undefined;
  });
}

function readPrincipals(
  value: unknown,
  path: string,
  report: Report,
): ReadonlyMap<PrincipalType, readonly string[]> {
  const principals = new Map<PrincipalType, readonly string[]>();
  const members = readObject(value, path, report);
  if (members === undefined) {
    return principals;
  }
  refuseUnknownElements(members, PRINCIPAL_TYPES, path, report);
  for (const type of PRINCIPAL_TYPES) {
    if (Object.hasOwn(members, type)) {
      const names = readTexts(members[type], `${path}.${type}`, PRINCIPAL_FORMAT, report);
      principals.set(type, names);
    }
  }
  if (principals.size === 0) {
    report(path, `must name at least one of ${PRINCIPAL_TYPES.join(', ')}`);
  }
  return principals;
}

function readConditions(
  value: unknown,
  kind: PolicyKind,
  path: string,
  report: Report,
): ValidCondition[] {
  return readEntries(value, 'operator', path, report).flatMap(([name, block]) => {
    const operatorPath = `${path}.${name}`;
    const operator = parseConditionOperator(name);
    if (operator === undefined) {
      report(operatorPath, 'is not a condition operator');
      return [];
    }
    if (kind !== 'control' && isExtendedOperator(operator)) {
      report(operatorPath, 'is a form of operator that only control policies may use');
      return [];
    }
    return readConditionBlock(block, operator, operatorPath, report);
  });
}

function readConditionBlock(
  block: unknown,
  operator: ConditionOperator,
  path: string,
  report: Report,
): ValidCondition[] {
  return readEntries(block, 'key', path, report).map(([key, value]) => {
    const keyPath = `${path}.${key}`;
    if (!/^[^\s:]+:[^:]/.test(key)) {
      report(keyPath, 'must be of the form service:key');
    }
    const values = readList(value, keyPath, report, (item, itemPath) => {
      const text = readConditionValue(operator, item);
      if (text === undefined) {
        report(
          itemPath,
          `must be a value of type ${describeOperatorValue(operator)}, not ${quote(item)}`,
        );
      }
      return text;
    });
    return { operator, key, values };
  });
}

function readList(
  value: unknown,
  path: string,
  report: Report,
  readItem: (item: unknown, itemPath: string) => string | undefined,
): string[] {
  if (!Array.isArray(value)) {
    const text = readItem(value, path);
    return text === undefined ? [] : [text];
  }
  if (value.length === 0) {
    report(path, 'must hold at least one value');
  }
  return value
    .map((item, index) => readItem(item, `${path}[${index}]`))
    .filter((text) => text !== undefined);
}

function readEntries(
  value: unknown,
  entryNoun: string,
  path: string,
  report: Report,
): [string, unknown][] {
  const members = readObject(value, path, report);
  const entries = Object.entries(members ?? {});
  if (members !== undefined && entries.length === 0) {
    report(path, `must hold at least one ${entryNoun}`);
  }
  return entries;
}

function readObject(value: unknown, path: string, report: Report): JsonObject | undefined {
  if (isJsonObject(value)) {
    return value;
  }
  report(path, value === undefined ? 'is missing' : 'must be an object');
  return undefined;
}

function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function refuseUnknownElements(
  members: JsonObject,
  known: readonly string[],
  path: string,
  report: Report,
): void {
  for (const name of Object.keys(members)) {
    if (!known.includes(name)) {
      report(path === '' ? name : `${path}.${name}`, 'is not an element that may stand here');
    }
  }
}

function quote(value: unknown): string {
  if (typeof value === 'string') {
    return JSON.stringify(value);
  }
  if (value === null || typeof value === 'boolean' || typeof value === 'number') {
    return String(value);
  }
  return Array.isArray(value) ? 'an array' : 'an object';
}
