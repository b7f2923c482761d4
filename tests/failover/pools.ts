import { type Parameters, succeed, type Target } from '../acceptance/support/raw-client.ts';
import { createPool, haveIpam } from '../acceptance/support/target.ts';
import type { Held, PoolShape } from './history.ts';

export const REGION = 'cn-hangzhou';

/** A pool that clients work on. */
export interface WorkedPool {
  readonly poolId: string;
  readonly shape: PoolShape;
  /** The masks that are asked for. */
  readonly prefixLengths: readonly number[];
  /** Whether it is small enough to be listed in one page. */
  readonly isSmall: boolean;
  /** Whether clients ask for blocks by their CIDR. */
  readonly isByCidr: boolean;
}

/** One pool that all clients want something of, and small ones that run full all the time. */
const PLANS: readonly Omit<WorkedPool, 'poolId'>[] = [
  {
    shape: { cidr: '10.0.0.0/19', prefixLengthMax: 28 },
    prefixLengths: [26, 27, 28],
    isSmall: false,
    isByCidr: false,
  },
  ...[1, 2, 3].map((number) => ({
    shape: { cidr: `10.1.${number}.0/28`, prefixLengthMax: 32 },
    prefixLengths: [32],
    isSmall: true,
    isByCidr: false,
  })),
  {
    shape: { cidr: '10.2.0.0/28', prefixLengthMax: 32 },
    prefixLengths: [30, 31, 32],
    isSmall: true,
    isByCidr: false,
  },
  {
    shape: { cidr: '10.3.0.0/29', prefixLengthMax: 32 },
    prefixLengths: [32],
    isSmall: true,
    isByCidr: true,
  },
];

export async function makePools(target: Target): Promise<readonly WorkedPool[]> {
  const { privateScopeId } = await haveIpam(target, REGION);
  const pools: WorkedPool[] = [];
  for (const plan of PLANS) {
    const IpamPoolId = await createPool(target, {
      RegionId: REGION,
      IpamScopeId: privateScopeId,
      PoolRegionId: REGION,
    });
    const { cidr: Cidr } = plan.shape;
    await succeed(target, 'AddIpamPoolCidr', { RegionId: REGION, IpamPoolId, Cidr });
    pools.push({ ...plan, poolId: IpamPoolId });
  }
  return pools;
}

/** An allocation with its name. */
export interface Named extends Held {
  readonly name: string;
}

/** All allocations of a pool; of one page, they are those of one moment. */
export async function listAllocations(
  target: Target,
  { poolId }: WorkedPool,
): Promise<readonly Named[]> {
  const found: Named[] = [];
  let next: Parameters = {};
  for (;;) {
    const body = await succeed(target, 'ListIpamPoolAllocations', {
      ...listParameters(poolId),
      ...next,
    });
    found.push(...readAllocations(body));
    if (typeof body['NextToken'] !== 'string') return found;
    next = { NextToken: body['NextToken'] };
  }
}

export function listParameters(poolId: string): Parameters {
  return { RegionId: REGION, IpamPoolId: poolId, MaxResults: 100 };
}

export function readAllocations(body: Readonly<Record<string, unknown>>): readonly Named[] {
  return (body['IpamPoolAllocations'] as Readonly<Record<string, unknown>>[]).map((item) => ({
    allocationId: String(item['IpamPoolAllocationId']),
    cidr: String(item['Cidr']),
    name: String(item['IpamPoolAllocationName']),
  }));
}
