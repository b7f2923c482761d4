import type { OPERATIONS } from '@cadastre/api-contract';
import { isRefusal } from '../answers.ts';
import type { WriteHandler } from '../handler.ts';
import { checkDisplayName } from './check-names.ts';
import { describeResourceGroup, findResourceGroup } from './describe-resource-group.ts';

export const UpdateResourceGroup: WriteHandler<typeof OPERATIONS.UpdateResourceGroup> = async (
  { input, accountId },
  transactor,
) => {
  const { ResourceGroupId: resourceGroupId, NewDisplayName: displayName } = input;
  const before = await findResourceGroup(transactor, accountId, resourceGroupId);
  if (isRefusal(before)) return before;
  const illegal = checkDisplayName(displayName);
  if (illegal !== undefined) return illegal;
  await transactor.resourceGroups.setDisplayName(accountId, resourceGroupId, displayName);
  const after = { ...before, displayName };
  return {
    kind: 'answer',
    response: { ResourceGroup: describeResourceGroup(after) },
    change: { resourceType: 'ResourceGroup', resourceId: resourceGroupId, before, after },
  };
};
