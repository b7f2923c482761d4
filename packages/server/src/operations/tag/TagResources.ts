import type { OPERATIONS } from '@cadastre/api-contract';
import type { WriteHandler } from '../handler.ts';
import { addTags } from './change-tags.ts';

export const TagResources: WriteHandler<typeof OPERATIONS.TagResources> = (call, transactor) =>
  addTags(call, transactor, 'VpcIpam');
