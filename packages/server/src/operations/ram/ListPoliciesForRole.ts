import { type OPERATIONS, refuse } from '@cadastre/api-contract';
import type { ReadHandler } from '../handler.ts';
import { listAttachedPolicies } from './attachments.ts';

export const ListPoliciesForRole: ReadHandler<typeof OPERATIONS.ListPoliciesForRole> = async (
  { input, accountId },
  reader,
) => {
  const role = await reader.roles.findByName(accountId, input.RoleName);
  if (role === undefined) return refuse('EntityNotExist.Role');
  const Policy = await listAttachedPolicies(reader, accountId, 'role', role.roleId);
  return { kind: 'answer', response: { Policies: { Policy } } };
};
