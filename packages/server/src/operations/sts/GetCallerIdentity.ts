import type { OPERATIONS } from '@cadastre/api-contract';
import type { ReadHandler } from '../handler.ts';

export const GetCallerIdentity: ReadHandler<typeof OPERATIONS.GetCallerIdentity> = async ({
  caller,
  accountId,
}) => {
  const identity = { AccountId: accountId, Arn: caller.arn };
  if (caller.user === undefined) {
    return {
      kind: 'answer',
      response: { ...identity, IdentityType: 'Account', PrincipalId: accountId },
    };
  }
  const { userId } = caller.user;
  return {
    kind: 'answer',
    response: { ...identity, IdentityType: 'RAMUser', PrincipalId: userId, UserId: userId },
  };
};
