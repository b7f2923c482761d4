import { addressBits, formatCidr } from '@cadastre/address-space';
import type { OPERATIONS } from '@cadastre/api-contract';
import type { Pool, PoolCidr } from '../../store/records.ts';
import type { Page, PageRequest, PoolFilter, Reader } from '../../store/store.ts';
import { formatTime, mergePages, pageAnswer, readTagFilters, tagsByResource } from '../answers.ts';
import type { ListHandler } from '../handler.ts';
import { poolStatus } from './pool-status.ts';

export const ListIpamPools: ListHandler<typeof OPERATIONS.ListIpamPools> = async (
  { input, accountId, page, now },
  reader,
) => {
  const pools = await listVisible(
    reader,
    {
      accountId,
      regionId: input.RegionId,
      ids: input.IpamPoolIds,
      name: input.IpamPoolName,
      resourceGroupId: input.ResourceGroupId,
      tags: readTagFilters(input.Tags),
      scopeId: input.IpamScopeId,
      poolRegionId: input.PoolRegionId,
      sourcePoolId: input.SourceIpamPoolId,
      ipVersion: input.IpVersion,
      ipv6Isp: input.Ipv6Isp,
      isShared: input.IsShared,
    },
    page,
  );
  const ids = pools.items.map((pool) => pool.poolId);
  const tagsOf = await tagsByResource(reader, accountId, ids);
  const cidrs = await listCidrs(reader, pools.items);
  return pageAnswer(
    pools,
    (pool) => pool.poolId,
    (pool) => ({
      ...describePool(pool, now),
      Cidrs: cidrs
        .filter(({ poolId }) => poolId === pool.poolId)
        .map(({ cidr }) => formatCidr(cidr)),
      Tags: tagsOf(pool.poolId),
    }),
  );
};

/** A page of the account's own pools and those shared with it, in order of their ids. */
async function listVisible(
  reader: Reader,
  filter: PoolFilter,
  page: PageRequest,
): Promise<Page<Pool>> {
  const own = await reader.pools.list(filter, page);
  const shared = await reader.pools.listSharedWith(filter, page);
  return mergePages(own, shared, (pool) => pool.poolId, page.limit);
}

/** The CIDRs of pools, asked for by the account that owns them. */
async function listCidrs(reader: Reader, pools: readonly Pool[]): Promise<readonly PoolCidr[]> {
  const ownerIds = new Set(pools.map((pool) => pool.accountId));
  const cidrs: PoolCidr[] = [];
  for (const ownerId of ownerIds) {
    const own = pools.filter((pool) => pool.accountId === ownerId).map((pool) => pool.poolId);
    cidrs.push(...(await reader.poolCidrs.listOfPools(ownerId, own)));
  }
  return cidrs;
}

/**
 * A pool without rules reads back the widest ones, 0 and 32 or 128, and a default of 0, which is
 * what the Terraform provider takes for not given.
 */
function describePool(pool: Pool, now: number) {
  return {
    IpamPoolId: pool.poolId,
    IpamPoolName: pool.name,
    IpamPoolDescription: pool.description,
    IpamId: pool.ipamId,
    IpamScopeId: pool.scopeId,
    IpamScopeType: pool.scopeType,
    IpamRegionId: pool.regionId,
    RegionId: pool.regionId,
    PoolRegionId: pool.poolRegionId ?? '',
    SourceIpamPoolId: pool.sourcePoolId ?? '',
    PoolDepth: pool.depth,
    HasSubPool: pool.subPoolCount > 0,
    IpVersion: pool.ipVersion,
    Ipv6Isp: pool.ipv6Isp ?? '',
    AllocationMinCidrMask: pool.minMask ?? 0,
    AllocationMaxCidrMask: pool.maxMask ?? addressBits(pool.ipVersion),
    AllocationDefaultCidrMask: pool.defaultMask ?? 0,
    AutoImport: pool.autoImport,
    IsShared: pool.isShared,
    Status: poolStatus(pool, now),
    OwnerId: Number(pool.accountId),
    ResourceGroupId: pool.resourceGroupId,
    CreateTime: formatTime(pool.createdAt),
  };
}
