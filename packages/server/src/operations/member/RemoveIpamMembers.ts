import { type OPERATIONS, refuse } from '@cadastre/api-contract';
import type { IpamMember } from '../../store/directory-store.ts';
import { isRefusal } from '../answers.ts';
import type { WriteHandler } from '../handler.ts';
import { findManagingIpam } from './find-managing-ipam.ts';
import { membershipChanged } from './membership-changed.ts';
import { checkMemberTypes, listIds, type NamedMember, readMembers } from './read-members.ts';
import { refreshCoverage } from './refresh-coverage.ts';

/** Removes all members or none. */
export const RemoveIpamMembers: WriteHandler<typeof OPERATIONS.RemoveIpamMembers> = async (
  call,
  transactor,
) => {
  const { input, accountId, config } = call;
  const named = readMembers(input.Members);
  if (isRefusal(named)) return named;
  const found = await findManagingIpam(transactor, accountId, input.RegionId);
  if (found.kind === 'refusal') return found;
  const mismatch = checkMemberTypes(named);
  if (mismatch !== undefined) return mismatch;
  const { ipamId } = found.ipam;
  const removed: IpamMember[] = [];
  const unknown: NamedMember[] = [];
  for (const name of named) {
    const member = await transactor.members.find(accountId, ipamId, name.memberId);
    if (member === undefined) unknown.push(name);
    else removed.push(member);
  }
  if (unknown.length > 0) {
    return refuse('ResourceNotFound.IpamMember', { Members: listIds(unknown) });
  }
  for (const member of removed) await transactor.members.remove(member);
  const changed = await refreshCoverage(transactor, config, [{ accountId, ipamId }]);
  const membership = await membershipChanged(transactor, changed, 'MembersRemoved', call);
  return {
    kind: 'answer',
    response: {},
    change: {
      resourceType: 'IpamMember',
      resourceId: removed.map(({ memberId }) => memberId).join(','),
      before: { members: removed },
      after: { membership },
    },
  };
};
