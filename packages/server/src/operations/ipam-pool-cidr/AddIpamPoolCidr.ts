import {
  type Cidr,
  chooseLowest,
  cidrContains,
  formatCidr,
  parseCidr,
  tile,
} from '@cadastre/address-space';
import { type OPERATIONS, type Refusal, refuse } from '@cadastre/api-contract';
import type { Pool, PoolCidr } from '../../store/records.ts';
import type { Transactor } from '../../store/store.ts';
import { isRefusal } from '../answers.ts';
import type { Call, WriteHandler } from '../handler.ts';
import { findOwnPool } from '../ipam-pool/find-pool.ts';
import { allocationRegion, refuseSpace } from '../ipam-pool-allocation/decide-request.ts';
import { type SpaceRequest, takeSpace } from '../ipam-pool-allocation/take-space.ts';
import { importIntoPool } from '../resource-cidr/auto-import.ts';
import { decidePoolCidr, type WantedPoolCidr } from './decide-pool-cidr.ts';

type Definition = typeof OPERATIONS.AddIpamPoolCidr;

/**
 * Provisions a CIDR to a pool and answers which. All of it is free at first, but for the networks
 * that a pool with auto import takes in at once.
 */
export const AddIpamPoolCidr: WriteHandler<Definition> = async (call, transactor) => {
  const { input, accountId, quotas, now } = call;
  const found = await findOwnPool(transactor, accountId, input.IpamPoolId);
  if (found.kind === 'refusal') return found;
  const decision = decidePoolCidr(found.pool, input, quotas, now);
  if (decision.kind === 'refusal') return decision;
  const { pool, wanted } = decision;
  const cidr = await obtain(call, pool, wanted, transactor);
  if (isRefusal(cidr)) return cidr;
  const poolCidr: PoolCidr = {
    accountId,
    poolId: pool.poolId,
    cidr,
    scopeId: pool.scopeId,
    sourcePoolId: pool.sourcePoolId,
    publicSupply: wanted.kind === 'public-supply' ? publicSupplyKey(pool) : undefined,
    createdAt: now,
  };
  await transactor.poolCidrs.insert(poolCidr);
  const whole = { cidr, within: cidr };
  await transactor.freeSpace.apply(accountId, pool.poolId, { removed: [], added: [whole] });
  await importIntoPool(transactor, pool, call);
  const text = formatCidr(cidr);
  return {
    kind: 'answer',
    response: { Cidr: text },
    change: {
      resourceType: 'IpamPoolCidr',
      resourceId: `${pool.poolId}/${text}`,
      after: { ...poolCidr, cidr: text },
    },
  };
};

/** The CIDR, taken from wherever the pool gets it. */
async function obtain(
  call: Call<Definition>,
  pool: Pool,
  wanted: WantedPoolCidr,
  transactor: Transactor,
): Promise<Cidr | Refusal> {
  switch (wanted.kind) {
    case 'named':
      return (await findConflict(pool, wanted.cidr, transactor)) ?? wanted.cidr;
    case 'public-supply':
      return takeFromSupply(call, pool, wanted.prefixLength, transactor);
    case 'source-pool':
      return takeFromSourcePool(call, pool, wanted.sourcePoolId, wanted.request, transactor);
  }
}

/** Top-level pools of one scope never overlap; different scopes may. */
async function findConflict(
  { accountId, scopeId }: Pool,
  cidr: Cidr,
  transactor: Transactor,
): Promise<Refusal | undefined> {
  const conflict = await transactor.poolCidrs.findTopLevelOverlapping(accountId, scopeId, cidr);
  if (conflict === undefined) return undefined;
  return refuse('OperationDenied.CidrOverlapped', {
    Cidr: formatCidr(conflict.cidr),
    IpamPoolId: conflict.poolId,
  });
}

function publicSupplyKey({ poolRegionId, ipv6Isp }: Pool): string {
  return `${poolRegionId}/${ipv6Isp}`;
}

/** The lowest space of the region's and ISP's supply that no account's pool has. */
async function takeFromSupply(
  { config }: Call<Definition>,
  pool: Pool,
  prefixLength: number,
  transactor: Transactor,
): Promise<Cidr | Refusal> {
  await transactor.poolCidrs.lockPublic(publicSupplyKey(pool));
  const taken = (await transactor.poolCidrs.listPublic(publicSupplyKey(pool))).map(
    (poolCidr) => poolCidr.cidr,
  );
  const supplies = config.publicIpv6.filter(
    ({ region, isp }) => region === pool.poolRegionId && isp === pool.ipv6Isp,
  );
  const free = supplies.flatMap(({ cidr: text }) => {
    const parsed = parseCidr(text);
    if (parsed.kind === 'invalid') throw new Error(`The supply ${text} is not a CIDR block.`);
    const within = parsed.cidr;
    if (taken.some((cidr) => cidrContains(cidr, within))) return [];
    const inside = taken.filter((cidr) => cidrContains(within, cidr));
    return tile(within, inside).map((cidr) => ({ cidr, within }));
  });
  free.sort((left, right) => (left.cidr.address < right.cidr.address ? -1 : 1));
  const chosen = chooseLowest(
    (length) => free.find(({ cidr }) => cidr.prefixLength === length),
    prefixLength,
    0,
  );
  return chosen?.cidr ?? refuse('ResourceNotEnough.IpamPoolCidr');
}

/** The sub-pool's CIDR is an allocation of type IpamPool in its source pool. */
async function takeFromSourcePool(
  { caller, accountId, ids, now }: Call<Definition>,
  pool: Pool,
  sourcePoolId: string,
  request: SpaceRequest,
  transactor: Transactor,
): Promise<Cidr | Refusal> {
  const sourcePool = await transactor.pools.find(accountId, sourcePoolId);
  if (sourcePool === undefined) throw new Error(`The source pool of ${pool.poolId} is gone.`);
  const rules = { ipVersion: sourcePool.ipVersion };
  const space = await takeSpace(transactor, sourcePool, rules, request);
  if (space.kind !== 'allocated') return refuseSpace(space, request);
  await transactor.allocations.insert({
    accountId,
    poolId: sourcePoolId,
    allocationId: ids.resourceId('ipam-pool-alloc'),
    cidr: space.cidr,
    within: space.within,
    name: '',
    description: '',
    resourceType: 'IpamPool',
    resourceId: pool.poolId,
    resourceRegionId: allocationRegion(pool),
    resourceOwnerId: accountId,
    createdBy: caller.arn,
    createdAt: now,
  });
  return space.cidr;
}
