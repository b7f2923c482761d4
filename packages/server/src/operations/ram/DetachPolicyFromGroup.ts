import type { OPERATIONS } from '@cadastre/api-contract';
import type { WriteHandler } from '../handler.ts';
import { detachPolicy } from './attachments.ts';

export const DetachPolicyFromGroup: WriteHandler<typeof OPERATIONS.DetachPolicyFromGroup> = async (
  { input, accountId },
  transactor,
) => {
  const group = await transactor.groups.findByName(accountId, input.GroupName);
  return detachPolicy(
    { accountId, principalType: 'group', principalId: group?.groupId, input },
    transactor,
  );
};
