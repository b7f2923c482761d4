import type { NamedPolicy } from '@cadastre/access-policy';
import { formatRoleArn } from '@cadastre/api-contract';
import type { Account, Role, User } from '../store/records.ts';

/** What kind of principal makes a call. */
export type Principal =
  | { readonly kind: 'root' }
  | { readonly kind: 'user'; readonly user: User }
  | {
      readonly kind: 'role';
      readonly role: Role;
      readonly sessionName: string;
      /** The policy that narrows this session; undefined where it was made without one. */
      readonly sessionPolicy: NamedPolicy | undefined;
      /** Who is behind the session; undefined where nobody was named. */
      readonly sourceIdentity: string | undefined;
    };

/** The policies of a principal by where they hold. */
export interface CallerPolicies {
  /** Those that hold in the whole account; empty for root, who needs none. */
  readonly policies: readonly NamedPolicy[];
  /** Those that hold in one resource group, by its id. */
  readonly resourceGroupPolicies: ReadonlyMap<string, readonly NamedPolicy[]>;
  /**
   * The control policies of the resource directory; left out for callers whom none binds: the roots,
   * the principals of the management account, and those under no control policy.
   */
  readonly controlPolicies?: readonly NamedPolicy[];
  /** Whether any of them asks for a tag of the resource, so that the tags must be looked up. */
  readonly readsResourceTags: boolean;
}

/** Who makes a call, once the signature is verified. */
export interface Caller extends CallerPolicies {
  readonly account: Account;
  readonly accessKeyId: string;
  readonly principal: Principal;
  /**
   * `acs:ram::{account}:root`, `acs:ram::{account}:user/{name}` or
   * `acs:ram::{account}:role/{name}/{session}`.
   */
  readonly arn: string;
}

/** The ARN of a principal of an account. */
export function principalArn(accountId: string, principal: Principal): string {
  const prefix = `acs:ram::${accountId}`;
  switch (principal.kind) {
    case 'root':
      return `${prefix}:root`;
    case 'user':
      return `${prefix}:user/${principal.user.userName}`;
    case 'role':
      return roleSessionArn(principal.role, principal.sessionName);
  }
}

export function roleSessionArn(role: Role, sessionName: string): string {
  return `${formatRoleArn(role)}/${sessionName}`;
}

/**
 * What policies know a caller by: as `principalArn`, but for all sessions of a role the role itself,
 * as the vendor's control policies spell it.
 */
export function identityArn({ arn, principal }: Pick<Caller, 'arn' | 'principal'>): string {
  return principal.kind === 'role' ? formatRoleArn(principal.role) : arn;
}
