import { type OPERATIONS, refuse } from '@cadastre/api-contract';
import type { WriteHandler } from '../handler.ts';

export const DeleteUser: WriteHandler<typeof OPERATIONS.DeleteUser> = async (
  { input, accountId },
  { accessKeys, groups, policies, users },
) => {
  const user = await users.findByName(accountId, input.UserName);
  if (user === undefined) return refuse('EntityNotExist.User');
  const { userId } = user;
  if ((await accessKeys.listOf(accountId, userId)).length > 0) {
    return refuse('DeleteConflict.User.AccessKey');
  }
  if ((await groups.listOfUser(accountId, userId)).length > 0) {
    return refuse('DeleteConflict.User.Group');
  }
  if ((await policies.listAttachments(accountId, 'user', userId)).length > 0) {
    return refuse('DeleteConflict.User.Policy');
  }
  await users.remove(accountId, userId);
  return {
    kind: 'answer',
    response: {},
    change: { resourceType: 'User', resourceId: userId, before: user },
  };
};
