import type { IpamReference } from '../../store/directory-store.ts';
import type { Transactor } from '../../store/store.ts';
import { coverAccount } from '../resource-cidr/cover-account.ts';
import type { Trigger } from '../resource-cidr/trigger.ts';

/** Why accounts came under the management of an IPAM or left it. */
export type MembershipReason = 'MembersAdded' | 'MembersRemoved' | 'AccountMoved';

/** An account for which membership changed, with the IPAMs that cover it now. */
export interface ChangedMembership {
  readonly accountId: string;
  readonly reason: MembershipReason;
  readonly managedBy: readonly IpamReference[];
}

/**
 * Brings what IPAMs see of accounts in step. Every change of membership ends here, in its transaction.
 * Answers what the accounts came to, which the audit event of the change tells.
 */
export async function membershipChanged(
  transactor: Transactor,
  accountIds: readonly string[],
  reason: MembershipReason,
  trigger: Trigger,
): Promise<readonly ChangedMembership[]> {
  const changed: ChangedMembership[] = [];
  for (const accountId of accountIds) {
    await coverAccount(
      transactor,
      accountId,
      await transactor.discoveredResources.listRegionIds(accountId),
      trigger,
    );
    const managedBy = await transactor.members.listIpamsManaging(accountId);
    changed.push({ accountId, reason, managedBy });
  }
  return changed;
}
