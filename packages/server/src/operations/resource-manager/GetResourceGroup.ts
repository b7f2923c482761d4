import type { OPERATIONS } from '@cadastre/api-contract';
import { isRefusal } from '../answers.ts';
import type { ReadHandler } from '../handler.ts';
import {
  describeResourceGroup,
  describeStatus,
  describeTags,
  findResourceGroup,
} from './describe-resource-group.ts';

export const GetResourceGroup: ReadHandler<typeof OPERATIONS.GetResourceGroup> = async (
  { input, accountId, config },
  reader,
) => {
  const group = await findResourceGroup(reader, accountId, input.ResourceGroupId);
  if (isRefusal(group)) return group;
  const tagsOf = await describeTags(reader, accountId, [group], input.IncludeTags === true);
  return {
    kind: 'answer',
    response: {
      ResourceGroup: {
        ...describeResourceGroup(group),
        ...describeStatus(config, 'OK'),
        Tags: tagsOf(group.resourceGroupId),
      },
    },
  };
};
