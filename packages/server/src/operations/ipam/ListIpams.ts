import type { OPERATIONS } from '@cadastre/api-contract';
import { formatTime, pageAnswer, readTagFilters, tagsByResource } from '../answers.ts';
import type { ListHandler } from '../handler.ts';

export const ListIpams: ListHandler<typeof OPERATIONS.ListIpams> = async (
  { input, accountId, page },
  reader,
) => {
  const ipams = await reader.ipams.list(
    {
      accountId,
      regionId: input.RegionId,
      ids: input.IpamIds,
      name: input.IpamName,
      resourceGroupId: input.ResourceGroupId,
      tags: readTagFilters(input.Tags),
    },
    page,
  );
  const ids = ipams.items.map((ipam) => ipam.ipamId);
  const tagsOf = await tagsByResource(reader, accountId, ids);
  return pageAnswer(
    ipams,
    (ipam) => ipam.ipamId,
    (ipam) => ({
      IpamId: ipam.ipamId,
      IpamName: ipam.name,
      IpamDescription: ipam.description,
      IpamStatus: 'Created' as const,
      RegionId: ipam.regionId,
      OwnerId: Number(ipam.accountId),
      CreateTime: formatTime(ipam.createdAt),
      ResourceGroupId: ipam.resourceGroupId,
      OperatingRegionList: ipam.operatingRegions,
      PublicDefaultScopeId: ipam.publicDefaultScopeId,
      PrivateDefaultScopeId: ipam.privateDefaultScopeId,
      ScopeCount: ipam.scopeCount,
      DefaultResourceDiscoveryId: ipam.defaultDiscoveryId,
      DefaultResourceDiscoveryAssociationId: ipam.defaultAssociationId,
      ResourceDiscoveryAssociationCount: ipam.associationCount,
      Tags: tagsOf(ipam.ipamId),
    }),
  );
};
