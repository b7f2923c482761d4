import { addressBits, formatCidr } from '@cadastre/address-space';
import type { OPERATIONS } from '@cadastre/api-contract';
import type { Pool } from '../../store/records.ts';
import { formatTime, pageAnswer, readTagFilters, tagsByResource } from '../answers.ts';
import type { ListHandler } from '../handler.ts';
import { poolStatus } from './pool-status.ts';

export const ListIpamPools: ListHandler<typeof OPERATIONS.ListIpamPools> = async (
  { input, accountId, page, now },
  reader,
) => {
  const pools = await reader.pools.list(
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
  const cidrs = await reader.poolCidrs.listOfPools(accountId, ids);
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
