import { formatRoleArn, type OPERATIONS, refuse } from '@cadastre/api-contract';
import type { AttachedTo } from '../../store/identity-store.ts';
import { formatTime } from '../answers.ts';
import type { ReadHandler } from '../handler.ts';
import { findPolicy } from './find-policy.ts';

export const ListEntitiesForPolicy: ReadHandler<typeof OPERATIONS.ListEntitiesForPolicy> = async (
  { input, accountId },
  reader,
) => {
  const policy = await findPolicy(reader, accountId, input.PolicyType, input.PolicyName);
  if (policy === undefined) return refuse('EntityNotExist.Policy');
  const users = await reader.users.listOfPolicy(accountId, policy);
  const groups = await reader.groups.listOfPolicy(accountId, policy);
  const roles = await reader.roles.listOfPolicy(accountId, policy);
  const User = users.map((user) => ({
    ...describeAttachment(user),
    UserId: user.userId,
    UserName: user.userName,
    DisplayName: user.displayName,
  }));
  const Group = groups.map((group) => ({
    ...describeAttachment(group),
    GroupName: group.groupName,
    Comments: group.comments,
  }));
  const Role = roles.map((role) => ({
    ...describeAttachment(role),
    RoleId: role.roleId,
    RoleName: role.roleName,
    Arn: formatRoleArn(role),
    Description: role.description,
  }));
  return { kind: 'answer', response: { Users: { User }, Groups: { Group }, Roles: { Role } } };
};

function describeAttachment({ attachedAt, resourceGroupId }: AttachedTo) {
  return {
    AttachDate: formatTime(attachedAt),
    ResourceGroupId: resourceGroupId === '' ? undefined : resourceGroupId,
  };
}
