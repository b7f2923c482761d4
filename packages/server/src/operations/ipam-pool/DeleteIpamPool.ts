import { formatCidr } from '@cadastre/address-space';
import { type OPERATIONS, type Refusal, refuse } from '@cadastre/api-contract';
import type { Pool, PoolCidr } from '../../store/records.ts';
import type { Call, WriteHandler } from '../handler.ts';
import { findOwnPool } from './find-pool.ts';
import { poolStatus } from './pool-status.ts';

type Definition = typeof OPERATIONS.DeleteIpamPool;

export const DeleteIpamPool: WriteHandler<Definition> = async (call, transactor) => {
  const { input, accountId } = call;
  const found = await findOwnPool(transactor, accountId, input.IpamPoolId);
  if (found.kind === 'refusal') return found;
  const { pool } = found;
  const firstPage = { after: undefined, limit: 1 };
  const [cidr] = await transactor.poolCidrs.list(accountId, pool.poolId, firstPage);
  const shareCount = await transactor.shares.countSharesOf(accountId, pool.poolId);
  const refusal = decide(call, pool, cidr, shareCount);
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
  shareCount: number,
): Refusal | undefined {
  if (pool.regionId !== input.RegionId) {
    return refuse('OperationDenied.PoolRegionNotSupportDeletePool');
  }
  if (poolStatus(pool, now) !== 'Created') return refuse('IncorrectStatus.IpamPool');
  // Also a share that nobody has accepted yet must not be left with a pool that is gone.
  if (shareCount > 0) return refuse('DependencyViolation.ShareResource#IpamPool');
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
