/**
 * What a set of policies says about a request. An explicit deny wins over an allow, and an allow
 * over the implicit deny that holds when no statement applies (published).
 */
export type Decision =
  | {
      readonly outcome: 'Allow' | 'ExplicitDeny';
      /** The name of the policy that the decision rests on. */
      readonly policyName: string;
      /** The zero-based position of the deciding statement in that policy. */
      readonly statementIndex: number;
    }
  | { readonly outcome: 'ImplicitDeny' };

/** The layer that a decision was made in, spelled as `AccessDeniedDetail.PolicyType` (published). */
export type PolicyLayer =
  | 'AccountLevelIdentityBasedPolicy'
  | 'ResourceGroupLevelIdentityBasedPolicy'
  | 'ControlPolicy'
  | 'SessionPolicy'
  | 'AssumeRolePolicy';

/** A decision of the whole pipeline, with the layer that made it. */
export type AuthorizationDecision = Decision & { readonly layer: PolicyLayer };
