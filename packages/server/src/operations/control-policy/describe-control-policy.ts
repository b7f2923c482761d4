import type { ControlPolicy } from '../../store/directory-store.ts';
import type { Reader } from '../../store/store.ts';
import { formatTime } from '../answers.ts';

/** A control policy as lists show it. */
export async function describeListedPolicy({ controlPolicies }: Reader, policy: ControlPolicy) {
  return {
    PolicyId: policy.policyId,
    PolicyName: policy.policyName,
    Description: policy.description,
    AttachmentCount: await controlPolicies.countAttachments(policy.accountId, policy.policyId),
    CreateTime: formatTime(policy.createdAt),
    UpdateTime: formatTime(policy.updatedAt),
  };
}

/** A control policy with its document. */
export async function describeControlPolicy(reader: Reader, policy: ControlPolicy) {
  return { ...(await describeListedPolicy(reader, policy)), PolicyDocument: policy.document };
}
