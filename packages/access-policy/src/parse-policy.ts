import { compileCondition } from './condition.ts';
import { findDuplicateMember } from './duplicate-member.ts';
import {
  type CompiledScope,
  type CompiledStatement,
  StatementsByAction,
} from './statements-by-action.ts';
import {
  type PolicyKind,
  type PolicyProblem,
  type StatementScope,
  type ValidStatement,
  validatePolicy,
} from './validate-policy.ts';
import { compilePatternSet } from './wildcard.ts';

/** The longest permission policy, in characters (published: 1 to 6144). */
export const PERMISSION_POLICY_LENGTH_MAX = 6144;

/** The longest session policy, in characters (published: 1 to 1024). */
export const SESSION_POLICY_LENGTH_MAX = 1024;

/** A valid policy, compiled. It never answers otherwise, and so is safe to cache and share. */
export interface Policy {
  readonly kind: PolicyKind;
  readonly allow: StatementsByAction;
  readonly deny: StatementsByAction;
}

/** The compiled policy, or everything that is wrong with the text (at least one problem). */
export type ParsePolicyResult =
  | { readonly ok: true; readonly policy: Policy }
  | { readonly ok: false; readonly problems: readonly PolicyProblem[] };

/**
 * The longest document of a kind, in UTF-16 code units. No limit is published for trust and control
 * policies; they take that of permission policies (our choice).
 */
export function policyLengthMax(kind: PolicyKind): number {
  return kind === 'session' ? SESSION_POLICY_LENGTH_MAX : PERMISSION_POLICY_LENGTH_MAX;
}

/**
 * Parses, validates and compiles a policy. Never throws: a text that is no policy gives its
 * problems. An object member given twice is refused rather than overwritten (our choice).
 */
export function parsePolicy(text: string, kind: PolicyKind): ParsePolicyResult {
  const lengthMax = policyLengthMax(kind);
  if (text.length < 1 || text.length > lengthMax) {
    return refuse('Length', `The policy must be 1 to ${lengthMax} characters long.`);
  }
  const json = parseJson(text);
  if (json === undefined) {
    return refuse('Grammar', 'The policy is not valid JSON.');
  }
  const duplicateName = findDuplicateMember(text);
  if (duplicateName !== undefined) {
    const name = JSON.stringify(duplicateName);
    return refuse('Grammar', `The policy gives the member ${name} of one object twice.`);
  }
  const result = validatePolicy(json.value, kind);
  return result.ok ? { ok: true, policy: compilePolicy(result.statements, kind) } : result;
}

function refuse(reason: PolicyProblem['reason'], message: string): ParsePolicyResult {
  return { ok: false, problems: [{ reason, path: '', message }] };
}

function parseJson(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

function compilePolicy(statements: readonly ValidStatement[], kind: PolicyKind): Policy {
  const compiled = statements.map(compileStatement);
  const statementsOf = (effect: ValidStatement['effect']) =>
    new StatementsByAction(compiled.filter(({ index }) => statements[index]?.effect === effect));
  return { kind, allow: statementsOf('Allow'), deny: statementsOf('Deny') };
}

function compileStatement(statement: ValidStatement, index: number): CompiledStatement {
  const { action, resource, principals, conditions } = statement;
  return {
    index,
    action: compileScope({ ...action, texts: action.texts.map((text) => text.toLowerCase()) }),
    resource: resource === undefined ? undefined : compileScope(resource),
    principals:
      principals && new Map([...principals].map(([type, names]) => [type, new Set(names)])),
    conditions: conditions.map(({ operator, key, values }) =>
      compileCondition(operator, key, values),
    ),
  };
}

function compileScope({ texts, negated }: StatementScope): CompiledScope {
  return { set: compilePatternSet(texts), negated };
}
