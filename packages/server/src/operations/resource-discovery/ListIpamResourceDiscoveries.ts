import type { OPERATIONS } from '@cadastre/api-contract';
import type { DiscoveryFilter, ListedDiscovery } from '../../store/discovery-store.ts';
import type { Page, PageRequest, Reader } from '../../store/store.ts';
import { formatTime, mergePages, pageAnswer, readTagFilters, tagsByResource } from '../answers.ts';
import type { ListHandler } from '../handler.ts';

export const ListIpamResourceDiscoveries: ListHandler<
  typeof OPERATIONS.ListIpamResourceDiscoveries
> = async ({ input, accountId, page }, reader) => {
  const discoveries = await listVisible(
    reader,
    {
      accountId,
      regionId: input.RegionId,
      ids: input.IpamResourceDiscoveryIds,
      name: input.IpamResourceDiscoveryName,
      resourceGroupId: input.ResourceGroupId,
      tags: readTagFilters(input.Tags),
      discoveryType: input.Type,
      isShared: input.IsShared,
    },
    page,
  );
  const ids = discoveries.items.map((discovery) => discovery.discoveryId);
  const tagsOf = await tagsByResource(reader, accountId, ids);
  return pageAnswer(
    discoveries,
    (discovery) => discovery.discoveryId,
    (discovery) => ({
      IpamResourceDiscoveryId: discovery.discoveryId,
      IpamResourceDiscoveryName: discovery.name,
      IpamResourceDiscoveryDescription: discovery.description,
      IpamResourceDiscoveryStatus: 'Created' as const,
      Type: discovery.discoveryType,
      ShareType: shareTypeOf(discovery, accountId),
      OperatingRegionList: discovery.operatingRegions,
      RegionId: discovery.regionId,
      OwnerId: Number(discovery.accountId),
      ResourceGroupId: discovery.resourceGroupId,
      CreateTime: formatTime(discovery.createdAt),
      Tags: tagsOf(discovery.discoveryId),
    }),
  );
};

/** A page of the account's own discoveries and those shared with it, in order of their ids. */
async function listVisible(
  reader: Reader,
  filter: DiscoveryFilter,
  page: PageRequest,
): Promise<Page<ListedDiscovery>> {
  const own = await reader.discoveries.list(filter, page);
  const shared = await reader.discoveries.listSharedWith(filter, page);
  return mergePages(own, shared, (discovery) => discovery.discoveryId, page.limit);
}

/** Sharing is the owner's view, Shared a principal's (our reading of the published values). */
function shareTypeOf(discovery: ListedDiscovery, accountId: string): '' | 'Shared' | 'Sharing' {
  if (discovery.accountId !== accountId) return 'Shared';
  return discovery.isShared ? 'Sharing' : '';
}
