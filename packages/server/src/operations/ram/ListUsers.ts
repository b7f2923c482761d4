import type { OPERATIONS } from '@cadastre/api-contract';
import type { User } from '../../store/records.ts';
import { isRefusal } from '../answers.ts';
import type { ReadHandler } from '../handler.ts';
import { describeUser } from './describe-user.ts';
import { readMarkerPage } from './marker-page.ts';

export const ListUsers: ReadHandler<typeof OPERATIONS.ListUsers> = async (
  { input, accountId },
  { users },
) => {
  const page = await readMarkerPage(
    input,
    (user: User) => user.userId,
    (request) => users.list(accountId, request),
  );
  if (isRefusal(page)) return page;
  const response = { Users: { User: page.rows.map(describeUser) }, ...page.paging };
  return { kind: 'answer', response };
};
