import { type OPERATIONS, refuse } from '@cadastre/api-contract';
import type { DelegatedAdministrator } from '../../store/directory-store.ts';
import type { WriteHandler } from '../handler.ts';

export const RegisterDelegatedAdministrator: WriteHandler<
  typeof OPERATIONS.RegisterDelegatedAdministrator
> = async ({ input, accountId, now }, { accounts, delegatedAdministrators }) => {
  const { AccountId: administratorId, ServicePrincipal: servicePrincipal } = input;
  if ((await accounts.find(administratorId)) === undefined) return refuse('EntityNotExist.Account');
  if (administratorId === accountId) return refuse('OperationDenied.ManagementAccount');
  if ((await delegatedAdministrators.find(accountId, servicePrincipal)) !== undefined) {
    return refuse('EntityAlreadyExists.DelegatedAdministrator');
  }
  const administrator: DelegatedAdministrator = {
    accountId,
    servicePrincipal,
    administratorId,
    registeredAt: now,
  };
  await delegatedAdministrators.insert(administrator);
  return {
    kind: 'answer',
    response: {},
    change: {
      resourceType: 'DelegatedAdministrator',
      resourceId: administratorId,
      after: administrator,
    },
  };
};
