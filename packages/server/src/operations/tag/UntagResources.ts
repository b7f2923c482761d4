import type { OPERATIONS } from '@cadastre/api-contract';
import type { WriteHandler } from '../handler.ts';
import { removeTags } from './change-tags.ts';

export const UntagResources: WriteHandler<typeof OPERATIONS.UntagResources> = (call, transactor) =>
  removeTags(call, transactor, 'VpcIpam');
