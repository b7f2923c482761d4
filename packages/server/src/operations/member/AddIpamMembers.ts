import { type OPERATIONS, refuse } from '@cadastre/api-contract';
import type { IpamMember } from '../../store/directory-store.ts';
import type { Reader } from '../../store/store.ts';
import { isRefusal } from '../answers.ts';
import type { WriteHandler } from '../handler.ts';
import {
  decideMemberAccounts,
  decideNewMembers,
  type NewMemberFacts,
} from './decide-new-members.ts';
import { findManagingIpam, type ManagingIpam } from './find-managing-ipam.ts';
import { membershipChanged } from './membership-changed.ts';
import { type NamedMember, readMembers } from './read-members.ts';
import { refreshCoverage } from './refresh-coverage.ts';

/** Adds all members or none. What they come to is counted once they are in; a refusal takes them out. */
export const AddIpamMembers: WriteHandler<typeof OPERATIONS.AddIpamMembers> = async (
  call,
  transactor,
) => {
  const { input, accountId, config, quotas, now } = call;
  const { members: memberTable, shares } = transactor;
  const named = readMembers(input.Members);
  if (isRefusal(named)) return named;
  const found = await findManagingIpam(transactor, accountId, input.RegionId);
  if (found.kind === 'refusal') return found;
  const { ipamId } = found.ipam;
  const [otherId] = (await memberTable.listIpamsWithMembers(accountId)).filter(
    (id) => id !== ipamId,
  );
  if (otherId !== undefined) {
    return refuse('OperationDenied.IpamMembersInOtherRegion', { IpamId: otherId });
  }
  const refusal = decideNewMembers(named, await findFacts(transactor, found, named));
  if (refusal !== undefined) return refusal;
  const added = named.map((member): IpamMember => {
    return { accountId, ipamId, ...member, createdAt: now };
  });
  for (const member of added) await memberTable.insert(member);
  const tooMany = decideMemberAccounts({
    accountIds: await memberTable.listMemberAccounts(accountId, ipamId),
    sharerIds: await shares.listDiscoverySharers(accountId),
    accountCountMax: quotas.ipam_resource_directory_member_detail_quota,
  });
  if (tooMany !== undefined) return tooMany;
  const changed = await refreshCoverage(transactor, config, [{ accountId, ipamId }]);
  const membership = await membershipChanged(transactor, changed, 'MembersAdded', call);
  return {
    kind: 'answer',
    response: {},
    change: {
      resourceType: 'IpamMember',
      resourceId: added.map(({ memberId }) => memberId).join(','),
      after: { members: added, membership },
    },
  };
};

async function findFacts(
  { directoryAccounts, folders, members }: Reader,
  { ipam, managementAccountId }: ManagingIpam,
  named: readonly NamedMember[],
): Promise<NewMemberFacts> {
  const knownIds = new Set<string>();
  const memberIds = new Set<string>();
  for (const { memberId, memberType } of named) {
    const known =
      memberType === 'Folder'
        ? await folders.find(managementAccountId, memberId)
        : await directoryAccounts.find(memberId);
    if (known !== undefined) knownIds.add(memberId);
    const member = await members.find(ipam.accountId, ipam.ipamId, memberId);
    if (member !== undefined) memberIds.add(memberId);
  }
  return { managementAccountId, administratorId: ipam.accountId, knownIds, memberIds };
}
