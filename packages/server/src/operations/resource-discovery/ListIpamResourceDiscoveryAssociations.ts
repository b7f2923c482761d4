import type { OPERATIONS } from '@cadastre/api-contract';
import { pageAnswer } from '../answers.ts';
import type { ListHandler } from '../handler.ts';

/** Associations of the account's IPAMs; those of others with its resource discoveries are theirs. */
export const ListIpamResourceDiscoveryAssociations: ListHandler<
  typeof OPERATIONS.ListIpamResourceDiscoveryAssociations
> = async ({ input, accountId, page }, reader) => {
  const associations = await reader.discoveries.listAssociations(
    {
      accountId,
      regionId: input.RegionId,
      ipamId: input.IpamId,
      discoveryId: input.IpamResourceDiscoveryId,
    },
    page,
  );
  return pageAnswer(
    associations,
    (association) => association.associationId,
    (association) => ({
      IpamId: association.ipamId,
      IpamResourceDiscoveryId: association.discoveryId,
      IpamResourceDiscoveryOwnerId: association.discoveryOwnerId,
      IpamResourceDiscoveryStatus: 'Created' as const,
      IpamResourceDiscoveryType: association.discoveryType,
      Status: 'Created' as const,
    }),
  );
};
