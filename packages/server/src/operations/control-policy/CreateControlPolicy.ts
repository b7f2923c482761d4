import {
  CONTROL_POLICY_COUNT_MAX,
  FULL_ACCESS_CONTROL_POLICY,
  type OPERATIONS,
  refuse,
} from '@cadastre/api-contract';
import type { ControlPolicy } from '../../store/directory-store.ts';
import type { WriteHandler } from '../handler.ts';
import { checkPolicyDocument } from '../ram/check-policy-document.ts';
import { checkPolicyName, checkTexts } from '../ram/check-texts.ts';
import { describeControlPolicy } from './describe-control-policy.ts';

export const CreateControlPolicy: WriteHandler<typeof OPERATIONS.CreateControlPolicy> = async (
  { input, accountId, ids, now },
  transactor,
) => {
  const { PolicyName: policyName, PolicyDocument: document, Description = '' } = input;
  const { controlPolicies } = transactor;
  const refusal =
    checkPolicyName('PolicyName', policyName) ??
    checkTexts({ Description }) ??
    checkPolicyDocument('PolicyDocument', document, 'control');
  if (refusal !== undefined) return refusal;
  const named = await controlPolicies.findByName(accountId, policyName);
  if (named !== undefined || policyName === FULL_ACCESS_CONTROL_POLICY) {
    return refuse('EntityAlreadyExists.ControlPolicy');
  }
  if ((await controlPolicies.count(accountId)) >= CONTROL_POLICY_COUNT_MAX) {
    return refuse('LimitExceeded.ControlPolicy', { Limit: String(CONTROL_POLICY_COUNT_MAX) });
  }
  const policy: ControlPolicy = {
    accountId,
    policyId: ids.resourceId('cp'),
    policyName,
    description: Description,
    document,
    createdAt: now,
    updatedAt: now,
  };
  await controlPolicies.insert(policy);
  return {
    kind: 'answer',
    response: { ControlPolicy: await describeControlPolicy(transactor, policy) },
    change: { resourceType: 'ControlPolicy', resourceId: policy.policyId, after: policy },
  };
};
