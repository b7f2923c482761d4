import { type OPERATIONS, type Refusal, refuse } from '@cadastre/api-contract';
import { findRegion } from '../../config.ts';
import type { Ipam } from '../../store/records.ts';
import type { Call, WriteHandler } from '../handler.ts';

type Definition = typeof OPERATIONS.UpdateIpam;

/** Regions that are added again, or removed and not there, are no error: the result is as asked. */
export const UpdateIpam: WriteHandler<Definition> = async (call, transactor) => {
  const { input, accountId } = call;
  const before = await transactor.ipams.find(accountId, input.IpamId);
  if (before?.regionId !== input.RegionId) return refuse('ResourceNotFound.Ipam');
  const removed = (input.RemoveOperatingRegion ?? []).filter((regionId) =>
    before.operatingRegions.includes(regionId),
  );
  const used: string[] = [];
  for (const regionId of removed) {
    if (await transactor.pools.existsInRegion(accountId, before.ipamId, regionId)) {
      used.push(regionId);
    }
  }
  const refusal = decide(call, before, used);
  if (refusal !== undefined) return refusal;
  const kept = before.operatingRegions.filter((regionId) => !removed.includes(regionId));
  const operatingRegions = [...new Set([...kept, ...(input.AddOperatingRegion ?? [])])];
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
  return {
    kind: 'answer',
    response: {},
    change: { resourceType: 'Ipam', resourceId: before.ipamId, before, after },
  };
};

function decide(
  { input, config }: Call<Definition>,
  ipam: Ipam,
  usedRegions: readonly string[],
): Refusal | undefined {
  const { AddOperatingRegion: added = [], RemoveOperatingRegion: removed = [] } = input;
  if (added.some((regionId) => findRegion(config, regionId) === undefined)) {
    return illegal('AddOperatingRegion', 'It names a region that does not exist.');
  }
  if (removed.some((regionId) => added.includes(regionId))) {
    return illegal('RemoveOperatingRegion', 'It names a region that is to be added.');
  }
  if (removed.includes(ipam.regionId)) return refuse('OperationDenied.RemoveHostedRegion');
  if (usedRegions.length > 0) {
    return refuse('DependencyViolation.IpamPool', {
      Resource: 'operating region',
      Dependency: `IPAM pool in ${usedRegions.join(', ')}`,
    });
  }
  return undefined;
}

function illegal(parameterName: string, detail: string): Refusal {
  return refuse('IllegalParam.{ParameterName}', { ParameterName: parameterName, Detail: detail });
}
