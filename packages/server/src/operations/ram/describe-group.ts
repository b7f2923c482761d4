import type { UserGroup } from '../../store/records.ts';
import { formatTime } from '../answers.ts';

/** A group as the API shows a new one. */
export function describeNewGroup(group: UserGroup) {
  return {
    GroupId: group.groupId,
    GroupName: group.groupName,
    Comments: group.comments,
    CreateDate: formatTime(group.createdAt),
  };
}

export function describeGroup(group: UserGroup) {
  return { ...describeNewGroup(group), UpdateDate: formatTime(group.updatedAt) };
}
