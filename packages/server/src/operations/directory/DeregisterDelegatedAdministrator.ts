import { type OPERATIONS, refuse } from '@cadastre/api-contract';
import type { WriteHandler } from '../handler.ts';

export const DeregisterDelegatedAdministrator: WriteHandler<
  typeof OPERATIONS.DeregisterDelegatedAdministrator
> = async ({ input, accountId }, { delegatedAdministrators, members }) => {
  const { AccountId: administratorId, ServicePrincipal: servicePrincipal } = input;
  const before = await delegatedAdministrators.find(accountId, servicePrincipal);
  if (before?.administratorId !== administratorId) {
    return refuse('EntityNotExist.DelegatedAdministrator');
  }
  if ((await members.listIpamsWithMembers(administratorId)).length > 0) {
    return refuse('DeleteConflict.DelegatedAdministrator.IpamMember');
  }
  await delegatedAdministrators.remove(accountId, servicePrincipal);
  return {
    kind: 'answer',
    response: {},
    change: { resourceType: 'DelegatedAdministrator', resourceId: administratorId, before },
  };
};
