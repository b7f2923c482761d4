import { formatRoleArn } from '@cadastre/api-contract';
import type { Role } from '../../store/records.ts';
import { formatTime } from '../answers.ts';

/** A role as lists show it, without its trust policy. */
export function describeListedRole(role: Role) {
  return {
    RoleId: role.roleId,
    RoleName: role.roleName,
    Arn: formatRoleArn(role),
    Description: role.description,
    MaxSessionDuration: role.maxSessionSeconds,
    CreateDate: formatTime(role.createdAt),
    UpdateDate: formatTime(role.updatedAt),
  };
}

export function describeRole(role: Role) {
  return { ...describeListedRole(role), AssumeRolePolicyDocument: role.trustPolicy };
}
