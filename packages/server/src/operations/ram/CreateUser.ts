import { type OPERATIONS, RAM_USER_COUNT_MAX, refuse } from '@cadastre/api-contract';
import type { User } from '../../store/records.ts';
import type { WriteHandler } from '../handler.ts';
import { checkEntityName, checkTexts } from './check-texts.ts';
import { describeNewUser } from './describe-user.ts';

export const CreateUser: WriteHandler<typeof OPERATIONS.CreateUser> = async (
  { input, accountId, ids, now },
  { users },
) => {
  const { UserName: userName, DisplayName, MobilePhone, Email, Comments } = input;
  const refusal =
    checkEntityName('UserName', userName) ??
    checkTexts({ DisplayName, MobilePhone, Email, Comments });
  if (refusal !== undefined) return refusal;
  if ((await users.findByName(accountId, userName)) !== undefined) {
    return refuse('EntityAlreadyExists.User');
  }
  if ((await users.count(accountId)) >= RAM_USER_COUNT_MAX) {
    return refuse('LimitExceeded.User', { Limit: String(RAM_USER_COUNT_MAX) });
  }
  const user: User = {
    accountId,
    userId: ids.numericId(),
    userName,
    displayName: DisplayName ?? '',
    mobilePhone: MobilePhone ?? '',
    email: Email ?? '',
    comments: Comments ?? '',
    createdAt: now,
    updatedAt: now,
  };
  await users.insert(user);
  return {
    kind: 'answer',
    response: { User: describeNewUser(user) },
    change: { resourceType: 'User', resourceId: user.userId, after: user },
  };
};
