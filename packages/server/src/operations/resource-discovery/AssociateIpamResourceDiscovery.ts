import { type OPERATIONS, refuse } from '@cadastre/api-contract';
import type { DiscoveryAssociation } from '../../store/records.ts';
import type { WriteHandler } from '../handler.ts';
import { coverAccount } from '../resource-cidr/cover-account.ts';
import { findAssociable } from './find-associable.ts';

/** The IPAM sees what the resource discovery finds where both operate, at once. */
export const AssociateIpamResourceDiscovery: WriteHandler<
  typeof OPERATIONS.AssociateIpamResourceDiscovery
> = async (call, transactor) => {
  const { input, accountId, ids, now } = call;
  const found = await findAssociable(transactor, accountId, input);
  if (found.kind === 'refusal') return found;
  const { discovery, ipam } = found;
  if (found.association !== undefined) {
    return refuse('OperationDenied.ResourceDiscoveryAssociationExist');
  }
  const association: DiscoveryAssociation = {
    accountId,
    associationId: ids.resourceId('ipam-res-disco-assoc'),
    ipamId: ipam.ipamId,
    discoveryId: discovery.discoveryId,
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
