import type { OPERATIONS } from '@cadastre/api-contract';
import type { WriteHandler } from '../handler.ts';
import { removeTags } from '../tag/change-tags.ts';

export const UnTagResources: WriteHandler<typeof OPERATIONS.UnTagResources> = (
  { input, accountId },
  transactor,
) =>
  removeTags(
    transactor,
    {
      product: 'Vpc',
      accountId,
      regionId: input.RegionId,
      resourceType: input.ResourceType,
      resourceIds: input.ResourceId,
    },
    input.TagKey,
    input.All === true,
  );
