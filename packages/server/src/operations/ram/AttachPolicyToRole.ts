import type { OPERATIONS } from '@cadastre/api-contract';
import type { WriteHandler } from '../handler.ts';
import { attachPolicy } from './attachments.ts';

export const AttachPolicyToRole: WriteHandler<typeof OPERATIONS.AttachPolicyToRole> = async (
  { input, accountId, now },
  transactor,
) => {
  const role = await transactor.roles.findByName(accountId, input.RoleName);
  return attachPolicy(
    { accountId, principalType: 'role', principalId: role?.roleId, input },
    transactor,
    now,
  );
};
