import type { OPERATIONS } from '@cadastre/api-contract';
import type { WriteHandler } from '../handler.ts';
import { removeTags } from './change-tags.ts';

export const UntagResources: WriteHandler<typeof OPERATIONS.UntagResources> = (
  { input, accountId },
  transactor,
) =>
  removeTags(
    transactor,
    {
      product: 'VpcIpam',
      accountId,
      regionId: input.RegionId,
      resourceType: input.ResourceType,
      resourceIds: input.ResourceId,
    },
    input.TagKey,
    input.All === true,
  );
