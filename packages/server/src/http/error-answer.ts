import type { Refusal } from '@cadastre/api-contract';

/** The vendor's object about a refused permission. */
export interface AccessDeniedDetail {
  readonly AuthAction: string;
  readonly AuthPrincipalDisplayName: string;
  readonly AuthPrincipalOwnerId: string;
  readonly AuthPrincipalType: 'SubUser' | 'AssumedRoleUser';
  readonly NoPermissionType: 'ImplicitDeny' | 'ExplicitDeny';
  readonly PolicyType: string;
}

/** A refusal with what goes beside its code and message. */
export interface ErrorAnswer {
  readonly kind: 'error';
  readonly refusal: Refusal;
  readonly accessDeniedDetail?: AccessDeniedDetail;
  /** When a repeated call may succeed, in milliseconds; sent as `x-acs-retry-after`. */
  readonly retryAfterMs?: number;
}

export function errorAnswer(
  refusal: Refusal,
  extras: Omit<ErrorAnswer, 'kind' | 'refusal'> = {},
): ErrorAnswer {
  return { kind: 'error', refusal, ...extras };
}
