import { type OPERATIONS, refuse } from '@cadastre/api-contract';
import type { User } from '../../store/records.ts';
import type { WriteHandler } from '../handler.ts';
import { checkEntityName, checkTexts } from './check-texts.ts';
import { describeUser } from './describe-user.ts';

export const UpdateUser: WriteHandler<typeof OPERATIONS.UpdateUser> = async (
  { input, accountId, now },
  { users },
) => {
  const { NewUserName, NewDisplayName, NewMobilePhone, NewEmail, NewComments } = input;
  const refusal =
    (NewUserName === undefined ? undefined : checkEntityName('NewUserName', NewUserName)) ??
    checkTexts({ NewDisplayName, NewMobilePhone, NewEmail, NewComments });
  if (refusal !== undefined) return refusal;
  const before = await users.findByName(accountId, input.UserName);
  if (before === undefined) return refuse('EntityNotExist.User');
  const after: User = {
    ...before,
    userName: NewUserName ?? before.userName,
    displayName: NewDisplayName ?? before.displayName,
    mobilePhone: NewMobilePhone ?? before.mobilePhone,
    email: NewEmail ?? before.email,
    comments: NewComments ?? before.comments,
    updatedAt: now,
  };
  const isRenamed = after.userName !== before.userName;
  if (isRenamed && (await users.findByName(accountId, after.userName)) !== undefined) {
    return refuse('EntityAlreadyExists.User');
  }
  await users.update(after);
  return {
    kind: 'answer',
    response: { User: describeUser(after) },
    change: { resourceType: 'User', resourceId: before.userId, before, after },
  };
};
