import type { OPERATIONS } from '@cadastre/api-contract';
import type { WriteHandler } from '../handler.ts';
import { detachPolicy } from './attachments.ts';

export const DetachPolicyFromUser: WriteHandler<typeof OPERATIONS.DetachPolicyFromUser> = async (
  { input, accountId },
  transactor,
) => {
  const user = await transactor.users.findByName(accountId, input.UserName);
  return detachPolicy(
    { accountId, principalType: 'user', principalId: user?.userId, input },
    transactor,
  );
};
