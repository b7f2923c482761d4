export { type ConditionContext, type ConditionValue, createConditionContext } from './condition.ts';
export type { AuthorizationDecision, Decision, PolicyLayer } from './decision.ts';
export {
  authorize,
  evaluatePolicies,
  type NamedPolicy,
  type PolicyLayers,
  type PolicyRequest,
  type RequestPrincipal,
} from './evaluate-policy.ts';
export {
  type ParsePolicyResult,
  PERMISSION_POLICY_LENGTH_MAX,
  type Policy,
  parsePolicy,
  policyLengthMax,
  SESSION_POLICY_LENGTH_MAX,
} from './parse-policy.ts';
export {
  type PolicyKind,
  type PolicyProblem,
  type PrincipalType,
  type ValidationResult,
  validatePolicy,
} from './validate-policy.ts';
