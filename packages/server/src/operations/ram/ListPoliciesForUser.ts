import { type OPERATIONS, refuse } from '@cadastre/api-contract';
import type { ReadHandler } from '../handler.ts';
import { listAttachedPolicies } from './attachments.ts';

export const ListPoliciesForUser: ReadHandler<typeof OPERATIONS.ListPoliciesForUser> = async (
  { input, accountId },
  reader,
) => {
  const user = await reader.users.findByName(accountId, input.UserName);
  if (user === undefined) return refuse('EntityNotExist.User');
  const Policy = await listAttachedPolicies(reader, accountId, 'user', user.userId);
  return { kind: 'answer', response: { Policies: { Policy } } };
};
