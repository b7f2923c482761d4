import { type OPERATIONS, refuse } from '@cadastre/api-contract';
import type { WriteHandler } from '../handler.ts';
import { findKeyOwner } from './find-key-owner.ts';

export const DeleteAccessKey: WriteHandler<typeof OPERATIONS.DeleteAccessKey> = async (
  { input, accountId, caller },
  transactor,
) => {
  const owner = await findKeyOwner(transactor, caller, input.UserName);
  if (owner.kind === 'refusal') return owner;
  const keys = await transactor.accessKeys.listOf(accountId, owner.user?.userId);
  const key = keys.find(({ accessKeyId }) => accessKeyId === input.UserAccessKeyId);
  if (key === undefined) return refuse('EntityNotExist.User.AccessKey');
  const { encryptedSecret: _, ...before } = key;
  await transactor.accessKeys.remove(accountId, key.accessKeyId);
  return {
    kind: 'answer',
    response: {},
    change: { resourceType: 'AccessKey', resourceId: key.accessKeyId, before },
  };
};
