import { importIntoPool } from './auto-import.ts';
import { bitsOf, type Version } from './blocks.ts';
import { type Account, type Pool, poolsOfScope, type Scope, subPoolsOf } from './entities.ts';
import { TimeText } from './expected.ts';
import { hasTags } from './filters.ts';
import {
  type Change,
  change,
  type Failure,
  fail,
  formatTime,
  type ListItem,
  type ModelCall,
} from './outcome.ts';
import { checkTags } from './read-parameters.ts';
import { hasGroup } from './resource-groups.ts';

/** Pools: trees of them in every scope. */

const ISPS = ['BGP', 'ChinaMobile', 'ChinaUnicom', 'ChinaTelecom'];

export function isCreating({ settings, now }: ModelCall, pool: Pool): boolean {
  return now < pool.createdAt + settings.creatingMs;
}

/** What a new pool will be, as far as it is settled before all checks are done. */
interface Plan {
  readonly call: ModelCall;
  readonly scope: Scope;
  readonly version: Version;
  readonly source: Pool | undefined;
  readonly poolRegionId: string | undefined;
  readonly isp: string | undefined;
}

/** The first that applies: scope, version, masks, source pool, region, ISP, auto import, quotas. */
export function createIpamPool(call: ModelCall): Change | Failure {
  const { account, input } = call;
  const tags = checkTags(input.tags('Tag'));
  if (typeof tags === 'string') return fail(tags);
  if (!hasGroup(account, input.text('ResourceGroupId'))) {
    return fail('IllegalParam.ResourceGroupId');
  }
  const scope = account.scopesById.get(input.required('IpamScopeId'));
  const ipam = scope?.ipam;
  if (scope === undefined || ipam === undefined) return fail('ResourceNotFound.IpamScope');
  if (ipam.regionId !== input.text('RegionId')) return fail('ResourceNotFound.Ipam');
  const source = account.poolsById.get(input.text('SourceIpamPoolId') ?? '');
  const plan: Plan = {
    call,
    scope,
    version: input.text('IpVersion') === 'IPv6' ? 'IPv6' : 'IPv4',
    source,
    poolRegionId: input.text('PoolRegionId') ?? source?.poolRegionId,
    isp: scope.type === 'public' ? (input.text('Ipv6Isp') ?? 'BGP') : undefined,
  };
  const code =
    refusedByScope(plan) ??
    brokenMaskRule(plan.version, {
      min: input.number('AllocationMinCidrMask'),
      max: input.number('AllocationMaxCidrMask'),
      default: input.number('AllocationDefaultCidrMask'),
    }) ??
    refusedBySource(plan) ??
    refusedByRegion(plan) ??
    refusedByIsp(plan) ??
    refusedByQuota(plan);
  return code === undefined ? change(() => ({ IpamPoolId: addPool(plan, tags).id })) : fail(code);
}

function addPool({ call, scope, version, source, poolRegionId, isp }: Plan, tags: Pool['tags']) {
  const { account, input } = call;
  const ipam = scope.ipam;
  if (ipam === undefined) throw new Error('A scope of the model has no IPAM.');
  const pool: Pool = {
    id: call.newId('ipam-pool', (id) => account.poolsById.set(id, pool)),
    sequence: call.nextSequence(),
    ipam,
    scope,
    source,
    poolRegionId,
    depth: source === undefined ? 0 : source.depth + 1,
    version,
    isp,
    name: input.text('IpamPoolName') ?? '',
    description: input.text('IpamPoolDescription') ?? '',
    resourceGroupId: input.text('ResourceGroupId') ?? account.resourceGroupId,
    tags,
    min: input.number('AllocationMinCidrMask'),
    max: input.number('AllocationMaxCidrMask'),
    // A default of 0 is how a pool without one reads back.
    default: input.number('AllocationDefaultCidrMask') || undefined,
    autoImport: input.flag('AutoImport') ?? false,
    cidrs: [],
    allocations: [],
    createdAt: call.now,
  };
  account.pools.push(pool);
  return pool;
}

function refusedByScope({ call, scope, version }: Plan): string | undefined {
  if (scope.type === 'private') return undefined;
  const region = call.settings.regions.find(({ id }) => id === scope.regionId);
  if (region?.publicScope !== true) return 'UnsupportedFeature.PublicIpamScopeType';
  return version === 'IPv4' ? 'UnsupportedFeature.IpamPublicIpv4Pool' : undefined;
}

