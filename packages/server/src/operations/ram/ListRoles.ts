import { type OPERATIONS, RAM_ROLE_COUNT_MAX } from '@cadastre/api-contract';
import type { Role } from '../../store/records.ts';
import { isRefusal } from '../answers.ts';
import type { ReadHandler } from '../handler.ts';
import { describeListedRole } from './describe-role.ts';
import { readMarkerPage } from './marker-page.ts';
import { keepTagged, ramTagsOf } from './ram-tags.ts';

export const ListRoles: ReadHandler<typeof OPERATIONS.ListRoles> = async (
  { input, accountId },
  reader,
) => {
  const page = await readMarkerPage(
    input,
    (role: Role) => role.roleId,
    async ({ after, limit }) => {
      if (input.Tag === undefined) return reader.roles.list(accountId, { after, limit });
      const all = await reader.roles.list(accountId, { after, limit: RAM_ROLE_COUNT_MAX });
      const tagged = await keepTagged(reader, accountId, all, (role) => role.roleId, input.Tag);
      return tagged.slice(0, limit);
    },
  );
  if (isRefusal(page)) return page;
  const tagsOf = await ramTagsOf(
    reader,
    accountId,
    page.rows.map((role) => role.roleId),
  );
  const Role = page.rows.map((role) => ({
    ...describeListedRole(role),
    Tags: tagsOf(role.roleId),
  }));
  return { kind: 'answer', response: { Roles: { Role }, ...page.paging } };
};
