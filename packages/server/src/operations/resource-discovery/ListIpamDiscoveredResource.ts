import { formatCidr } from '@cadastre/address-space';
import { type OPERATIONS, type OutputOf, refuse } from '@cadastre/api-contract';
import { discoveredCidrKey } from '../../store/inventory-keys.ts';
import type { DiscoveredCidr } from '../../store/inventory-records.ts';
import type { ResourceDiscovery } from '../../store/records.ts';
import { EMPTY_LIST, pageAnswer } from '../answers.ts';
import type { ListHandler } from '../handler.ts';
import { describeUsage } from '../resource-cidr/describe-usage.ts';
import { isDiscoveredType } from '../resource-cidr/discovered-type.ts';
import { KnownCidrs } from '../resource-cidr/known-cidrs.ts';
import { findDiscovery } from './find-discovery.ts';

type Definition = typeof OPERATIONS.ListIpamDiscoveredResource;
type Item = OutputOf<Definition>['IpamDiscoveredResources'][number];

/** CIDRs of the resources that the owner of the resource discovery has in one of its regions. */
export const ListIpamDiscoveredResource: ListHandler<Definition> = async (
  { input, accountId, page },
  reader,
) => {
  const { RegionId, IpamResourceDiscoveryId, ResourceRegionId, ResourceType } = input;
  const found = await findDiscovery(reader, accountId, RegionId, IpamResourceDiscoveryId);
  if (found.kind === 'refusal') return found;
  const { discovery } = found;
  if (!discovery.operatingRegions.includes(ResourceRegionId)) {
    return refuse('IllegalParam.{ParameterName}', {
      ParameterName: 'ResourceRegionId',
      Detail: 'It must be an operating region of the resource discovery.',
    });
  }
  if (!isDiscoveredType(ResourceType)) return EMPTY_LIST;
  const listed = await reader.discoveredResources.list(
    { accountId: discovery.accountId, regionId: ResourceRegionId, resourceType: ResourceType },
    page,
  );
  const known = new KnownCidrs(reader);
  const items: { readonly key: string; readonly item: Item }[] = [];
  for (const cidr of listed.items) {
    items.push({ key: discoveredCidrKey(cidr), item: await describe(discovery, cidr, known) });
  }
  return pageAnswer(
    { ...listed, items },
    ({ key }) => key,
    ({ item }) => item,
  );
};

async function describe(
  { accountId, discoveryId }: ResourceDiscovery,
  discovered: DiscoveredCidr,
  known: KnownCidrs,
): Promise<Item> {
  const around = await known.around({ ...discovered, ownerId: discovered.accountId });
  return {
    IpamResourceDiscoveryId: discoveryId,
    AliUid: Number(accountId),
    ResourceOwnerId: Number(discovered.accountId),
    ResourceRegionId: discovered.regionId,
    ResourceType: discovered.resourceType,
    ResourceId: discovered.resourceId,
    ResourceName: discovered.name,
    VpcId: discovered.vpcId,
    Cidr: formatCidr(discovered.cidr),
    SourceCidr: around === undefined ? '' : formatCidr(around),
    ...describeUsage(discovered),
    DiscoveryTime: formatDiscoveryTime(discovered.discoveredAt),
  };
}

/** `yyyy-MM-dd HH:mm:ss`, which this list alone has (published), in UTC (our choice). */
function formatDiscoveryTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString().slice(0, 19).replace('T', ' ');
}
