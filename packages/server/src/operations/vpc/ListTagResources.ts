import type { OPERATIONS } from '@cadastre/api-contract';
import type { ListHandler } from '../handler.ts';
import { listTags } from '../tag/list-tags.ts';

export const ListTagResources: ListHandler<(typeof OPERATIONS)['Vpc.ListTagResources']> = (
  { input, accountId, page },
  reader,
) => listTags(reader, accountId, 'Vpc', input, page);
