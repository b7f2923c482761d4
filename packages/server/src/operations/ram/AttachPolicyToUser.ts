import type { OPERATIONS } from '@cadastre/api-contract';
import type { WriteHandler } from '../handler.ts';
import { attachPolicy } from './attachments.ts';

export const AttachPolicyToUser: WriteHandler<typeof OPERATIONS.AttachPolicyToUser> = async (
  { input, accountId, now },
  transactor,
) => {
  const user = await transactor.users.findByName(accountId, input.UserName);
  return attachPolicy(
    { accountId, principalType: 'user', principalId: user?.userId, input },
    transactor,
    now,
  );
};
