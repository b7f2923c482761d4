import { type OPERATIONS, type Refusal, refuse } from '@cadastre/api-contract';
import type { ResourceDiscovery } from '../../store/records.ts';
import type { Transactor } from '../../store/store.ts';
import type { Call, WriteHandler } from '../handler.ts';
import {
  changedRegions,
  changeOperatingRegions,
  checkRegionChange,
} from '../ipam/operating-regions.ts';
import { coverAccount } from '../resource-cidr/cover-account.ts';
import { findDiscovery, type VisibleDiscovery } from './find-discovery.ts';

type Definition = typeof OPERATIONS.UpdateIpamResourceDiscovery;

/**
 * Changes the texts, for the caller alone where it is a principal, and the operating regions of a
 * custom resource discovery of its own.
 */
export const UpdateIpamResourceDiscovery: WriteHandler<Definition> = async (call, transactor) => {
  const { input, accountId } = call;
  const { RegionId: regionId, IpamResourceDiscoveryId: discoveryId } = input;
  const found = await findDiscovery(transactor, accountId, regionId, discoveryId);
  if (found.kind === 'refusal') return found;
  const refusal = decide(call, found);
  if (refusal !== undefined) return refusal;
  const { discovery: before } = found;
  const after: ResourceDiscovery = {
    ...before,
    name: input.IpamResourceDiscoveryName ?? before.name,
    description: input.IpamResourceDiscoveryDescription ?? before.description,
    operatingRegions: changeOperatingRegions(before.operatingRegions, input),
  };
  if (found.role === 'principal') {
    const { IpamResourceDiscoveryName: name, IpamResourceDiscoveryDescription: description } =
      input;
    await transactor.discoveries.setSharedView(accountId, discoveryId, { name, description });
  } else {
    await updateOwn(call, before, after, transactor);
  }
  return {
    kind: 'answer',
    response: {},
    change: { resourceType: 'IpamResourceDiscovery', resourceId: discoveryId, before, after },
  };
};

async function updateOwn(
  call: Call<Definition>,
  before: ResourceDiscovery,
  after: ResourceDiscovery,
  transactor: Transactor,
): Promise<void> {
  await transactor.discoveries.update(after);
  const changed = changedRegions(before.operatingRegions, after.operatingRegions);
  await coverAccount(transactor, after.accountId, changed, call);
}

function decide(
  { input, config }: Call<Definition>,
  { discovery, role }: VisibleDiscovery,
): Refusal | undefined {
  const { AddOperatingRegion: added, RemoveOperatingRegion: removed } = input;
  if (added === undefined && removed === undefined) return undefined;
  if (role === 'principal') return refuse('OperationDenied.OperateShareResource');
  if (discovery.discoveryType === 'system') {
    return refuse('OperationDenied.DefaultResourceDiscovery');
  }
  return checkRegionChange(input, discovery.regionId, config);
}
