import { type OPERATIONS, refuse } from '@cadastre/api-contract';
import type { WriteHandler } from '../handler.ts';
import { coverAccount } from '../resource-cidr/cover-account.ts';
import { findDiscovery } from './find-discovery.ts';

/**
 * Ends an association that was made by a call. What pools of the IPAM manage stays managed, and is
 * seen on.
 */
export const DissociateIpamResourceDiscovery: WriteHandler<
  typeof OPERATIONS.DissociateIpamResourceDiscovery
> = async (call, transactor) => {
  const { input, accountId } = call;
  const { RegionId: regionId, IpamResourceDiscoveryId: discoveryId, IpamId: ipamId } = input;
  const found = await findDiscovery(transactor, accountId, regionId, discoveryId);
  if (found.kind === 'refusal') return found;
  const { discovery } = found;
  const ipam = await transactor.ipams.find(accountId, ipamId);
  if (ipam?.regionId !== regionId) return refuse('ResourceNotFound.Ipam');
  const association = await transactor.discoveries.findAssociation(accountId, ipamId, discoveryId);
  if (association === undefined) return refuse('ResourceNotFound.ResourceDiscoveryAssociation');
  if (ipam.defaultDiscoveryId === discoveryId) {
    return refuse('OperationDenied.DefaultResourceDiscovery');
  }
  await transactor.discoveries.removeAssociation(association);
  await coverAccount(transactor, discovery.accountId, discovery.operatingRegions, call);
  return {
    kind: 'answer',
    response: {},
    change: {
      resourceType: 'IpamResourceDiscoveryAssociation',
      resourceId: association.associationId,
      before: association,
    },
  };
};
