import type { OPERATIONS } from '@cadastre/api-contract';
import type { ListHandler } from '../handler.ts';
import { describeSharedResource, uncountedAnswer } from './describe-share.ts';
import { idsOfArns } from './ids-of-arns.ts';

export const ListSharedResources: ListHandler<typeof OPERATIONS.ListSharedResources> = async (
  { input, accountId, page },
  reader,
) => {
  const { ResourceOwner: owner } = input;
  const arnOwner = owner === 'Self' ? accountId : undefined;
  const resources = await reader.shares.listResources(
    {
      accountId,
      owner,
      shareIds: input.ResourceShareIds,
      resourceIds: idsOfArns(input.ResourceIds, input.ResourceArns, arnOwner),
      resourceType: input.ResourceType,
      targetId: input.Target,
    },
    page,
  );
  return uncountedAnswer(
    resources,
    ({ shareId, resourceId }) => `${shareId}/${resourceId}`,
    describeSharedResource,
  );
};
