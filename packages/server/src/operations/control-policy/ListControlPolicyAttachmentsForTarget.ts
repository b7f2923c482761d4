import { type OPERATIONS, refuse } from '@cadastre/api-contract';
import { formatTime, pageAnswer } from '../answers.ts';
import type { ListHandler } from '../handler.ts';
import { isTarget } from './is-target.ts';

export const ListControlPolicyAttachmentsForTarget: ListHandler<
  typeof OPERATIONS.ListControlPolicyAttachmentsForTarget
> = async ({ input, accountId, page }, reader) => {
  const { TargetId: targetId } = input;
  if (!(await isTarget(reader, accountId, targetId))) return refuse('EntityNotExist.Target');
  return pageAnswer(
    await reader.controlPolicies.listAttachments(accountId, targetId, page),
    ({ policyId }) => policyId,
    ({ policyId, policyName, attachedAt }) => ({
      PolicyId: policyId,
      PolicyName: policyName,
      AttachTime: formatTime(attachedAt),
    }),
  );
};
