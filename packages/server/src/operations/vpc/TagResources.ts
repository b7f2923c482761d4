import type { OPERATIONS } from '@cadastre/api-contract';
import type { WriteHandler } from '../handler.ts';
import { addTags } from '../tag/change-tags.ts';

export const TagResources: WriteHandler<(typeof OPERATIONS)['Vpc.TagResources']> = (
  call,
  transactor,
) => addTags(call, transactor, 'Vpc');
