import {
  type InputOf,
  IPV6_ISP_VALUES,
  type OPERATIONS,
  type Quotas,
  type Refusal,
  refuse,
} from '@cadastre/api-contract';
import type { Region } from '../../regions.ts';
import type { Ipam, IpVersion, Ipv6Isp, Pool, Scope } from '../../store/records.ts';
import { checkMaskRules } from './mask-errors.ts';
import { poolStatus } from './pool-status.ts';

/** Everything that decides whether a pool can be created. */
export interface NewPoolFacts {
  readonly input: InputOf<typeof OPERATIONS.CreateIpamPool>;
  /** Undefined when the account has no such scope. */
  readonly scope: Scope | undefined;
  readonly ipam: Ipam | undefined;
  /** The source pool, whoever owns it; undefined when there is none the account can see. */
  readonly sourcePool: Pool | undefined;
  readonly accountId: string;
  /** Public IPv6 top-level pools the account has with the same pool region and ISP. */
  readonly publicTopPoolCount: number;
  readonly findRegion: (regionId: string) => Region | undefined;
  readonly mayUseSingleLineIsps: boolean;
  readonly quotas: Quotas;
  readonly now: number;
}

/** What the checks settle about the new pool. */
export interface NewPool {
  readonly kind: 'new-pool';
  readonly ipam: Ipam;
  readonly scope: Scope;
  readonly poolRegionId: string | undefined;
  readonly depth: number;
  readonly ipVersion: IpVersion;
  readonly ipv6Isp: Ipv6Isp | undefined;
}

/**
 * Decides CreateIpamPool. When several errors apply, the first in this order wins: the scope, its
 * IPAM, what the scope and version allow, the masks, the source pool, the pool region, the ISP,
 * auto import, the quotas.
 */
export function decideNewPool(facts: NewPoolFacts): NewPool | Refusal {
  const { input, scope, ipam } = facts;
  if (scope === undefined) return refuse('ResourceNotFound.IpamScope');
  if (ipam === undefined || ipam.regionId !== input.RegionId)
    return refuse('ResourceNotFound.Ipam');
  const ipVersion = input.IpVersion ?? 'IPv4';
  const isPublic = scope.scopeType === 'public';
  const sourceRegionId = facts.sourcePool?.poolRegionId;
  const poolRegionId = input.PoolRegionId ?? sourceRegionId;
  const ipv6Isp = isPublic ? (input.Ipv6Isp ?? 'BGP') : undefined;
  const refusal =
    checkScope(facts, isPublic, ipVersion) ??
    checkMasks(facts, ipVersion) ??
    checkSourcePool(facts, scope, ipVersion) ??
    checkPoolRegion(facts, ipam, poolRegionId, isPublic) ??
    checkIpv6Isp(facts, ipv6Isp, poolRegionId) ??
    checkAutoImport(facts, poolRegionId) ??
    checkQuotas(facts, scope);
  if (refusal !== undefined) return refusal;
  return {
    kind: 'new-pool',
    ipam,
    scope,
    poolRegionId,
    depth: facts.sourcePool === undefined ? 0 : facts.sourcePool.depth + 1,
    ipVersion,
    ipv6Isp: ipv6Isp as Ipv6Isp | undefined,
  };
}

function checkScope(
  { input, findRegion }: NewPoolFacts,
  isPublic: boolean,
  ipVersion: IpVersion,
): Refusal | undefined {
  if (!isPublic) return undefined;
  if (findRegion(input.RegionId)?.publicScope !== true) {
    return refuse('UnsupportedFeature.PublicIpamScopeType');
  }
  if (ipVersion === 'IPv4') return refuse('UnsupportedFeature.IpamPublicIpv4Pool');
  return undefined;
}

function checkMasks({ input }: NewPoolFacts, ipVersion: IpVersion): Refusal | undefined {
  return checkMaskRules({
    ipVersion,
    min: input.AllocationMinCidrMask,
    max: input.AllocationMaxCidrMask,
    default: input.AllocationDefaultCidrMask,
  });
}

