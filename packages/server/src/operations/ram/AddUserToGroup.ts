import { type OPERATIONS, RAM_GROUPS_PER_USER_MAX, refuse } from '@cadastre/api-contract';
import type { WriteHandler } from '../handler.ts';

export const AddUserToGroup: WriteHandler<typeof OPERATIONS.AddUserToGroup> = async (
  { input, accountId, now },
  { groups, users },
) => {
  const user = await users.findByName(accountId, input.UserName);
  if (user === undefined) return refuse('EntityNotExist.User');
  const group = await groups.findByName(accountId, input.GroupName);
  if (group === undefined) return refuse('EntityNotExist.Group');
  const { userId } = user;
  const { groupId } = group;
  const joined = await groups.listOfUser(accountId, userId);
  if (joined.some((known) => known.groupId === groupId)) {
    return refuse('EntityAlreadyExists.User.Group');
  }
  if (joined.length >= RAM_GROUPS_PER_USER_MAX) {
    return refuse('LimitExceeded.User.Group', { Limit: String(RAM_GROUPS_PER_USER_MAX) });
  }
  await groups.addMember(accountId, groupId, userId, now);
  return {
    kind: 'answer',
    response: {},
    change: { resourceType: 'Group', resourceId: groupId, after: { userId, joinedAt: now } },
  };
};
