import {
  type OPERATIONS,
  RAM_ROLE_COUNT_MAX,
  ROLE_SESSION_SECONDS_MIN,
  refuse,
} from '@cadastre/api-contract';
import type { Role } from '../../store/records.ts';
import { isRefusal, readTagParameter } from '../answers.ts';
import type { WriteHandler } from '../handler.ts';
import { checkPolicyDocument } from './check-policy-document.ts';
import { checkEntityName, checkTexts } from './check-texts.ts';
import { describeRole } from './describe-role.ts';

export const CreateRole: WriteHandler<typeof OPERATIONS.CreateRole> = async (
  { input, accountId, ids, now },
  { roles, tags: tagTable },
) => {
  const { RoleName: roleName, AssumeRolePolicyDocument: trustPolicy, Description } = input;
  const refusal =
    checkEntityName('RoleName', roleName) ??
    checkTexts({ Description }) ??
    checkPolicyDocument('AssumeRolePolicyDocument', trustPolicy, 'trust');
  if (refusal !== undefined) return refusal;
  const tags = readTagParameter(input.Tag);
  if (isRefusal(tags)) return tags;
  if ((await roles.findByName(accountId, roleName)) !== undefined) {
    return refuse('EntityAlreadyExists.Role');
  }
  if ((await roles.count(accountId)) >= RAM_ROLE_COUNT_MAX) {
    return refuse('LimitExceeded.Role', { Limit: String(RAM_ROLE_COUNT_MAX) });
  }
  const role: Role = {
    accountId,
    roleId: ids.numericId(),
    roleName,
    description: Description ?? '',
    trustPolicy,
    maxSessionSeconds: input.MaxSessionDuration ?? ROLE_SESSION_SECONDS_MIN,
    createdAt: now,
    updatedAt: now,
  };
  await roles.insert(role);
  await tagTable.insert(accountId, 'ROLE', role.roleId, tags);
  return {
    kind: 'answer',
    response: { Role: describeRole(role) },
    change: { resourceType: 'Role', resourceId: role.roleId, after: { ...role, tags } },
  };
};