/** A mask out of range is blamed first; then a minimum above the maximum, then the default. */
function brokenMaskRule(
  version: Version,
  rules: Pick<Pool, 'min' | 'max' | 'default'>,
): string | undefined {
  const bits = bitsOf(version);
  const { min = 0, max = bits } = rules;
  if (min > bits) return 'IllegalParam.AllocationMinNetmask';
  if (max > bits) return 'IllegalParam.AllocationMaxNetmask';
  if ((rules.default ?? 0) > bits) return 'IllegalParam.AllocationDefaultNetmask';
  if (min > max) return 'IllegalParam.AllocationMinNetmask';
  if (rules.default !== undefined && (rules.default < min || rules.default > max)) {
    return 'IllegalParam.AllocationDefaultNetmask';
  }
  return undefined;
}

function refusedBySource({ call, scope, version, source }: Plan): string | undefined {
  if (call.input.text('SourceIpamPoolId') === undefined) return undefined;
  if (source === undefined) return 'ResourceNotFound.SourceIpamPool';
  if (source.scope !== scope) return 'Mismatch.IpamScopeAndSourceIpamPool';
  if (isCreating(call, source)) return 'IncorrectStatus.IpamPool';
  return source.version === version ? undefined : 'IllegalParam.IpVersion';
}

function refusedByRegion({ call, scope, source, poolRegionId }: Plan): string | undefined {
  if (poolRegionId !== undefined) {
    const inherited = source?.poolRegionId ?? poolRegionId;
    const isOperating = scope.ipam?.operatingRegions.includes(poolRegionId) === true;
    if (inherited !== poolRegionId || !isOperating) return 'IllegalParam.PoolRegionId';
  }
  if (scope.type === 'private') return undefined;
  if (poolRegionId === undefined) return 'OperationDenied.IpamPublicIpv6PoolNeedPoolRegion';
  const without = call.settings.regions.filter(({ ipv6 }) => !ipv6).map(({ id }) => id);
  return without.includes(poolRegionId) || without.includes(scope.regionId)
    ? 'UnsupportedFeature.IpamIpv6'
    : undefined;
}

function refusedByIsp({ call, source, poolRegionId, isp }: Plan): string | undefined {
  if (isp === undefined) return undefined;
  if (!ISPS.includes(isp)) return 'IllegalParam.Ipv6Isp';
  if (isp !== 'BGP' && !call.account.mayUseSingleLineIsps) return 'UnsupportedFeature.Ipv6Isp';
  const region = call.settings.regions.find(({ id }) => id === poolRegionId);
  if (region?.ipv6Isps.includes(isp) !== true) return 'UnsupportedRegion.Ipv6Isp';
  return source === undefined || source.isp === isp
    ? undefined
    : 'Mismatch.Ipv6IspAndSourceIpamPool';
}

function refusedByQuota({ call, scope, source, poolRegionId, isp }: Plan): string | undefined {
  const { account, input, settings } = call;
  const { quotas } = settings;
  if (input.flag('AutoImport') === true && poolRegionId === undefined) {
    return 'OperationDenied.AutoImportNeedPoolRegion';
  }
  if (source !== undefined && source.depth + 1 > quotas.poolDepth) {
    return 'QuotaExceeded.IpamPoolQuotaDepth';
  }
  if (source !== undefined && subPoolsOf(account, source).length >= quotas.subPoolsPerPool) {
    return 'QuotaExceeded.IpamSubPoolQuotaPerIpamPool';
  }
  if (source === undefined && isp !== undefined) {
    const alike = account.pools.filter(
      (pool) => pool.source === undefined && pool.isp === isp && pool.poolRegionId === poolRegionId,
    );
    if (alike.length >= quotas.publicTopPoolsPerRegionAndIsp) {
      return 'QuotaExceeded.IpamPublicIpv6TopPoolQuotaPerRegionIsp';
    }
  }
  return poolsOfScope(account, scope).length >= quotas.poolsPerScope
    ? 'QuotaExceeded.IpamPoolQuotaPerScope'
    : undefined;
}

