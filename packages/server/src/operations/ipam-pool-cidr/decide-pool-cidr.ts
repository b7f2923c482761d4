import {
  addressBits,
  type Cidr,
  isInRefusedRange,
  resolveRequestedMask,
} from '@cadastre/address-space';
import {
  type InputOf,
  type OPERATIONS,
  type Quotas,
  type Refusal,
  refuse,
} from '@cadastre/api-contract';
import type { Pool } from '../../store/records.ts';
import { isRefusal, refuseParameter } from '../answers.ts';
import { poolStatus } from '../ipam-pool/pool-status.ts';
import { readCidrParameter } from '../ipam-pool-allocation/cidr-parameter.ts';
import type { SpaceRequest } from '../ipam-pool-allocation/take-space.ts';

/** Where the CIDR of a pool comes from, and which one is wanted. */
export type WantedPoolCidr =
  /** A private top-level pool names its CIDR. */
  | { readonly kind: 'named'; readonly cidr: Cidr }
  /** A public top-level pool draws on the supply of its region and ISP. */
  | { readonly kind: 'public-supply'; readonly prefixLength: number }
  /** A sub-pool takes space of its source pool. */
  | { readonly kind: 'source-pool'; readonly sourcePoolId: string; readonly request: SpaceRequest };

/** Decides what AddIpamPoolCidr wants; which of it is free is for the store to say. */
export function decidePoolCidr(
  pool: Pool | undefined,
  input: InputOf<typeof OPERATIONS.AddIpamPoolCidr>,
  quotas: Quotas,
  now: number,
): { readonly kind: 'wanted'; readonly pool: Pool; readonly wanted: WantedPoolCidr } | Refusal {
  if (pool === undefined) return refuse('ResourceNotFound.IpamPool');
  if (pool.regionId !== input.RegionId) {
    return refuse('OperationDenied.PoolRegionNotSupportAddPoolCidr');
  }
  if (poolStatus(pool, now) !== 'Created') return refuse('IncorrectStatus.IpamPool');
  const cidr =
    input.Cidr === undefined ? undefined : readCidrParameter('Cidr', input.Cidr, pool.ipVersion);
  if (isRefusal(cidr)) return cidr;
  const prefixLength = input.NetmaskLength;
  if (prefixLength !== undefined && prefixLength > addressBits(pool.ipVersion)) {
    return refuseParameter('NetmaskLength', `The pool is an ${pool.ipVersion} pool.`);
  }
  const wanted = decideSource(pool, cidr, prefixLength);
  if (wanted.kind === 'refusal') return wanted;
  return checkQuota(pool, quotas) ?? { kind: 'wanted', pool, wanted };
}

function decideSource(
  pool: Pool,
  cidr: Cidr | undefined,
  prefixLength: number | undefined,
): WantedPoolCidr | Refusal {
  if (pool.sourcePoolId !== undefined) {
    return decideSubPool(pool.sourcePoolId, cidr, prefixLength);
  }
  return pool.scopeType === 'public'
    ? decidePublicPool(cidr, prefixLength)
    : decidePrivatePool(cidr, prefixLength);
}

function decideSubPool(
  sourcePoolId: string,
  cidr: Cidr | undefined,
  mask: number | undefined,
): WantedPoolCidr | Refusal {
  const resolved = resolveRequestedMask({ cidr, mask });
  switch (resolved.kind) {
    case 'missing':
      return refuse('MissingParam.CidrOrCidrMask');
    case 'mismatch':
      return refuseParameter('NetmaskLength', 'It is not the mask of the CIDR.');
    case 'cidr':
      return {
        kind: 'source-pool',
        sourcePoolId,
        request: { kind: 'allocate-cidr', cidr: resolved.cidr },
      };
    case 'mask':
      return {
        kind: 'source-pool',
        sourcePoolId,
        request: { kind: 'allocate-mask', prefixLength: resolved.prefixLength },
      };
  }
}

function decidePublicPool(
  cidr: Cidr | undefined,
  prefixLength: number | undefined,
): WantedPoolCidr | Refusal {
  if (cidr !== undefined) {
    return refuseParameter('Cidr', 'A public top-level pool takes a netmask length only.');
  }
  if (prefixLength === undefined) return refuse('MissingParam.NetmaskLength');
  return { kind: 'public-supply', prefixLength };
}

function decidePrivatePool(
  cidr: Cidr | undefined,
  prefixLength: number | undefined,
): WantedPoolCidr | Refusal {
  if (prefixLength !== undefined) {
    return refuseParameter('NetmaskLength', 'A private top-level pool takes a CIDR only.');
  }
  if (cidr === undefined) return refuse('MissingParam.Cidr');
  const refusedRange = isInRefusedRange(cidr);
  if (refusedRange !== undefined) {
    return refuse('OperationDenied.CidrInExcludeCidrs', {
      Detail: `It overlaps the ${refusedRange} range.`,
    });
  }
  return { kind: 'named', cidr };
}

function checkQuota(pool: Pool, quotas: Quotas): Refusal | undefined {
  if (pool.scopeType === 'public' && pool.sourcePoolId === undefined) {
    return pool.cidrCount >= quotas.ipam_cidr_quota_per_public_ipv6_top_pool
      ? refuse('QuotaExceeded.IpamCidrQuotaPerPublicIpv6TopPool')
      : undefined;
  }
  return pool.cidrCount >= quotas.ipam_cidr_quota_per_ipam_pool
    ? refuse('QuotaExceeded.IpamCidrQuotaPerIpamPool')
    : undefined;
}
