import type { OPERATIONS } from '@cadastre/api-contract';
import type { ReadHandler } from '../handler.ts';

export const GetCallerIdentity: ReadHandler<typeof OPERATIONS.GetCallerIdentity> = async ({
  caller,
  accountId,
}) => {
  const identity = { AccountId: accountId, Arn: caller.arn };
  const { principal } = caller;
  switch (principal.kind) {
    case 'root': {
      const response = { ...identity, IdentityType: 'Account', PrincipalId: accountId } as const;
      return { kind: 'answer', response };
    }
    case 'user': {
      const { userId } = principal.user;
      const response = {
        ...identity,
        IdentityType: 'RAMUser',
        PrincipalId: userId,
        UserId: userId,
      } as const;
      return { kind: 'answer', response };
    }
    case 'role': {
      const { roleId } = principal.role;
      const response = {
        ...identity,
        IdentityType: 'AssumedRoleUser',
        PrincipalId: `${roleId}:${principal.sessionName}`,
        RoleId: roleId,
      } as const;
      return { kind: 'answer', response };
    }
  }
};
