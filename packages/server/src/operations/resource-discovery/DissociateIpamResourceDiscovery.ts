import { type OPERATIONS, refuse } from '@cadastre/api-contract';
import type { WriteHandler } from '../handler.ts';
import { coverAccount } from '../resource-cidr/cover-account.ts';
import { findAssociable } from './find-associable.ts';

/**
 * Ends an association that was made by a call. What pools of the IPAM manage stays managed, and is
 * seen on.
 */
export const DissociateIpamResourceDiscovery: WriteHandler<
  typeof OPERATIONS.DissociateIpamResourceDiscovery
> = async (call, transactor) => {
  const { input, accountId } = call;
  const found = await findAssociable(transactor, accountId, input);
  if (found.kind === 'refusal') return found;
  const { discovery, ipam, association } = found;
  if (association === undefined) return refuse('ResourceNotFound.ResourceDiscoveryAssociation');
  if (ipam.defaultDiscoveryId === discovery.discoveryId) {
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
