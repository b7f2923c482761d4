import type { OPERATIONS } from '@cadastre/api-contract';
import { readTagParameter } from '../answers.ts';
import type { WriteHandler } from '../handler.ts';
import { addTags } from './change-tags.ts';

export const TagResources: WriteHandler<typeof OPERATIONS.TagResources> = (
  { input, accountId },
  transactor,
) =>
  addTags(
    transactor,
    {
      product: 'VpcIpam',
      accountId,
      regionId: input.RegionId,
      resourceType: input.ResourceType,
      resourceIds: input.ResourceId,
    },
    readTagParameter(input.Tag),
  );
