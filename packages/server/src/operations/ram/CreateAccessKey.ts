import { type OPERATIONS, RAM_KEYS_PER_USER_MAX, refuse } from '@cadastre/api-contract';
import type { WriteHandler } from '../handler.ts';
import { describeAccessKey } from './describe-access-key.ts';
import { findKeyOwner } from './find-key-owner.ts';

/** The secret leaves in the answer alone: the audit event has the key without it. */
export const CreateAccessKey: WriteHandler<typeof OPERATIONS.CreateAccessKey> = async (
  { input, accountId, caller, ids, now, secretBox },
  transactor,
) => {
  const owner = await findKeyOwner(transactor, caller, input.UserName);
  if (owner.kind === 'refusal') return owner;
  const userId = owner.user?.userId;
  const existing = await transactor.accessKeys.listOf(accountId, userId);
  if (existing.length >= RAM_KEYS_PER_USER_MAX) {
    return refuse('LimitExceeded.User.AccessKey', { Limit: String(RAM_KEYS_PER_USER_MAX) });
  }
  const { accessKeyId, accessKeySecret } = ids.accessKey();
  const encryptedSecret = secretBox.seal(accessKeySecret, `access-key:${accessKeyId}`);
  const key = { accountId, accessKeyId, userId, status: 'Active', createdAt: now } as const;
  await transactor.accessKeys.insert({ ...key, encryptedSecret });
  return {
    kind: 'answer',
    response: { AccessKey: { ...describeAccessKey(key), AccessKeySecret: accessKeySecret } },
    change: { resourceType: 'AccessKey', resourceId: accessKeyId, after: key },
  };
};
