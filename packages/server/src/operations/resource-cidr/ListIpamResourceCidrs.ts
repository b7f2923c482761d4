import { type Cidr, formatCidr, isSameCidr } from '@cadastre/address-space';
import {
  type OPERATIONS,
  type OutputOf,
  OVERLAP_DETAIL_COUNT_MAX,
  refuse,
} from '@cadastre/api-contract';
import { resourceCidrKey } from '../../store/inventory-keys.ts';
import type { StoredResourceCidr } from '../../store/inventory-records.ts';
import type { Reader } from '../../store/store.ts';
import { EMPTY_LIST, pageAnswer } from '../answers.ts';
import type { ListHandler } from '../handler.ts';
import { findPool } from '../ipam-pool/find-pool.ts';
import { decideStatuses, type Management } from './decide-statuses.ts';
import { describeUsage } from './describe-usage.ts';
import { isDiscoveredType } from './discovered-type.ts';
import { KnownCidrs } from './known-cidrs.ts';

type Definition = typeof OPERATIONS.ListIpamResourceCidrs;
type Item = OutputOf<Definition>['IpamResourceCidrs'][number];

/** Scopes asked for in one go. */
const SCOPE_STEP_COUNT = 100;

/** Resources of one scope, or of all scopes of the IPAM that the region hosts. */
export const ListIpamResourceCidrs: ListHandler<Definition> = async (
  { input, accountId, page },
  reader,
) => {
  const { IpamPoolId: poolId, ResourceType: resourceType } = input;
  if (poolId !== undefined && (await findPool(reader, accountId, poolId))?.role === 'principal') {
    return refuse('OperationDenied.OperateShareResource');
  }
  const scopeIds = await listScopeIds(reader, accountId, input.RegionId, input.IpamScopeId);
  if (!isDiscoveredType(resourceType)) return EMPTY_LIST;
  const { ResourceId: resourceId, VpcId: vpcId } = input;
  const filter = { accountId, scopeIds, poolId, resourceType, resourceId, vpcId };
  const listed = await reader.resourceCidrs.list(filter, page);
  const items = await describeAll(reader, listed.items);
  return pageAnswer(
    { ...listed, items },
    ({ key }) => key,
    ({ item }) => item,
  );
};

async function listScopeIds(
  { scopes }: Reader,
  accountId: string,
  regionId: string,
  scopeId: string | undefined,
): Promise<readonly string[]> {
  const filter = {
    accountId,
    regionId,
    ids: scopeId === undefined ? undefined : [scopeId],
    name: undefined,
    resourceGroupId: undefined,
    tags: [],
    ipamId: undefined,
    scopeType: undefined,
  };
  const ids: string[] = [];
  let hasMore: boolean;
  do {
    const listed = await scopes.list(filter, { after: ids.at(-1), limit: SCOPE_STEP_COUNT });
    ids.push(...listed.items.map((scope) => scope.scopeId));
    hasMore = listed.hasMore;
  } while (hasMore);
  return ids;
}

interface Described {
  readonly key: string;
  readonly item: Item;
}

async function describeAll(
  reader: Reader,
  resourceCidrs: readonly StoredResourceCidr[],
): Promise<readonly Described[]> {
  const known = new KnownCidrs(reader);
  const items: Described[] = [];
  for (const resourceCidr of resourceCidrs) {
    const management = await findManagement(reader, resourceCidr);
    const item = await describe(reader, resourceCidr, management, known);
    items.push({ key: resourceCidrKey(resourceCidr), item });
  }
  return items;
}

async function findManagement(
  { pools, allocations }: Reader,
  { accountId, poolId, allocationId }: StoredResourceCidr,
): Promise<Management | undefined> {
  if (poolId === undefined || allocationId === undefined) return undefined;
  const pool = await pools.find(accountId, poolId);
  const allocation = await allocations.find(accountId, allocationId);
  if (pool === undefined || allocation === undefined) {
    throw new Error(`The allocation ${allocationId} of a resource is gone.`);
  }
  return { pool, allocation };
}

async function describe(
  reader: Reader,
  resourceCidr: StoredResourceCidr,
  management: Management | undefined,
  known: KnownCidrs,
): Promise<Item> {
  const { ownerId, resourceId, cidr } = resourceCidr;
  const held = (await known.of(ownerId, resourceId)).find((one) => isSameCidr(one.cidr, cidr));
  if (held === undefined) throw new Error(`The resource ${resourceId} that an IPAM sees is gone.`);
  const source = (await known.around(resourceCidr)) ?? sourceOfNetwork(resourceCidr, management);
  return {
    IpamId: resourceCidr.ipamId,
    IpamScopeId: resourceCidr.scopeId,
    IpamPoolId: resourceCidr.poolId ?? '',
    IpamAllocationId: resourceCidr.allocationId ?? '',
    AliUid: Number(resourceCidr.accountId),
    ResourceOwnerId: Number(ownerId),
    ResourceRegionId: resourceCidr.regionId,
    ResourceType: resourceCidr.resourceType,
    ResourceId: resourceId,
    ResourceName: held.name,
    VpcId: resourceCidr.vpcId,
    Cidr: formatCidr(cidr),
    SourceCidr: source === undefined ? '' : formatCidr(source),
    ...decideStatuses(resourceCidr, management),
    OverlapDetail: await describeOverlap(reader, resourceCidr),
    ...describeUsage(held),
    Status: 'Created',
  };
}

/** The CIDR of the pool that the allocation of a network lies in. */
function sourceOfNetwork(
  { resourceType }: StoredResourceCidr,
  management: Management | undefined,
): Cidr | undefined {
  return resourceType === 'VPC' ? management?.allocation.within : undefined;
}

async function describeOverlap(
  { resourceCidrs }: Reader,
  resourceCidr: StoredResourceCidr,
): Promise<Item['OverlapDetail']> {
  if (!resourceCidr.isOverlapping) return [];
  const others = await resourceCidrs.listOverlapping(resourceCidr, OVERLAP_DETAIL_COUNT_MAX);
  return others.map((other) => ({
    OverlapResourceCidr: formatCidr(other.cidr),
    OverlapResourceId: other.resourceId,
    OverlapResourceRegion: other.regionId,
  }));
}
