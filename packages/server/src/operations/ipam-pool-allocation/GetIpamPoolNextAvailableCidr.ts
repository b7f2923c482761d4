import { formatCidr } from '@cadastre/address-space';
import type { OPERATIONS } from '@cadastre/api-contract';
import type { ReadHandler } from '../handler.ts';
import { findPool } from '../ipam-pool/find-pool.ts';
import { decideSpaceRequest, refuseSpace } from './decide-request.ts';
import { findSpace, rulesOf } from './take-space.ts';

/** Answers what CreateIpamPoolAllocation would take now. It holds nothing. */
export const GetIpamPoolNextAvailableCidr: ReadHandler<
  typeof OPERATIONS.GetIpamPoolNextAvailableCidr
> = async ({ input, accountId, now }, reader) => {
  const { RegionId: regionId, CidrBlock: cidrText, CidrMask: mask } = input;
  const decision = decideSpaceRequest(
    (await findPool(reader, accountId, input.IpamPoolId))?.pool,
    { regionId, cidrName: 'CidrBlock', cidrText, mask },
    now,
  );
  if (decision.kind === 'refusal') return decision;
  const { pool, request } = decision;
  const space = await findSpace(reader, pool, rulesOf(pool), request);
  if (space.kind !== 'allocated') return refuseSpace(space, request);
  return { kind: 'answer', response: { CidrBlock: formatCidr(space.cidr) } };
};
