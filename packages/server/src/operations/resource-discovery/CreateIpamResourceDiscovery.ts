import { type OPERATIONS, type Refusal, refuse } from '@cadastre/api-contract';
import { findRegion } from '../../config.ts';
import type { Account, ResourceDiscovery } from '../../store/records.ts';
import { isRefusal, readTagParameter } from '../answers.ts';
import type { Call, WriteHandler } from '../handler.ts';
import { checkOperatingRegions } from '../ipam/operating-regions.ts';
import { checkResourceGroup } from '../resource-group/check-resource-group.ts';
import { isServiceOpen } from '../service/is-service-open.ts';

type Definition = typeof OPERATIONS.CreateIpamResourceDiscovery;

/**
 * Makes a custom resource discovery, where the region has none. What it finds no IPAM sees before it
 * is shared and associated.
 */
export const CreateIpamResourceDiscovery: WriteHandler<Definition> = async (call, transactor) => {
  const { input, accountId, ids, now } = call;
  const tags = readTagParameter(input.Tag);
  if (isRefusal(tags)) return tags;
  const illegal = await checkResourceGroup(transactor, accountId, input.ResourceGroupId);
  if (illegal !== undefined) return illegal;
  const account = await transactor.accounts.find(accountId);
  if (account === undefined) throw new Error(`The account ${accountId} of a caller is gone.`);
  const operatingRegions = [...new Set(input.OperatingRegionList)];
  const existing = await transactor.discoveries.findInRegion(accountId, input.RegionId);
  const refusal = decide(call, account, operatingRegions, existing);
  if (refusal !== undefined) return refusal;

  const discovery: ResourceDiscovery = {
    accountId,
    discoveryId: ids.resourceId('ipam-res-disco'),
    regionId: input.RegionId,
    discoveryType: 'custom',
    name: input.IpamResourceDiscoveryName ?? '',
    description: input.IpamResourceDiscoveryDescription ?? '',
    resourceGroupId: input.ResourceGroupId ?? account.defaultResourceGroupId,
    operatingRegions,
    createdAt: now,
  };
  await transactor.discoveries.insert(discovery);
  const { discoveryId } = discovery;
  await transactor.tags.insert(accountId, 'IPAMRESOURCEDISCOVERY', discoveryId, tags);
  return {
    kind: 'answer',
    response: { IpamResourceDiscoveryId: discoveryId },
    change: {
      resourceType: 'IpamResourceDiscovery',
      resourceId: discoveryId,
      after: { ...discovery, tags },
    },
  };
};

/** An account has one resource discovery in a region, whatever its quota (published). */
function decide(
  { input, config, quotas }: Call<Definition>,
  account: Account,
  operatingRegions: readonly string[],
  existing: ResourceDiscovery | undefined,
): Refusal | undefined {
  if (findRegion(config, input.RegionId) === undefined) return refuse('InvalidRegionId.NotFound');
  const illegal = checkOperatingRegions(operatingRegions, input.RegionId, config);
  if (illegal !== undefined) return illegal;
  if (!isServiceOpen(account, config)) return refuse('OperationDenied.ServiceNotOpened');
  if (existing?.discoveryType === 'system') {
    return refuse('OperationDenied.IpamResourceDiscoveryExist');
  }
  if (existing !== undefined || quotas.custom_ipam_resource_discovery_quota_per_region < 1) {
    return refuse('QuotaExceeded.CustomIpamResourceDiscoveryQuotaPerRegion');
  }
  return undefined;
}
