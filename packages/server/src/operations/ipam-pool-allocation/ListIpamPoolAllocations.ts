import { encodeAddressKey, parseCidr } from '@cadastre/address-space';
import type { InputOf, OPERATIONS } from '@cadastre/api-contract';
import type { Allocation } from '../../store/records.ts';
import { EMPTY_LIST, formatTime, pageAnswer } from '../answers.ts';
import type { ListHandler } from '../handler.ts';
import { findPool } from '../ipam-pool/find-pool.ts';
import { allocationRegion } from './decide-request.ts';
import { describeAllocation } from './describe-allocation.ts';

type Definition = typeof OPERATIONS.ListIpamPoolAllocations;

/** Allocations in address order. An unknown pool, region or CIDR gives an empty list. */
export const ListIpamPoolAllocations: ListHandler<Definition> = async (
  { input, accountId, page },
  reader,
) => {
  const pool = (await findPool(reader, accountId, input.IpamPoolId))?.pool;
  if (pool === undefined || allocationRegion(pool) !== input.RegionId) return EMPTY_LIST;
  const parsed = input.Cidr === undefined ? undefined : parseCidr(input.Cidr);
  if (parsed?.kind === 'invalid') return EMPTY_LIST;
  const allocations = await reader.allocations.list(
    {
      accountId: pool.accountId,
      poolId: pool.poolId,
      ids: readIds(input),
      name: input.IpamPoolAllocationName,
      cidr: parsed?.cidr,
    },
    page,
  );
  return pageAnswer(allocations, keyOf, (allocation) => ({
    ...describeAllocation(allocation, pool),
    CreationTime: formatTime(allocation.createdAt),
  }));
};

/** Both ways to name allocations; an allocation must be named by each that is given. */
function readIds(input: InputOf<Definition>): readonly string[] | undefined {
  const { IpamPoolAllocationIds: ids, IpamPoolAllocationId: id } = input;
  if (id === undefined) return ids;
  return ids === undefined || ids.includes(id) ? [id] : [''];
}

function keyOf({ cidr }: Allocation): string {
  return encodeAddressKey(cidr.ipVersion, cidr.address);
}
