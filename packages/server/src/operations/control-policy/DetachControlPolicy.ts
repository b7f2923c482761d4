import { type OPERATIONS, refuse } from '@cadastre/api-contract';
import type { WriteHandler } from '../handler.ts';

export const DetachControlPolicy: WriteHandler<typeof OPERATIONS.DetachControlPolicy> = async (
  { input, accountId },
  { controlPolicies },
) => {
  const { PolicyId: policyId, TargetId: targetId } = input;
  const before = await controlPolicies.findAttachment(accountId, policyId, targetId);
  if (before === undefined) return refuse('EntityNotExist.ControlPolicy.Attachment');
  await controlPolicies.detach(before);
  return {
    kind: 'answer',
    response: {},
    change: { resourceType: 'ControlPolicy', resourceId: policyId, before },
  };
};