export function updateIpamPool(call: ModelCall): Change | Failure {
  const { account, input } = call;
  const pool = account.poolsById.get(input.required('IpamPoolId'));
  if (pool === undefined) return fail('ResourceNotFound.IpamPool');
  if (pool.ipam.regionId !== input.text('RegionId')) {
    return fail('OperationDenied.PoolRegionNotSupportUpdatePool');
  }
  if (isCreating(call, pool)) return fail('IncorrectStatus.IpamPool');
  const given = input.number('AllocationDefaultCidrMask');
  const isCleared = given === 0 || input.flag('ClearAllocationDefaultCidrMask') === true;
  const after = {
    min: input.number('AllocationMinCidrMask') ?? pool.min,
    max: input.number('AllocationMaxCidrMask') ?? pool.max,
    default: isCleared ? undefined : (given ?? pool.default),
    autoImport: input.flag('AutoImport') ?? pool.autoImport,
    name: input.text('IpamPoolName') ?? pool.name,
    description: input.text('IpamPoolDescription') ?? pool.description,
  };
  const code = brokenMaskRule(pool.version, after);
  if (code !== undefined) return fail(code);
  if (after.autoImport && pool.poolRegionId === undefined) {
    return fail('OperationDenied.AutoImportNeedPoolRegion');
  }
  return change(() => {
    const isSwitchedOn = after.autoImport && !pool.autoImport;
    Object.assign(pool, after);
    if (isSwitchedOn) importIntoPool(call, pool);
    return {};
  });
}

export function deleteIpamPool(call: ModelCall): Change | Failure {
  const { account, input } = call;
  const pool = account.poolsById.get(input.required('IpamPoolId'));
  if (pool === undefined) return fail('ResourceNotFound.IpamPool');
  if (pool.ipam.regionId !== input.text('RegionId')) {
    return fail('OperationDenied.PoolRegionNotSupportDeletePool');
  }
  if (isCreating(call, pool)) return fail('IncorrectStatus.IpamPool');
  if (subPoolsOf(account, pool).length > 0) return fail('DependencyViolation.IpamPool');
  if (pool.allocations.length > 0) return fail('DependencyViolation.CustomPoolAllocation');
  if (pool.cidrs.length > 0) return fail('DependencyViolation.PoolCidr');
  return change(() => {
    account.pools.splice(account.pools.indexOf(pool), 1);
    account.poolsById.delete(pool.id.value ?? '');
    return {};
  });
}

export function listIpamPools(call: ModelCall): readonly ListItem[] {
  const { account, input } = call;
  // Sharing is no part of the model: no pool is a shared one.
  if (input.flag('IsShared') === true) return [];
  const ids = input.texts('IpamPoolIds');
  const wanted = (name: string, value: string | undefined) => {
    const filter = input.text(name);
    return filter === undefined || filter === value;
  };
  return account.pools
    .filter(
      (pool) =>
        pool.ipam.regionId === input.text('RegionId') &&
        (ids === undefined || ids.includes(pool.id.value ?? '')) &&
        wanted('IpVersion', pool.version) &&
        wanted('IpamPoolName', pool.name) &&
        wanted('IpamScopeId', pool.scope.id.value) &&
        wanted('Ipv6Isp', pool.isp) &&
        wanted('PoolRegionId', pool.poolRegionId) &&
        wanted('ResourceGroupId', pool.resourceGroupId) &&
        wanted('SourceIpamPoolId', pool.source?.id.value) &&
        hasTags(pool.tags, input.tags('Tags')),
    )
    .map((pool) => ({
      key: BigInt(pool.sequence),
      body: () => ({
        ...describePool(account, pool),
        Status: isCreating(call, pool) ? 'Creating' : 'Created',
      }),
    }));
}

function describePool(account: Account, pool: Pool) {
  return {
    IpamPoolId: pool.id,
    IpamPoolName: pool.name,
    IpamPoolDescription: pool.description,
    IpamId: pool.ipam.id,
    IpamScopeId: pool.scope.id,
    IpamScopeType: pool.scope.type,
    IpamRegionId: pool.ipam.regionId,
    RegionId: pool.ipam.regionId,
    PoolRegionId: pool.poolRegionId ?? '',
    SourceIpamPoolId: pool.source?.id ?? '',
    PoolDepth: pool.depth,
    HasSubPool: subPoolsOf(account, pool).length > 0,
    Cidrs: pool.cidrs.map((cidr) => cidr.text),
    IpVersion: pool.version,
    Ipv6Isp: pool.isp ?? '',
    AllocationMinCidrMask: pool.min ?? 0,
    AllocationMaxCidrMask: pool.max ?? bitsOf(pool.version),
    AllocationDefaultCidrMask: pool.default ?? 0,
    AutoImport: pool.autoImport,
    IsShared: false,
    OwnerId: Number(account.accountId),
    ResourceGroupId: pool.resourceGroupId,
    CreateTime: new TimeText(formatTime(pool.createdAt)),
    Tags: pool.tags,
  };
}
