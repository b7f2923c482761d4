import { type OPERATIONS, refuse } from '@cadastre/api-contract';
import type { DiscoveryAssociation } from '../../store/records.ts';
import type { WriteHandler } from '../handler.ts';
import { coverAccount } from '../resource-cidr/cover-account.ts';
import { findDiscovery } from './find-discovery.ts';

/** The IPAM sees what the resource discovery finds where both operate, at once. */
export const AssociateIpamResourceDiscovery: WriteHandler<
  typeof OPERATIONS.AssociateIpamResourceDiscovery
> = async (call, transactor) => {
  const { input, accountId, ids, now } = call;
  const { RegionId: regionId, IpamResourceDiscoveryId: discoveryId, IpamId: ipamId } = input;
  const found = await findDiscovery(transactor, accountId, regionId, discoveryId);
  if (found.kind === 'refusal') return found;
  const { discovery } = found;
  const ipam = await transactor.ipams.find(accountId, ipamId);
  if (ipam?.regionId !== regionId) return refuse('ResourceNotFound.Ipam');
  const existing = await transactor.discoveries.findAssociation(accountId, ipamId, discoveryId);
  if (existing !== undefined) return refuse('OperationDenied.ResourceDiscoveryAssociationExist');
  const association: DiscoveryAssociation = {
    accountId,
    associationId: ids.resourceId('ipam-res-disco-assoc'),
    ipamId,
    discoveryId,
    discoveryOwnerId: discovery.accountId,
    createdAt: now,
  };
  await transactor.discoveries.insertAssociation(association);
  await coverAccount(transactor, discovery.accountId, discovery.operatingRegions, call);
  return {
    kind: 'answer',
    response: {},
    change: {
      resourceType: 'IpamResourceDiscoveryAssociation',
      resourceId: association.associationId,
      after: association,
    },
  };
};
