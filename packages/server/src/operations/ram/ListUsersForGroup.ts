import { type OPERATIONS, refuse } from '@cadastre/api-contract';
import type { User } from '../../store/records.ts';
import { formatTime, isRefusal } from '../answers.ts';
import type { ReadHandler } from '../handler.ts';
import { readMarkerPage } from './marker-page.ts';

export const ListUsersForGroup: ReadHandler<typeof OPERATIONS.ListUsersForGroup> = async (
  { input, accountId },
  { groups },
) => {
  const group = await groups.findByName(accountId, input.GroupName);
  if (group === undefined) return refuse('EntityNotExist.Group');
  const page = await readMarkerPage(
    input,
    (user: User) => user.userId,
    (request) => groups.listMembers(accountId, group.groupId, request),
  );
  if (isRefusal(page)) return page;
  const User = page.rows.map((user) => ({
    UserName: user.userName,
    DisplayName: user.displayName,
    JoinDate: formatTime(user.joinedAt),
  }));
  return { kind: 'answer', response: { Users: { User }, ...page.paging } };
};
