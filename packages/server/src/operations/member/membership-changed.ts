import type { IpamReference } from '../../store/directory-store.ts';
import type { Transactor } from '../../store/store.ts';

/** Why accounts came under the management of an IPAM or left it. */
export type MembershipTrigger = 'MembersAdded' | 'MembersRemoved' | 'AccountMoved';

/** An account for which membership changed, with the IPAMs that cover it now. */
export interface ChangedMembership {
  readonly accountId: string;
  readonly trigger: MembershipTrigger;
  readonly managedBy: readonly IpamReference[];
}

/**
 * The one place that every change of membership passes, in the transaction of the change and after
 * it: what an IPAM keeps of the accounts it covers follows from here. Answers what the accounts came
 * to, which the audit event of the change tells.
 */
export async function membershipChanged(
  { members }: Transactor,
  accountIds: readonly string[],
  trigger: MembershipTrigger,
): Promise<readonly ChangedMembership[]> {
  const changed: ChangedMembership[] = [];
  for (const accountId of accountIds) {
    const managedBy = await members.listIpamsManaging(accountId);
    changed.push({ accountId, trigger, managedBy });
  }
  return changed;
}
