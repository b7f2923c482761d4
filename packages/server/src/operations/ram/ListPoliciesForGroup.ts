import { type OPERATIONS, refuse } from '@cadastre/api-contract';
import type { ReadHandler } from '../handler.ts';
import { listAttachedPolicies } from './attachments.ts';

export const ListPoliciesForGroup: ReadHandler<typeof OPERATIONS.ListPoliciesForGroup> = async (
  { input, accountId },
  reader,
) => {
  const group = await reader.groups.findByName(accountId, input.GroupName);
  if (group === undefined) return refuse('EntityNotExist.Group');
  const Policy = await listAttachedPolicies(reader, accountId, 'group', group.groupId);
  return { kind: 'answer', response: { Policies: { Policy } } };
};
