import type { OPERATIONS } from '@cadastre/api-contract';
import type { WriteHandler } from '../handler.ts';
import { removeTags } from '../tag/change-tags.ts';

export const UnTagResources: WriteHandler<typeof OPERATIONS.UnTagResources> = (call, transactor) =>
  removeTags(call, transactor, 'Vpc');
