import { formatCidr } from '@cadastre/address-space';
import { type OPERATIONS, type Refusal, refuse } from '@cadastre/api-contract';
import type { Pool, PoolCidr } from '../../store/records.ts';
import type { Call, WriteHandler } from '../handler.ts';
import { poolStatus } from './pool-status.ts';

type Definition = typeof OPERATIONS.DeleteIpamPool;

export const DeleteIpamPool: WriteHandler<Definition> = async (call, transactor) => {
  const { input, accountId } = call;
  const pool = await transactor.pools.find(accountId, input.IpamPoolId);
  if (pool === undefined) return refuse('ResourceNotFound.IpamPool');
  const firstPage = { after: undefined, limit: 1 };
  const [cidr] = await transactor.poolCidrs.list(accountId, pool.poolId, firstPage);
  const refusal = decide(call, pool, cidr);
  if (refusal !== undefined) return refusal;
  await transactor.tags.removeOf(accountId, pool.poolId);
  await transactor.pools.remove(pool);
  return {
    kind: 'answer',
    response: {},
    change: { resourceType: 'IpamPool', resourceId: pool.poolId, before: pool },
  };
};

function decide(
  { input, now }: Call<Definition>,
  pool: Pool,
  cidr: PoolCidr | undefined,
): Refusal | undefined {
  if (pool.regionId !== input.RegionId) {
    return refuse('OperationDenied.PoolRegionNotSupportDeletePool');
  }
  if (poolStatus(pool, now) !== 'Created') return refuse('IncorrectStatus.IpamPool');
  if (pool.isShared) return refuse('DependencyViolation.ShareResource#IpamPool');
  if (pool.subPoolCount > 0) {
    return refuse('DependencyViolation.IpamPool', {
      Resource: 'IPAM pool',
      Dependency: 'IPAM sub-pool',
    });
  }
  if (pool.allocationCount > 0) return refuse('DependencyViolation.CustomPoolAllocation');
  if (cidr !== undefined) {
    return refuse('DependencyViolation.PoolCidr', { Cidr: formatCidr(cidr.cidr) });
  }
  return undefined;
}
