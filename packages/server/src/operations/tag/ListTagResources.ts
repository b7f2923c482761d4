import type { OPERATIONS } from '@cadastre/api-contract';
import type { ListHandler } from '../handler.ts';
import { listTags } from './list-tags.ts';

export const ListTagResources: ListHandler<typeof OPERATIONS.ListTagResources> = (
  { input, accountId, page },
  reader,
) => listTags(reader, accountId, 'VpcIpam', input, page);
