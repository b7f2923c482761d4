import {
  type AuthorizationDecision,
  type ConditionContext,
  createConditionContext,
  authorize as decide,
  type PolicyLayers,
} from '@cadastre/access-policy';
import { type Caller, identityArn } from '../identity/caller.ts';
import { formatTime } from '../operations/answers.ts';

/** Everything beside the caller and the resource that a decision depends on. */
export interface AccessQuestion {
  readonly action: string;
  readonly sourceIp: string;
  readonly isSecure: boolean;
  /** Whole seconds since the epoch: conditions see no finer time. */
  readonly second: number;
  /** The resource group that the resource is in; undefined when it is in none or is not known. */
  readonly resourceGroupId: string | undefined;
  /**
   * What the call and its resource bring of conditions, such as `acs:ResourceTag/team`, by key;
   * undefined where they bring none.
   */
  readonly conditions: Readonly<Record<string, string | undefined>> | undefined;
}

/** Decisions remembered for one caller at once: a client repeats a few calls, or hardly any. */
const DECISION_COUNT_MAX = 64;

const decisionsByCaller = new WeakMap<Caller, Map<string, AuthorizationDecision>>();

/**
 * Decides by the caller's policies, and remembers the decision by the whole question.
 *
 * Invariant: what is remembered is what would be decided again. A decision is a function of the
 * caller, the resource and the question alone; a caller never changes (a change of its policies
 * makes another one), and the time is part of the question.
 */
export function decideAccess(
  caller: Caller,
  resource: string,
  question: AccessQuestion,
): AuthorizationDecision {
  const key = keyOf(resource, question);
  let decisions = decisionsByCaller.get(caller);
  if (decisions === undefined) {
    decisions = new Map();
    decisionsByCaller.set(caller, decisions);
  }
  const known = decisions.get(key);
  if (known !== undefined) return known;
  const { action, resourceGroupId } = question;
  const context = conditionContext(caller, question);
  const decision = decide(policyLayers(caller, resourceGroupId), { action, resource, context });
  if (decisions.size >= DECISION_COUNT_MAX) decisions.clear();
  decisions.set(key, decision);
  return decision;
}

/** Different for different questions. JSON takes longer, and only what people choose needs it. */
function keyOf(resource: string, question: AccessQuestion): string {
  const { action, sourceIp, isSecure, second, resourceGroupId, conditions } = question;
  const plain = `${action} ${resource} ${sourceIp} ${isSecure} ${second}`;
  return resourceGroupId === undefined && conditions === undefined
    ? plain
    : `${plain} ${JSON.stringify([resourceGroupId, conditions])}`;
}

/** What conditions of policies are compared with. */
export function conditionContext(caller: Caller, question: AccessQuestion): ConditionContext {
  return createConditionContext({
    'acs:SourceIp': question.sourceIp,
    'acs:SecureTransport': String(question.isSecure),
    'acs:CurrentTime': formatTime(question.second * 1000),
    'acs:PrincipalARN': identityArn(caller),
    ...question.conditions,
  });
}

/** The policies that bear on a caller's call on a resource of a group. */
export function policyLayers(caller: Caller, resourceGroupId: string | undefined): PolicyLayers {
  const { principal, policies, resourceGroupPolicies, controlPolicies } = caller;
  const layers = {
    ...(controlPolicies === undefined ? {} : { control: controlPolicies }),
    accountLevel: policies,
    resourceGroupLevel: resourceGroupPolicies.get(resourceGroupId ?? '') ?? [],
  };
  return principal.kind === 'role' && principal.sessionPolicy !== undefined
    ? { ...layers, session: [principal.sessionPolicy] }
    : layers;
}
