import { type OPERATIONS, refuse } from '@cadastre/api-contract';
import type { WriteHandler } from '../handler.ts';

export const DeleteControlPolicy: WriteHandler<typeof OPERATIONS.DeleteControlPolicy> = async (
  { input, accountId },
  { controlPolicies },
) => {
  const { PolicyId: policyId } = input;
  const before = await controlPolicies.find(accountId, policyId);
  if (before === undefined) return refuse('EntityNotExist.ControlPolicy');
  if ((await controlPolicies.countAttachments(accountId, policyId)) > 0) {
    return refuse('DeleteConflict.ControlPolicy.Attachment');
  }
  await controlPolicies.remove(accountId, policyId);
  return {
    kind: 'answer',
    response: {},
    change: { resourceType: 'ControlPolicy', resourceId: policyId, before },
  };
};
