import type { OPERATIONS } from '@cadastre/api-contract';
import type { UserGroup } from '../../store/records.ts';
import { isRefusal } from '../answers.ts';
import type { ReadHandler } from '../handler.ts';
import { describeGroup } from './describe-group.ts';
import { readMarkerPage } from './marker-page.ts';

export const ListGroups: ReadHandler<typeof OPERATIONS.ListGroups> = async (
  { input, accountId },
  { groups },
) => {
  const page = await readMarkerPage(
    input,
    (group: UserGroup) => group.groupId,
    (request) => groups.list(accountId, request),
  );
  if (isRefusal(page)) return page;
  const response = { Groups: { Group: page.rows.map(describeGroup) }, ...page.paging };
  return { kind: 'answer', response };
};
