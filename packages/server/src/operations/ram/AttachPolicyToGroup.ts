import type { OPERATIONS } from '@cadastre/api-contract';
import type { WriteHandler } from '../handler.ts';
import { attachPolicy } from './attachments.ts';

export const AttachPolicyToGroup: WriteHandler<typeof OPERATIONS.AttachPolicyToGroup> = async (
  { input, accountId, now },
  transactor,
) => {
  const group = await transactor.groups.findByName(accountId, input.GroupName);
  return attachPolicy(
    { accountId, principalType: 'group', principalId: group?.groupId, input },
    transactor,
    now,
  );
};
