import type { OPERATIONS } from '@cadastre/api-contract';
import type { WriteHandler } from '../handler.ts';
import { detachPolicy } from './attachments.ts';

export const DetachPolicyFromRole: WriteHandler<typeof OPERATIONS.DetachPolicyFromRole> = async (
  { input, accountId },
  transactor,
) => {
  const role = await transactor.roles.findByName(accountId, input.RoleName);
  return detachPolicy(
    { accountId, principalType: 'role', principalId: role?.roleId, input },
    transactor,
  );
};
