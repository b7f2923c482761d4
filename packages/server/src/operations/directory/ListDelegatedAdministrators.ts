import { IPAM_SERVICE_PRINCIPAL, type OPERATIONS } from '@cadastre/api-contract';
import { EMPTY_LIST, formatTime } from '../answers.ts';
import type { ListHandler } from '../handler.ts';

/** IPAM is the only service, and it has one administrator: there is never a second page. */
export const ListDelegatedAdministrators: ListHandler<
  typeof OPERATIONS.ListDelegatedAdministrators
> = async ({ accountId }, { accounts, delegatedAdministrators, members }) => {
  const found = await delegatedAdministrators.find(accountId, IPAM_SERVICE_PRINCIPAL);
  const account = found && (await accounts.find(found.administratorId));
  if (found === undefined || account === undefined) return EMPTY_LIST;
  const ipams = await members.listIpamsWithMembers(account.accountId);
  const administrator = {
    AccountId: Number(account.accountId),
    AccountName: account.accountName,
    ServicePrincipal: found.servicePrincipal,
    IsTrustedServiceEnabled: ipams.length > 0,
    DelegationEnabledTime: formatTime(found.registeredAt),
  };
  return { kind: 'page', items: [administrator], totalCount: 1, nextAfter: undefined };
};
