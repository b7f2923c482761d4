import { type OPERATIONS, refuse } from '@cadastre/api-contract';
import { formatTime } from '../answers.ts';
import type { ReadHandler } from '../handler.ts';

export const ListGroupsForUser: ReadHandler<typeof OPERATIONS.ListGroupsForUser> = async (
  { input, accountId },
  reader,
) => {
  const user = await reader.users.findByName(accountId, input.UserName);
  if (user === undefined) return refuse('EntityNotExist.User');
  const groups = await reader.groups.listOfUser(accountId, user.userId);
  const Group = groups.map((group) => ({
    GroupId: group.groupId,
    GroupName: group.groupName,
    Comments: group.comments,
    JoinDate: formatTime(group.joinedAt),
  }));
  return { kind: 'answer', response: { Groups: { Group } } };
};
