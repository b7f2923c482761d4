import { type OPERATIONS, RAM_POLICY_COUNT_MAX, refuse } from '@cadastre/api-contract';
import { findSystemPolicy } from '../../identity/system-policies.ts';
import type { CustomPolicy } from '../../store/records.ts';
import { isRefusal, readTagParameter } from '../answers.ts';
import type { WriteHandler } from '../handler.ts';
import { checkPolicyDocument } from './check-policy-document.ts';
import { checkPolicyName, checkTexts } from './check-texts.ts';
import { describeNewPolicy, fromCustom, policyTagId } from './find-policy.ts';

export const CreatePolicy: WriteHandler<typeof OPERATIONS.CreatePolicy> = async (
  { input, accountId, now },
  { policies, tags: tagTable },
) => {
  const { PolicyName: policyName, PolicyDocument: document, Description } = input;
  const refusal =
    checkPolicyName('PolicyName', policyName) ??
    checkTexts({ Description }) ??
    checkPolicyDocument('PolicyDocument', document, 'identity');
  if (refusal !== undefined) return refusal;
  const tags = readTagParameter(input.Tag);
  if (isRefusal(tags)) return tags;
  const existing = await policies.find(accountId, policyName);
  if (existing !== undefined || findSystemPolicy(policyName) !== undefined) {
    return refuse('EntityAlreadyExists.Policy');
  }
  if ((await policies.count(accountId)) >= RAM_POLICY_COUNT_MAX) {
    return refuse('LimitExceeded.Policy', { Limit: String(RAM_POLICY_COUNT_MAX) });
  }
  const policy: CustomPolicy = {
    accountId,
    policyName,
    description: Description ?? '',
    defaultVersion: 1,
    latestVersion: 1,
    createdAt: now,
    updatedAt: now,
  };
  await policies.insert(policy);
  await policies.insertVersion({ accountId, policyName, version: 1, document, createdAt: now });
  await tagTable.insert(accountId, 'POLICY', policyTagId(policyName), tags);
  return {
    kind: 'answer',
    response: { Policy: describeNewPolicy(fromCustom(policy)) },
    change: {
      resourceType: 'Policy',
      resourceId: policyName,
      after: { ...policy, document, tags },
    },
  };
};
