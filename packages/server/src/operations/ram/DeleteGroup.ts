import { type OPERATIONS, refuse } from '@cadastre/api-contract';
import type { WriteHandler } from '../handler.ts';

export const DeleteGroup: WriteHandler<typeof OPERATIONS.DeleteGroup> = async (
  { input, accountId },
  { groups, policies },
) => {
  const group = await groups.findByName(accountId, input.GroupName);
  if (group === undefined) return refuse('EntityNotExist.Group');
  const { groupId } = group;
  const members = await groups.listMembers(accountId, groupId, { after: undefined, limit: 1 });
  if (members.length > 0) return refuse('DeleteConflict.Group.User');
  if ((await policies.listAttachments(accountId, 'group', groupId)).length > 0) {
    return refuse('DeleteConflict.Group.Policy');
  }
  await groups.remove(accountId, groupId);
  return {
    kind: 'answer',
    response: {},
    change: { resourceType: 'Group', resourceId: groupId, before: group },
  };
};
