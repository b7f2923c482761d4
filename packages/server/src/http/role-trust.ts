import {
  type AuthorizationDecision,
  authorize as decide,
  evaluatePolicies,
  type NamedPolicy,
  parsePolicy,
} from '@cadastre/access-policy';
import { parseRoleArn } from '@cadastre/api-contract';
import { type Caller, identityArn, principalArn } from '../identity/caller.ts';
import type { Role } from '../store/records.ts';
import type { Store } from '../store/store.ts';
import { type AccessQuestion, conditionContext, policyLayers } from './decide-access.ts';

/** The names that a trust policy may know a caller by: its own, and that of its whole account. */
function trustedNames(caller: Caller): readonly string[] {
  return [identityArn(caller), principalArn(caller.account.accountId, { kind: 'root' })];
}

/** What a trust policy may ask of the call beside what every policy may. */
export function sessionConditions(
  input: Readonly<Record<string, unknown>>,
  { principal }: Caller,
): Readonly<Record<string, string | undefined>> {
  return {
    'sts:ExternalId': textOf(input['ExternalId']),
    'sts:SourceIdentity':
      (principal.kind === 'role' ? principal.sourceIdentity : undefined) ??
      textOf(input['SourceIdentity']),
  };
}

/**
 * Decides whether a caller may assume a role: its own policies and the trust policy of the role must
 * both allow. Whom a role of another account does not trust learns no more of it than of one that
 * does not exist. An unknown role of the caller's own account is left for the operation to refuse.
 */
export async function decideAssumption(
  caller: Caller,
  resource: string,
  question: AccessQuestion,
  roleArn: string,
  store: Store,
): Promise<AuthorizationDecision> {
  const layers = policyLayers(caller, question.resourceGroupId);
  const request = {
    action: question.action,
    resource,
    context: conditionContext(caller, question),
    principal: { type: 'RAM', names: trustedNames(caller) },
  } as const;
  const isForeign = parseRoleArn(roleArn)?.accountId !== caller.account.accountId;
  const role = await findRole(roleArn, store);
  if (role === undefined)
    return decide(isForeign ? { ...layers, assumeRole: [] } : layers, request);
  const trust = [trustPolicyOf(role)];
  const isHidden = isForeign && evaluatePolicies(trust, request).outcome !== 'Allow';
  return decide({ ...layers, assumeRole: isHidden ? [] : trust }, request);
}

/** Undefined for a role of an account that is disabled, too. */
async function findRole(roleArn: string, store: Store): Promise<Role | undefined> {
  const named = parseRoleArn(roleArn);
  if (named === undefined) return undefined;
  return store.read(async ({ accounts, roles }) => {
    const account = await accounts.find(named.accountId);
    if (account?.status !== 'Active') return undefined;
    return roles.findByName(named.accountId, named.roleName);
  });
}

function trustPolicyOf({ roleId, trustPolicy }: Role): NamedPolicy {
  const parsed = parsePolicy(trustPolicy, 'trust');
  if (!parsed.ok) throw new Error(`The stored trust policy of the role ${roleId} is not valid.`);
  return { name: 'trust', policy: parsed.policy };
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
