import { type OPERATIONS, refuse } from '@cadastre/api-contract';
import type { ReadHandler } from '../handler.ts';
import { describeGroup } from './describe-group.ts';

export const GetGroup: ReadHandler<typeof OPERATIONS.GetGroup> = async (
  { input, accountId },
  reader,
) => {
  const group = await reader.groups.findByName(accountId, input.GroupName);
  if (group === undefined) return refuse('EntityNotExist.Group');
  return { kind: 'answer', response: { Group: describeGroup(group) } };
};
