import type { IpamKey } from '../../store/inventory-records.ts';
import type { Transactor } from '../../store/store.ts';
import { coverAccount } from './cover-account.ts';
import type { Trigger } from './trigger.ts';

/** Brings how an IPAM sees the resources of all accounts in some regions in step. */
export async function coverIpam(
  transactor: Transactor,
  { accountId, ipamId }: IpamKey,
  regionIds: readonly string[],
  trigger: Trigger,
): Promise<void> {
  if (regionIds.length === 0) return;
  const ownerIds = new Set([
    ...(await transactor.discoveries.listOwnersOfAssociated(accountId, ipamId)),
    ...(await transactor.members.listCoveredAccounts(accountId, ipamId)),
  ]);
  for (const ownerId of ownerIds) {
    await coverAccount(transactor, ownerId, regionIds, trigger);
  }
}
