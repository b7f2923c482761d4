import { type OPERATIONS, refuse } from '@cadastre/api-contract';
import type { WriteHandler } from '../handler.ts';

export const DeleteRole: WriteHandler<typeof OPERATIONS.DeleteRole> = async (
  { input, accountId },
  { policies, roles, tags },
) => {
  const role = await roles.findByName(accountId, input.RoleName);
  if (role === undefined) return refuse('EntityNotExist.Role');
  if ((await policies.listAttachments(accountId, 'role', role.roleId)).length > 0) {
    return refuse('DeleteConflict.Role.Policy');
  }
  await tags.removeOf(accountId, role.roleId);
  await roles.remove(accountId, role.roleId);
  return {
    kind: 'answer',
    response: {},
    change: { resourceType: 'Role', resourceId: role.roleId, before: role },
  };
};
