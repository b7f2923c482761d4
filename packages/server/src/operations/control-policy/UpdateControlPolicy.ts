import { FULL_ACCESS_CONTROL_POLICY, type OPERATIONS, refuse } from '@cadastre/api-contract';
import type { ControlPolicy } from '../../store/directory-store.ts';
import type { WriteHandler } from '../handler.ts';
import { checkPolicyDocument } from '../ram/check-policy-document.ts';
import { checkPolicyName, checkTexts } from '../ram/check-texts.ts';
import { describeControlPolicy } from './describe-control-policy.ts';

/** A changed document binds with the next call, wherever the policy is attached. */
export const UpdateControlPolicy: WriteHandler<typeof OPERATIONS.UpdateControlPolicy> = async (
  { input, accountId, now },
  transactor,
) => {
  const { NewPolicyName: newName, NewPolicyDocument: newDocument, NewDescription } = input;
  const { controlPolicies } = transactor;
  const refusal =
    (newName === undefined ? undefined : checkPolicyName('NewPolicyName', newName)) ??
    checkTexts({ NewDescription }) ??
    (newDocument === undefined
      ? undefined
      : checkPolicyDocument('NewPolicyDocument', newDocument, 'control'));
  if (refusal !== undefined) return refusal;
  const before = await controlPolicies.find(accountId, input.PolicyId);
  if (before === undefined) return refuse('EntityNotExist.ControlPolicy');
  const after: ControlPolicy = {
    ...before,
    policyName: newName ?? before.policyName,
    description: NewDescription ?? before.description,
    document: newDocument ?? before.document,
    updatedAt: now,
  };
  const named = await controlPolicies.findByName(accountId, after.policyName);
  const isTaken = named !== undefined && named.policyId !== before.policyId;
  if (isTaken || after.policyName === FULL_ACCESS_CONTROL_POLICY) {
    return refuse('EntityAlreadyExists.ControlPolicy');
  }
  await controlPolicies.update(after);
  return {
    kind: 'answer',
    response: { ControlPolicy: await describeControlPolicy(transactor, after) },
    change: { resourceType: 'ControlPolicy', resourceId: before.policyId, before, after },
  };
};
