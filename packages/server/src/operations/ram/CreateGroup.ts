import { type OPERATIONS, RAM_GROUP_COUNT_MAX, refuse } from '@cadastre/api-contract';
import type { UserGroup } from '../../store/records.ts';
import type { WriteHandler } from '../handler.ts';
import { checkEntityName, checkTexts } from './check-texts.ts';
import { describeNewGroup } from './describe-group.ts';

export const CreateGroup: WriteHandler<typeof OPERATIONS.CreateGroup> = async (
  { input, accountId, ids, now },
  { groups },
) => {
  const { GroupName: groupName, Comments } = input;
  const refusal = checkEntityName('GroupName', groupName) ?? checkTexts({ Comments });
  if (refusal !== undefined) return refusal;
  if ((await groups.findByName(accountId, groupName)) !== undefined) {
    return refuse('EntityAlreadyExists.Group');
  }
  if ((await groups.count(accountId)) >= RAM_GROUP_COUNT_MAX) {
    return refuse('LimitExceeded.Group', { Limit: String(RAM_GROUP_COUNT_MAX) });
  }
  const group: UserGroup = {
    accountId,
    groupId: ids.resourceId('g'),
    groupName,
    comments: Comments ?? '',
    createdAt: now,
    updatedAt: now,
  };
  await groups.insert(group);
  return {
    kind: 'answer',
    response: { Group: describeNewGroup(group) },
    change: { resourceType: 'Group', resourceId: group.groupId, after: group },
  };
};