function checkSourcePool(
  { input, sourcePool, accountId, now }: NewPoolFacts,
  scope: Scope,
  ipVersion: IpVersion,
): Refusal | undefined {
  if (input.SourceIpamPoolId === undefined) return undefined;
  if (sourcePool === undefined) return refuse('ResourceNotFound.SourceIpamPool');
  if (sourcePool.accountId !== accountId) return refuse('OperationDenied.OperateShareResource');
  if (sourcePool.scopeId !== scope.scopeId) return refuse('Mismatch.IpamScopeAndSourceIpamPool');
  if (poolStatus(sourcePool, now) !== 'Created') return refuse('IncorrectStatus.IpamPool');
  if (sourcePool.ipVersion !== ipVersion) return refuse('IllegalParam.IpVersion');
  return undefined;
}

function checkPoolRegion(
  { input, sourcePool, findRegion }: NewPoolFacts,
  ipam: Ipam,
  poolRegionId: string | undefined,
  isPublic: boolean,
): Refusal | undefined {
  if (poolRegionId !== undefined) {
    const sourceRegionId = sourcePool?.poolRegionId;
    const differsFromSource = sourceRegionId !== undefined && sourceRegionId !== poolRegionId;
    if (differsFromSource || !ipam.operatingRegions.includes(poolRegionId)) {
      return refuse('IllegalParam.PoolRegionId');
    }
  }
  if (!isPublic) return undefined;
  if (poolRegionId === undefined) {
    return refuse('OperationDenied.IpamPublicIpv6PoolNeedPoolRegion');
  }
  const regions = [findRegion(input.RegionId), findRegion(poolRegionId)];
  if (regions.some((region) => region?.ipv6 !== true)) return refuse('UnsupportedFeature.IpamIpv6');
  return undefined;
}

function checkIpv6Isp(
  { sourcePool, findRegion, mayUseSingleLineIsps }: NewPoolFacts,
  ipv6Isp: string | undefined,
  poolRegionId: string | undefined,
): Refusal | undefined {
  if (ipv6Isp === undefined) return undefined;
  const isps: readonly string[] = IPV6_ISP_VALUES;
  if (!isps.includes(ipv6Isp)) return refuse('IllegalParam.Ipv6Isp');
  if (ipv6Isp !== 'BGP' && !mayUseSingleLineIsps) return refuse('UnsupportedFeature.Ipv6Isp');
  const region = poolRegionId === undefined ? undefined : findRegion(poolRegionId);
  if (region?.ipv6Isps.includes(ipv6Isp as Ipv6Isp) !== true) {
    return refuse('UnsupportedRegion.Ipv6Isp');
  }
  if (sourcePool !== undefined && sourcePool.ipv6Isp !== ipv6Isp) {
    return refuse('Mismatch.Ipv6IspAndSourceIpamPool');
  }
  return undefined;
}

function checkAutoImport(
  { input }: NewPoolFacts,
  poolRegionId: string | undefined,
): Refusal | undefined {
  if (input.AutoImport !== true || poolRegionId !== undefined) return undefined;
  return refuse('OperationDenied.AutoImportNeedPoolRegion');
}

function checkQuotas(
  { sourcePool, publicTopPoolCount, quotas }: NewPoolFacts,
  scope: Scope,
): Refusal | undefined {
  if (sourcePool !== undefined) {
    if (sourcePool.depth + 1 > quotas.ipam_pool_quota_depth) {
      return refuse('QuotaExceeded.IpamPoolQuotaDepth');
    }
    if (sourcePool.subPoolCount >= quotas.ipam_sub_pool_quota_per_ipam_pool) {
      return refuse('QuotaExceeded.IpamSubPoolQuotaPerIpamPool');
    }
  } else if (
    scope.scopeType === 'public' &&
    publicTopPoolCount >= quotas.ipam_public_ipv6_top_pool_quota_per_region_isp
  ) {
    return refuse('QuotaExceeded.IpamPublicIpv6TopPoolQuotaPerRegionIsp');
  }
  if (scope.poolCount >= quotas.ipam_pool_quota_per_scope) {
    return refuse('QuotaExceeded.IpamPoolQuotaPerScope');
  }
  return undefined;
}
