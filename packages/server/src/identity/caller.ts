import type { NamedPolicy } from '@cadastre/access-policy';
import type { Account, User } from '../store/records.ts';

/** Who makes a call, once the signature is verified. */
export interface Caller {
  readonly account: Account;
  readonly accessKeyId: string;
  /** The RAM user; undefined for the root of the account. */
  readonly user: User | undefined;
  /** `acs:ram::{account}:root` or `acs:ram::{account}:user/{name}`. */
  readonly arn: string;
  /** The policies attached to the user; empty for root, who needs none. */
  readonly policies: readonly NamedPolicy[];
}
