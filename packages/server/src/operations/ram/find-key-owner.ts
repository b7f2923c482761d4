import { type Refusal, refuse } from '@cadastre/api-contract';
import type { Caller } from '../../identity/caller.ts';
import type { User } from '../../store/records.ts';
import type { Reader } from '../../store/store.ts';

/** Whose access keys a call is about. */
export interface KeyOwner {
  readonly kind: 'owner';
  /** Undefined for the root of the account. */
  readonly user: User | undefined;
}

/** The named user; without a name the caller itself, unless that is a role, which has no keys. */
export async function findKeyOwner(
  reader: Reader,
  caller: Caller,
  userName: string | undefined,
): Promise<KeyOwner | Refusal> {
  const { accountId } = caller.account;
  if (userName !== undefined) {
    const user = await reader.users.findByName(accountId, userName);
    return user === undefined ? refuse('EntityNotExist.User') : { kind: 'owner', user };
  }
  const { principal } = caller;
  if (principal.kind === 'root') return { kind: 'owner', user: undefined };
  if (principal.kind === 'user') {
    // Another call may have removed the user since this one was let in.
    const user = await reader.users.find(accountId, principal.user.userId);
    return user === undefined ? refuse('EntityNotExist.User') : { kind: 'owner', user };
  }
  return refuse('Missing{ParameterName}', { ParameterName: 'UserName' });
}
