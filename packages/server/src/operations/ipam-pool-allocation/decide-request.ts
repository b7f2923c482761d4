import { type Cidr, resolveRequestedMask } from '@cadastre/address-space';
import { type Refusal, refuse } from '@cadastre/api-contract';
import type { Pool } from '../../store/records.ts';
import { isRefusal } from '../answers.ts';
import { poolStatus } from '../ipam-pool/pool-status.ts';
import { readCidrParameter } from './cidr-parameter.ts';
import type { SpaceOutcome, SpaceRequest } from './take-space.ts';

/** The region that allocation calls of a pool must name: its own, or the one hosting its IPAM. */
export function allocationRegion(pool: Pool): string {
  return pool.poolRegionId ?? pool.regionId;
}

/** What the caller asks of the pool, under the parameter names of the operation. */
export interface AllocationParameters {
  readonly regionId: string;
  readonly cidrName: 'Cidr' | 'CidrBlock';
  readonly cidrText: string | undefined;
  readonly mask: number | undefined;
}

/**
 * Decides what an allocation call wants: the CIDR given, the mask given, or the pool's default mask
 * where neither is. With both, the mask must be the CIDR's.
 */
export function decideSpaceRequest(
  pool: Pool | undefined,
  parameters: AllocationParameters,
  now: number,
): { readonly kind: 'wanted'; readonly pool: Pool; readonly request: SpaceRequest } | Refusal {
  if (pool === undefined) return refuse('ResourceNotFound.IpamPool');
  if (parameters.regionId !== allocationRegion(pool)) {
    return refuse('OperationDenied.RequestRegionInvalid');
  }
  if (poolStatus(pool, now) !== 'Created') return refuse('IncorrectStatus.IpamPool');
  const { cidrName, cidrText, mask } = parameters;
  const cidr =
    cidrText === undefined ? undefined : readCidrParameter(cidrName, cidrText, pool.ipVersion);
  if (isRefusal(cidr)) return cidr;
  const request = resolveSpaceRequest(pool, cidr, mask);
  return request.kind === 'refusal' ? request : { kind: 'wanted', pool, request };
}

/** The space that a CIDR, a mask, or the default mask of the pool comes to. */
export function resolveSpaceRequest(
  { defaultMask }: Pool,
  cidr: Cidr | undefined,
  mask: number | undefined,
): SpaceRequest | Refusal {
  const resolved = resolveRequestedMask({ cidr, mask, defaultMask });
  switch (resolved.kind) {
    case 'missing':
      return refuse('MissingParam.CidrOrCidrMask');
    case 'mismatch':
      return refuse('IllegalParam.CidrMask', { Detail: 'It is not the mask of the CIDR.' });
    case 'cidr':
      return { kind: 'allocate-cidr', cidr: resolved.cidr };
    case 'mask':
      return { kind: 'allocate-mask', prefixLength: resolved.prefixLength };
  }
}

/** The refusal for space that cannot be had. */
export function refuseSpace(
  outcome: Exclude<SpaceOutcome, { kind: 'allocated' }>,
  request: SpaceRequest,
): Refusal {
  if (outcome.kind === 'mask-not-allowed') return refuse('OperationDenied.MaskOfCidrIsNotAllowed');
  return request.kind === 'allocate-cidr'
    ? refuse('OperationDenied.CidrUnavailableInPool')
    : refuse('ResourceNotEnough.IpamPoolCidr');
}
