import { type Refusal, ROOT_FOLDER_ID, refuse } from '@cadastre/api-contract';
import { checkMemberTypes, listIds, type NamedMember } from './read-members.ts';

/** What is known of the members that a call adds. */
export interface NewMemberFacts {
  readonly managementAccountId: string;
  readonly administratorId: string;
  /** Those of the named ids that a folder or an account of the directory has. */
  readonly knownIds: ReadonlySet<string>;
  /** Those of the named ids that are members already. */
  readonly memberIds: ReadonlySet<string>;
}

/** Why members cannot be added; the refusal names all that it is about. */
export function decideNewMembers(
  members: readonly NamedMember[],
  { managementAccountId, administratorId, knownIds, memberIds }: NewMemberFacts,
): Refusal | undefined {
  const mismatch = checkMemberTypes(members);
  if (mismatch !== undefined) return mismatch;
  const never = [ROOT_FOLDER_ID, managementAccountId, administratorId];
  const unsupported = members.filter(({ memberId }) => never.includes(memberId));
  if (unsupported.length > 0) {
    return refuse('OperationDenied.UnsupportedMember', { Members: listIds(unsupported) });
  }
  const unknown = members.filter(({ memberId }) => !knownIds.has(memberId));
  if (unknown.length > 0) {
    return refuse('ResourceNotFound.DirectoryMember', { Members: listIds(unknown) });
  }
  const existing = members.filter(({ memberId }) => memberIds.has(memberId));
  if (existing.length > 0) {
    return refuse('OperationDenied.IpamMemberExist', { Members: listIds(existing) });
  }
  return undefined;
}

/** What the members of an IPAM come to. */
export interface MemberAccounts {
  /** All accounts that are members or below one. */
  readonly accountIds: readonly string[];
  /** The accounts that share a resource discovery with the IPAM's owner. */
  readonly sharerIds: readonly string[];
  readonly accountCountMax: number;
}

/** Why an IPAM cannot manage the accounts that new members come to together with the others. */
export function decideMemberAccounts({
  accountIds,
  sharerIds,
  accountCountMax,
}: MemberAccounts): Refusal | undefined {
  const sharing = accountIds.filter((accountId) => sharerIds.includes(accountId));
  if (sharing.length > 0) {
    return refuse('OperationDenied.MemberSharesResourceDiscovery', {
      Accounts: sharing.join(', '),
    });
  }
  return accountIds.length > accountCountMax
    ? refuse('QuotaExceeded.IpamResourceDirectoryMemberDetailQuota')
    : undefined;
}
