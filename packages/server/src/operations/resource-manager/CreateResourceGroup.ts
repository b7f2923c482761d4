import { type OPERATIONS, RESOURCE_GROUP_COUNT_MAX, refuse } from '@cadastre/api-contract';
import type { ResourceGroup } from '../../store/records.ts';
import { isRefusal, readTagParameter } from '../answers.ts';
import type { WriteHandler } from '../handler.ts';
import { checkDisplayName, checkName } from './check-names.ts';
import { describeResourceGroup, describeStatus } from './describe-resource-group.ts';

/** The group can be used at once. The limit does not count the default group. */
export const CreateResourceGroup: WriteHandler<typeof OPERATIONS.CreateResourceGroup> = async (
  { input, accountId, ids, now, config },
  transactor,
) => {
  const illegal = checkName(input.Name) ?? checkDisplayName(input.DisplayName);
  if (illegal !== undefined) return illegal;
  const tags = readTagParameter(input.Tag);
  if (isRefusal(tags)) return tags;
  if ((await transactor.resourceGroups.findByName(accountId, input.Name)) !== undefined) {
    return refuse('EntityAlreadyExists.ResourceGroup');
  }
  if ((await transactor.resourceGroups.count(accountId)) > RESOURCE_GROUP_COUNT_MAX) {
    return refuse('LimitExceeded.ResourceGroup');
  }
  const group: ResourceGroup = {
    accountId,
    resourceGroupId: ids.resourceId('rg'),
    name: input.Name,
    displayName: input.DisplayName,
    createdAt: now,
  };
  await transactor.resourceGroups.insert(group);
  await transactor.tags.insert(accountId, 'RESOURCEGROUP', group.resourceGroupId, tags);
  return {
    kind: 'answer',
    response: {
      ResourceGroup: { ...describeResourceGroup(group), ...describeStatus(config, 'OK') },
    },
    change: {
      resourceType: 'ResourceGroup',
      resourceId: group.resourceGroupId,
      after: { ...group, tags },
    },
  };
};
