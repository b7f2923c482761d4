import {
  type AuthorizationDecision,
  type ConditionContext,
  createConditionContext,
  authorize as decide,
  type PolicyLayers,
} from '@cadastre/access-policy';
import type { Caller } from '../identity/caller.ts';
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
  /** Tags by their condition key, such as `acs:ResourceTag/team`; undefined when there are none. */
  readonly tags: Readonly<Record<string, string>> | undefined;
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
  const { action, sourceIp, isSecure, second, resourceGroupId, tags } = question;
  const plain = `${action} ${resource} ${sourceIp} ${isSecure} ${second}`;
  return resourceGroupId === undefined && tags === undefined
    ? plain
    : `${plain} ${JSON.stringify([resourceGroupId, tags])}`;
}

function conditionContext({ arn }: Caller, question: AccessQuestion): ConditionContext {
  return createConditionContext({
    'acs:SourceIp': question.sourceIp,
    'acs:SecureTransport': String(question.isSecure),
    'acs:CurrentTime': formatTime(question.second * 1000),
    'acs:PrincipalARN': arn,
    ...question.tags,
  });
}

function policyLayers(caller: Caller, resourceGroupId: string | undefined): PolicyLayers {
  const { principal, policies, resourceGroupPolicies } = caller;
  const layers = {
    accountLevel: policies,
    resourceGroupLevel: resourceGroupPolicies.get(resourceGroupId ?? '') ?? [],
  };
  return principal.kind === 'role' && principal.sessionPolicy !== undefined
    ? { ...layers, session: [principal.sessionPolicy] }
    : layers;
}
