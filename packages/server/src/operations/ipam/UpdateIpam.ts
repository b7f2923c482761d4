import { type OPERATIONS, refuse } from '@cadastre/api-contract';
import type { Ipam } from '../../store/records.ts';
import type { WriteHandler } from '../handler.ts';
import { coverIpam } from '../resource-cidr/cover-ipam.ts';
import { changedRegions, changeOperatingRegions, checkRegionChange } from './operating-regions.ts';

/** A region that pools use stays. Resources of a region that is removed are not seen any more. */
export const UpdateIpam: WriteHandler<typeof OPERATIONS.UpdateIpam> = async (call, transactor) => {
  const { input, accountId, config } = call;
  const before = await transactor.ipams.find(accountId, input.IpamId);
  if (before?.regionId !== input.RegionId) return refuse('ResourceNotFound.Ipam');
  const refusal = checkRegionChange(input, before.regionId, config);
  if (refusal !== undefined) return refusal;
  const operatingRegions = changeOperatingRegions(before.operatingRegions, input);
  const used: string[] = [];
  for (const regionId of before.operatingRegions) {
    if (operatingRegions.includes(regionId)) continue;
    if (await transactor.pools.existsInRegion(accountId, before.ipamId, regionId)) {
      used.push(regionId);
    }
  }
  if (used.length > 0) {
    return refuse('DependencyViolation.IpamPool', {
      Resource: 'operating region',
      Dependency: `IPAM pool in ${used.join(', ')}`,
    });
  }
  const after: Ipam = {
    ...before,
    name: input.IpamName ?? before.name,
    description: input.IpamDescription ?? before.description,
    operatingRegions,
  };
  await transactor.ipams.update(after);
  // The default resource discovery looks where its IPAM operates.
  const { defaultDiscoveryId } = before;
  await transactor.discoveries.setOperatingRegions(accountId, defaultDiscoveryId, operatingRegions);
  const changed = changedRegions(before.operatingRegions, operatingRegions);
  await coverIpam(transactor, after, changed, call);
  return {
    kind: 'answer',
    response: {},
    change: { resourceType: 'Ipam', resourceId: before.ipamId, before, after },
  };
};
