import { type ConditionContext, meetsCondition } from './condition.ts';
import type { AuthorizationDecision, Decision, PolicyLayer } from './decision.ts';
import type { Policy } from './parse-policy.ts';
import { type CompiledStatement, isInScope } from './statements-by-action.ts';
import type { PrincipalType } from './validate-policy.ts';

/** Who asks to assume a role. */
export interface RequestPrincipal {
  readonly type: PrincipalType;
  /**
   * Every name that a trust policy may know the caller by, such as its own
   * `acs:ram::<account>:user/<name>` and its account's `acs:ram::<account>:root`.
   */
  readonly names: readonly string[];
}

/** One request to decide on. */
export interface PolicyRequest {
  /** The action, such as `vpc:CreateIpam`, compared without regard to case. */
  readonly action: string;
  /** The resource, such as `acs:vpc:cn-hangzhou:123:ipam/ipam-1`, compared case-sensitively. */
  readonly resource: string;
  readonly context: ConditionContext;
  /** Read by trust policies alone, which match nobody without it. */
  readonly principal?: RequestPrincipal;
}

/** A policy under the name that decisions give. */
export interface NamedPolicy {
  readonly name: string;
  readonly policy: Policy;
}

/** The policies that bear on one caller and request, by layer. */
export interface PolicyLayers {
  /** Undefined for callers whom control policies do not bind; an empty list denies everything. */
  readonly control?: readonly NamedPolicy[];
  /** Undefined but for role sessions made with a policy. */
  readonly session?: readonly NamedPolicy[];
  readonly accountLevel: readonly NamedPolicy[];
  readonly resourceGroupLevel: readonly NamedPolicy[];
  /** The trust policy of the role to assume; undefined for every other request. */
  readonly assumeRole?: readonly NamedPolicy[];
}

/**
 * Decides a request by one set of policies: explicit deny, else allow, else implicit deny
 * (published). The decision rests on the first statement that settles it, in the order given.
 */
export function evaluatePolicies(
  policies: readonly NamedPolicy[],
  request: PolicyRequest,
): Decision {
  const actionLowerCase = request.action.toLowerCase();
  for (const effect of ['deny', 'allow'] as const) {
    for (const { name, policy } of policies) {
      const statement = policy[effect]
        .find(actionLowerCase)
        .find((candidate) => appliesBeyondAction(candidate, request));
      if (statement !== undefined) {
        return {
          outcome: effect === 'deny' ? 'ExplicitDeny' : 'Allow',
          policyName: name,
          statementIndex: statement.index,
        };
      }
    }
  }
  return { outcome: 'ImplicitDeny' };
}

/**
 * Decides a request by the published pipeline: a deny of the control policies ends it, then a deny
 * of the session policy, explicit or implicit; then the account level decides unless it is silent,
 * and the resource group level where it is. To assume a role, the trust policy must allow as well.
 *
 * A request that both identity levels are silent on is denied at the resource group level, as
 * published replies show. A root account is not subject to any of this: the caller sees to it.
 */
export function authorize(layers: PolicyLayers, request: PolicyRequest): AuthorizationDecision {
  const decide = (layer: PolicyLayer, policies: readonly NamedPolicy[]): AuthorizationDecision => ({
    ...evaluatePolicies(policies, request),
    layer,
  });
  const gates = [
    layers.control && decide('ControlPolicy', layers.control),
    layers.session && decide('SessionPolicy', layers.session),
  ];
  for (const gate of gates) {
    if (gate !== undefined && gate.outcome !== 'Allow') {
      return gate;
    }
  }
  const accountLevel = decide('AccountLevelIdentityBasedPolicy', layers.accountLevel);
  const identity =
    accountLevel.outcome === 'ImplicitDeny'
      ? decide('ResourceGroupLevelIdentityBasedPolicy', layers.resourceGroupLevel)
      : accountLevel;
  return identity.outcome === 'Allow' && layers.assumeRole !== undefined
    ? decide('AssumeRolePolicy', layers.assumeRole)
    : identity;
}

function appliesBeyondAction(statement: CompiledStatement, request: PolicyRequest): boolean {
  const { resource, principals, conditions } = statement;
  if (resource !== undefined && !isInScope(resource, request.resource)) {
    return false;
  }
  if (principals !== undefined && !isPrincipal(principals, request.principal)) {
    return false;
  }
  for (const condition of conditions) {
    if (!meetsCondition(condition, request.context)) {
      return false;
    }
  }
  return true;
}

function isPrincipal(
  principals: ReadonlyMap<PrincipalType, ReadonlySet<string>>,
  principal: RequestPrincipal | undefined,
): boolean {
  const trustedNames = principal && principals.get(principal.type);
  return principal?.names.some((name) => trustedNames?.has(name)) ?? false;
}
