import { type OPERATIONS, refuse } from '@cadastre/api-contract';
import type { Role } from '../../store/records.ts';
import type { WriteHandler } from '../handler.ts';
import { checkPolicyDocument } from './check-policy-document.ts';
import { checkTexts } from './check-texts.ts';
import { describeRole } from './describe-role.ts';

export const UpdateRole: WriteHandler<typeof OPERATIONS.UpdateRole> = async (
  { input, accountId, now },
  { roles },
) => {
  const { NewAssumeRolePolicyDocument: trustPolicy, NewDescription } = input;
  const refusal =
    checkTexts({ NewDescription }) ??
    (trustPolicy === undefined
      ? undefined
      : checkPolicyDocument('NewAssumeRolePolicyDocument', trustPolicy, 'trust'));
  if (refusal !== undefined) return refusal;
  const before = await roles.findByName(accountId, input.RoleName);
  if (before === undefined) return refuse('EntityNotExist.Role');
  const after: Role = {
    ...before,
    description: NewDescription ?? before.description,
    trustPolicy: trustPolicy ?? before.trustPolicy,
    maxSessionSeconds: input.NewMaxSessionDuration ?? before.maxSessionSeconds,
    updatedAt: now,
  };
  await roles.update(after);
  return {
    kind: 'answer',
    response: { Role: describeRole(after) },
    change: { resourceType: 'Role', resourceId: before.roleId, before, after },
  };
};
