import { type OPERATIONS, refuse } from '@cadastre/api-contract';
import { isRefusal } from '../answers.ts';
import type { WriteHandler } from '../handler.ts';
import {
  describeResourceGroup,
  describeStatus,
  findResourceGroup,
} from './describe-resource-group.ts';

/** The group is gone at once, although the answer calls it pending, as the vendor's does. */
export const DeleteResourceGroup: WriteHandler<typeof OPERATIONS.DeleteResourceGroup> = async (
  { input, accountId, caller, config },
  transactor,
) => {
  const { ResourceGroupId: resourceGroupId } = input;
  const group = await findResourceGroup(transactor, accountId, resourceGroupId);
  if (isRefusal(group)) return group;
  if (resourceGroupId === caller.account.defaultResourceGroupId) {
    return refuse('DeleteConflict.ResourceGroup.Default');
  }
  if (await transactor.resources.existsInGroup(accountId, resourceGroupId)) {
    return refuse('DeleteConflict.ResourceGroup.Resource');
  }
  await transactor.tags.removeOf(accountId, resourceGroupId);
  await transactor.resourceGroups.remove(accountId, resourceGroupId);
  return {
    kind: 'answer',
    response: {
      ResourceGroup: {
        ...describeResourceGroup(group),
        ...describeStatus(config, 'PendingDelete'),
      },
    },
    change: { resourceType: 'ResourceGroup', resourceId: resourceGroupId, before: group },
  };
};
