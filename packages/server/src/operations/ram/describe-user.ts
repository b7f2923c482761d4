import type { User } from '../../store/records.ts';
import { formatTime } from '../answers.ts';

/** A user as the API shows a new one. */
export function describeNewUser(user: User) {
  return {
    UserId: user.userId,
    UserName: user.userName,
    DisplayName: user.displayName,
    MobilePhone: user.mobilePhone,
    Email: user.email,
    Comments: user.comments,
    CreateDate: formatTime(user.createdAt),
  };
}

export function describeUser(user: User) {
  return { ...describeNewUser(user), UpdateDate: formatTime(user.updatedAt) };
}
