import type { OPERATIONS } from '@cadastre/api-contract';
import type { ReadHandler } from '../handler.ts';
import { describeAllocation } from './describe-allocation.ts';
import { findAllocation } from './find-allocation.ts';

const BEIJING_OFFSET_MS = 8 * 60 * 60 * 1000;

export const GetIpamPoolAllocation: ReadHandler<typeof OPERATIONS.GetIpamPoolAllocation> = async (
  { input, accountId },
  reader,
) => {
  const { IpamPoolAllocationId: allocationId, RegionId: regionId } = input;
  const found = await findAllocation(reader, accountId, allocationId, regionId);
  if (found.kind === 'refusal') return found;
  const { allocation, pool } = found;
  return {
    kind: 'answer',
    response: {
      ...describeAllocation(allocation, pool),
      CreationTime: formatBeijingTime(allocation.createdAt),
    },
  };
};

/** This one operation is published with times of UTC+8, such as `2024-10-15T10:24:19+08:00`. */
function formatBeijingTime(milliseconds: number): string {
  return `${new Date(milliseconds + BEIJING_OFFSET_MS).toISOString().slice(0, 19)}+08:00`;
}
