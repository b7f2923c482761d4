import type { Cidr, IpVersion } from '@cadastre/address-space';
import { type ErrorKey, type Refusal, refuse } from '@cadastre/api-contract';
import type { Pool } from '../../store/records.ts';
import { isRefusal } from '../answers.ts';
import { poolStatus } from '../ipam-pool/pool-status.ts';
import { resolveSpaceRequest } from '../ipam-pool-allocation/decide-request.ts';
import type { SpaceRequest } from '../ipam-pool-allocation/take-space.ts';
import { checkBlockMask, checkBlockRange, readBlock } from './block-rules.ts';

/** What a call says of a new block of a VPC. */
export interface BlockParameters {
  readonly ipVersion: IpVersion;
  /** The region of the VPC. */
  readonly regionId: string;
  readonly poolId: string | undefined;
  readonly cidrText: string | undefined;
  readonly mask: number | undefined;
  /** The errors for a CIDR and for a mask that no VPC can have. */
  readonly maskErrors: { readonly cidr: ErrorKey; readonly mask: ErrorKey };
}

/** Where a new block comes from. */
export type WantedBlock =
  | { readonly kind: 'named'; readonly cidr: Cidr }
  | { readonly kind: 'from-pool'; readonly pool: Pool; readonly request: SpaceRequest }
  /** The call names neither: a default or a made-up block takes its place. */
  | { readonly kind: 'unnamed' };

/**
 * Decides what a call wants. Without a pool a block is taken as it is named, whatever pools there
 * are; of a pool it is the CIDR given, the mask given, or the pool's default mask.
 */
export function decideBlock(
  given: BlockParameters,
  pool: Pool | undefined,
  now: number,
): WantedBlock | Refusal {
  const cidr = readGivenCidr(given);
  if (isRefusal(cidr)) return cidr;
  const { ipVersion, poolId, mask, maskErrors } = given;
  if (mask !== undefined) {
    const illegal = checkBlockMask(ipVersion, mask, maskErrors.mask);
    if (illegal !== undefined) return illegal;
  }
  if (poolId !== undefined) return decidePoolBlock(given, pool, cidr, now);
  if (mask !== undefined) return refuse('IllegalParam.IpamPool');
  return cidr === undefined ? { kind: 'unnamed' } : { kind: 'named', cidr };
}

function readGivenCidr({
  ipVersion,
  cidrText,
  maskErrors,
}: BlockParameters): Cidr | undefined | Refusal {
  if (cidrText === undefined) return undefined;
  const cidr = readBlock(cidrText, ipVersion);
  if (isRefusal(cidr)) return cidr;
  const illegal = checkBlockMask(ipVersion, cidr.prefixLength, maskErrors.cidr);
  return illegal ?? checkBlockRange(cidr) ?? cidr;
}

function decidePoolBlock(
  { ipVersion, regionId, mask, maskErrors }: BlockParameters,
  pool: Pool | undefined,
  cidr: Cidr | undefined,
  now: number,
): WantedBlock | Refusal {
  if (pool === undefined) return refuse('ResourceNotFound.IpamPool#Vpc');
  if (pool.poolRegionId === undefined) return refuse('OperationDenied.IpamPoolNotInRegion');
  if (pool.poolRegionId !== regionId) return refuse('OperationDenied.RequestRegionInvalid');
  if (pool.ipVersion !== ipVersion) return refuse('Mismatch.IpVersionAndIpamPoolIpVersion');
  if (poolStatus(pool, now) !== 'Created') return refuse('IncorrectStatus.IpamPool');
  const request = resolveSpaceRequest(pool, cidr, mask);
  if (request.kind === 'refusal') return request;
  // The default mask of a pool may be one that no VPC can have.
  const illegal =
    request.kind === 'allocate-mask'
      ? checkBlockMask(ipVersion, request.prefixLength, maskErrors.mask)
      : undefined;
  return illegal ?? { kind: 'from-pool', pool, request };
}
