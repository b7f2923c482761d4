import type { OPERATIONS } from '@cadastre/api-contract';
import { findRegion } from '../../config.ts';
import type { Pool } from '../../store/records.ts';
import type { Transactor } from '../../store/store.ts';
import { isRefusal, readTagParameter } from '../answers.ts';
import type { Call, WriteHandler } from '../handler.ts';
import { checkResourceGroup } from '../resource-group/check-resource-group.ts';
import { decideNewPool, type NewPoolFacts } from './decide-new-pool.ts';
import { findPool } from './find-pool.ts';

type Definition = typeof OPERATIONS.CreateIpamPool;

/** Creates a top-level pool, or a sub-pool of the source pool. */
export const CreateIpamPool: WriteHandler<Definition> = async (call, transactor) => {
  const { input, accountId, caller, ids, config, now } = call;
  const tags = readTagParameter(input.Tag);
  if (isRefusal(tags)) return tags;
  const illegal = await checkResourceGroup(transactor, accountId, input.ResourceGroupId);
  if (illegal !== undefined) return illegal;
  const decision = decideNewPool(await fetchFacts(call, transactor));
  if (decision.kind === 'refusal') return decision;
  const { ipam, scope, poolRegionId, depth, ipVersion, ipv6Isp } = decision;
  const pool: Pool = {
    accountId,
    poolId: ids.resourceId('ipam-pool'),
    ipamId: ipam.ipamId,
    scopeId: scope.scopeId,
    scopeType: scope.scopeType,
    regionId: ipam.regionId,
    poolRegionId,
    sourcePoolId: input.SourceIpamPoolId,
    depth,
    ipVersion,
    ipv6Isp,
    name: input.IpamPoolName ?? '',
    description: input.IpamPoolDescription ?? '',
    resourceGroupId: input.ResourceGroupId ?? caller.account.defaultResourceGroupId,
    minMask: input.AllocationMinCidrMask,
    maxMask: input.AllocationMaxCidrMask,
    // 0 is how a pool without a default reads back, so it stands for none here too.
    defaultMask: input.AllocationDefaultCidrMask || undefined,
    autoImport: input.AutoImport ?? false,
    isShared: false,
    subPoolCount: 0,
    cidrCount: 0,
    allocationCount: 0,
    availableAt: now + config.transitions.pool.creatingMs,
    createdAt: now,
  };
  await transactor.pools.insert(pool);
  await transactor.tags.insert(accountId, 'IPAMPOOL', pool.poolId, tags);
  return {
    kind: 'answer',
    response: { IpamPoolId: pool.poolId },
    change: { resourceType: 'IpamPool', resourceId: pool.poolId, after: { ...pool, tags } },
  };
};

async function fetchFacts(
  { input, accountId, config, quotas, now }: Call<Definition>,
  transactor: Transactor,
): Promise<NewPoolFacts> {
  const { scopes, ipams, pools } = transactor;
  const scope = await scopes.find(accountId, input.IpamScopeId);
  const ipam = scope === undefined ? undefined : await ipams.find(accountId, scope.ipamId);
  const sourceId = input.SourceIpamPoolId;
  const source =
    sourceId === undefined ? undefined : await findPool(transactor, accountId, sourceId);
  const isPublicTopPool = scope?.scopeType === 'public' && sourceId === undefined;
  const publicTopPoolCount =
    isPublicTopPool && input.PoolRegionId !== undefined
      ? await pools.countPublicTopPools(accountId, input.PoolRegionId, input.Ipv6Isp ?? 'BGP')
      : 0;
  return {
    input,
    scope,
    ipam,
    sourcePool: source?.pool,
    accountId,
    publicTopPoolCount,
    findRegion: (regionId) => findRegion(config, regionId),
    mayUseSingleLineIsps: config.accounts[accountId]?.singleLineIsps === true,
    quotas,
    now,
  };
}
