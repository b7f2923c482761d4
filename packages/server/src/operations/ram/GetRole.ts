import { type OPERATIONS, refuse } from '@cadastre/api-contract';
import type { ReadHandler } from '../handler.ts';
import { describeRole } from './describe-role.ts';

export const GetRole: ReadHandler<typeof OPERATIONS.GetRole> = async (
  { input, accountId },
  reader,
) => {
  const role = await reader.roles.findByName(accountId, input.RoleName);
  if (role === undefined) return refuse('EntityNotExist.Role');
  return { kind: 'answer', response: { Role: describeRole(role) } };
};
