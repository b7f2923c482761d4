import { IPAM_SERVICE_PRINCIPAL, type Refusal, refuse } from '@cadastre/api-contract';
import type { Ipam } from '../../store/records.ts';
import type { Reader } from '../../store/store.ts';

/** An IPAM with which the delegated administrator manages members. */
export interface ManagingIpam {
  readonly kind: 'managing-ipam';
  readonly managementAccountId: string;
  readonly ipam: Ipam;
}

/** The IPAM of a region, for the delegated administrator alone. */
export async function findManagingIpam(
  reader: Reader,
  accountId: string,
  regionId: string,
): Promise<ManagingIpam | Refusal> {
  const managementAccountId = (await reader.accounts.findFirst())?.accountId ?? '';
  const administrator = await reader.delegatedAdministrators.find(
    managementAccountId,
    IPAM_SERVICE_PRINCIPAL,
  );
  if (administrator?.administratorId !== accountId) {
    return refuse('OperationDenied.NotDelegatedAdministrator');
  }
  const ipam = await findHostedIpam(reader, accountId, regionId);
  if (ipam === undefined) return refuse('ResourceNotFound.Ipam');
  return { kind: 'managing-ipam', managementAccountId, ipam };
}

/** The IPAM that an account has in a region; the oldest where its quota allows several. */
export async function findHostedIpam(
  { ipams }: Reader,
  accountId: string,
  regionId: string,
): Promise<Ipam | undefined> {
  const anyIpam = { ids: undefined, name: undefined, resourceGroupId: undefined, tags: [] };
  const filter = { accountId, regionId, ...anyIpam };
  const [ipam] = (await ipams.list(filter, { after: undefined, limit: 1 })).items;
  return ipam;
}
