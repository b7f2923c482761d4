import {
  CONTROL_POLICY_ATTACHMENT_COUNT_MAX,
  type OPERATIONS,
  refuse,
} from '@cadastre/api-contract';
import type { WriteHandler } from '../handler.ts';
import { isTarget } from './is-target.ts';

export const AttachControlPolicy: WriteHandler<typeof OPERATIONS.AttachControlPolicy> = async (
  { input, accountId, now },
  transactor,
) => {
  const { PolicyId: policyId, TargetId: targetId } = input;
  const { controlPolicies } = transactor;
  if ((await controlPolicies.find(accountId, policyId)) === undefined) {
    return refuse('EntityNotExist.ControlPolicy');
  }
  if (!(await isTarget(transactor, accountId, targetId))) return refuse('EntityNotExist.Target');
  // It would bind nobody.
  if (targetId === accountId) return refuse('OperationDenied.ManagementAccount');
  if ((await controlPolicies.findAttachment(accountId, policyId, targetId)) !== undefined) {
    return refuse('EntityAlreadyExists.ControlPolicy.Attachment');
  }
  const attached = await controlPolicies.listAttachments(accountId, targetId, {
    after: undefined,
    limit: 1,
  });
  if (attached.totalCount >= CONTROL_POLICY_ATTACHMENT_COUNT_MAX) {
    const Limit = String(CONTROL_POLICY_ATTACHMENT_COUNT_MAX);
    return refuse('LimitExceeded.ControlPolicy.Attachment', { Limit });
  }
  const after = { accountId, policyId, targetId, attachedAt: now };
  await controlPolicies.attach(after);
  return {
    kind: 'answer',
    response: {},
    change: { resourceType: 'ControlPolicy', resourceId: policyId, after },
  };
};
