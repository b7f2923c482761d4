import { type OPERATIONS, type Refusal, refuse } from '@cadastre/api-contract';
import { findRegion } from '../../config.ts';
import type { Ipam, Scope, ScopeType } from '../../store/records.ts';
import type { Transactor } from '../../store/store.ts';
import { isRefusal, readTagParameter } from '../answers.ts';
import type { Call, WriteHandler } from '../handler.ts';
import { coverAccount } from '../resource-cidr/cover-account.ts';
import { checkResourceGroup } from '../resource-group/check-resource-group.ts';
import { isServiceOpen } from '../service/is-service-open.ts';
import { checkOperatingRegions } from './operating-regions.ts';

type Definition = typeof OPERATIONS.CreateIpam;

/**
 * Makes the IPAM, its two default scopes, its default resource discovery and their association. A
 * custom resource discovery that the account has in the region becomes the default one instead.
 */
export const CreateIpam: WriteHandler<Definition> = async (call, transactor) => {
  const { input, accountId, ids, now } = call;
  const tags = readTagParameter(input.Tag);
  if (isRefusal(tags)) return tags;
  const illegal = await checkResourceGroup(transactor, accountId, input.ResourceGroupId);
  if (illegal !== undefined) return illegal;
  const account = await transactor.accounts.find(accountId);
  if (account === undefined) throw new Error(`The account ${accountId} of a caller is gone.`);
  const existingCount = await transactor.ipams.countInRegion(accountId, input.RegionId);
  const operatingRegions = [...new Set(input.OperatingRegionList)];
  const refusal = decide(
    call,
    operatingRegions,
    existingCount,
    isServiceOpen(account, call.config),
  );
  if (refusal !== undefined) return refusal;

  const existing = await transactor.discoveries.findInRegion(accountId, input.RegionId);
  const resourceGroupId = input.ResourceGroupId ?? account.defaultResourceGroupId;
  const ipam: Ipam = {
    accountId,
    ipamId: ids.resourceId('ipam'),
    regionId: input.RegionId,
    name: input.IpamName ?? '',
    description: input.IpamDescription ?? '',
    resourceGroupId,
    operatingRegions,
    publicDefaultScopeId: ids.resourceId('ipam-scope'),
    privateDefaultScopeId: ids.resourceId('ipam-scope'),
    defaultDiscoveryId: existing?.discoveryId ?? ids.resourceId('ipam-res-disco'),
    defaultAssociationId: ids.resourceId('ipam-res-disco-assoc'),
    // The counters follow from the rows that are added below.
    scopeCount: 0,
    associationCount: 0,
    createdAt: now,
  };
  await transactor.ipams.insert(ipam);
  await transactor.scopes.insert(defaultScope(ipam, 'public', ipam.publicDefaultScopeId));
  await transactor.scopes.insert(defaultScope(ipam, 'private', ipam.privateDefaultScopeId));
  await associateDefaultDiscovery(ipam, existing !== undefined, transactor);
  await transactor.tags.insert(accountId, 'IPAM', ipam.ipamId, tags);
  // Others may see through a custom discovery; it looks elsewhere now.
  const regionIds = [...operatingRegions, ...(existing?.operatingRegions ?? [])];
  await coverAccount(transactor, accountId, regionIds, call);
  return {
    kind: 'answer',
    response: {
      IpamId: ipam.ipamId,
      PublicDefaultScopeId: ipam.publicDefaultScopeId,
      PrivateDefaultScopeId: ipam.privateDefaultScopeId,
      DefaultResourceDiscoveryId: ipam.defaultDiscoveryId,
      DefaultResourceDiscoveryAssociationId: ipam.defaultAssociationId,
      ResourceDiscoveryAssociationCount: 1,
    },
    change: { resourceType: 'Ipam', resourceId: ipam.ipamId, after: { ...ipam, tags } },
  };
};

function decide(
  { input, config, quotas }: Call<Definition>,
  operatingRegions: readonly string[],
  existingCount: number,
  serviceOpen: boolean,
): Refusal | undefined {
  if (findRegion(config, input.RegionId) === undefined) return refuse('InvalidRegionId.NotFound');
  const illegal = checkOperatingRegions(operatingRegions, input.RegionId, config);
  if (illegal !== undefined) return illegal;
  if (!serviceOpen) return refuse('OperationDenied.ServiceNotOpened');
  if (existingCount >= quotas.ipam_quota_per_region) {
    return refuse('QuotaExceeded.IpamQuotaPerRegion');
  }
  return undefined;
}

function defaultScope(ipam: Ipam, scopeType: ScopeType, scopeId: string): Scope {
  return {
    accountId: ipam.accountId,
    scopeId,
    ipamId: ipam.ipamId,
    regionId: ipam.regionId,
    scopeType,
    isDefault: true,
    name: '',
    description: '',
    resourceGroupId: ipam.resourceGroupId,
    poolCount: 0,
    createdAt: ipam.createdAt,
  };
}

async function associateDefaultDiscovery(
  ipam: Ipam,
  exists: boolean,
  transactor: Transactor,
): Promise<void> {
  const { accountId, defaultDiscoveryId: discoveryId, operatingRegions, createdAt } = ipam;
  if (exists) {
    await transactor.discoveries.makeDefault(accountId, discoveryId, operatingRegions);
  } else {
    await transactor.discoveries.insert({
      accountId,
      discoveryId,
      regionId: ipam.regionId,
      discoveryType: 'system',
      name: '',
      description: '',
      resourceGroupId: ipam.resourceGroupId,
      operatingRegions,
      createdAt,
    });
  }
  await transactor.discoveries.insertAssociation({
    accountId,
    associationId: ipam.defaultAssociationId,
    ipamId: ipam.ipamId,
    discoveryId,
    discoveryOwnerId: accountId,
    createdAt,
  });
}
