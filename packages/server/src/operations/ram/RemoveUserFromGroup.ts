import { type OPERATIONS, refuse } from '@cadastre/api-contract';
import type { WriteHandler } from '../handler.ts';

export const RemoveUserFromGroup: WriteHandler<typeof OPERATIONS.RemoveUserFromGroup> = async (
  { input, accountId },
  { groups, users },
) => {
  const user = await users.findByName(accountId, input.UserName);
  if (user === undefined) return refuse('EntityNotExist.User');
  const group = await groups.findByName(accountId, input.GroupName);
  if (group === undefined) return refuse('EntityNotExist.Group');
  const { userId } = user;
  if (!(await groups.removeMember(accountId, group.groupId, userId))) {
    return refuse('EntityNotExist.User.Group');
  }
  return {
    kind: 'answer',
    response: {},
    change: { resourceType: 'Group', resourceId: group.groupId, before: { userId } },
  };
};
