import type { OPERATIONS } from '@cadastre/api-contract';
import type { ReadHandler } from '../handler.ts';
import { describeAccessKey } from './describe-access-key.ts';
import { findKeyOwner } from './find-key-owner.ts';

export const ListAccessKeys: ReadHandler<typeof OPERATIONS.ListAccessKeys> = async (
  { input, accountId, caller },
  reader,
) => {
  const owner = await findKeyOwner(reader, caller, input.UserName);
  if (owner.kind === 'refusal') return owner;
  const keys = await reader.accessKeys.listOf(accountId, owner.user?.userId);
  return {
    kind: 'answer',
    response: { AccessKeys: { AccessKey: keys.map(describeAccessKey) } },
  };
};
