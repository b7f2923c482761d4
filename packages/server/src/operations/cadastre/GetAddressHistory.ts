import { formatCidr } from '@cadastre/address-space';
import { ADDRESS_HISTORY_SCAN_COUNT_MAX, type OPERATIONS } from '@cadastre/api-contract';
import type { AllocationRecord } from '../../store/records.ts';
import { isRefusal } from '../answers.ts';
import type { ListHandler } from '../handler.ts';
import { readBlockParameter } from '../ipam-pool-allocation/cidr-parameter.ts';

/** In order of allocation. Of a wide block a page may be short, or empty, with others to follow. */
export const GetAddressHistory: ListHandler<typeof OPERATIONS.GetAddressHistory> = async (
  { input, accountId, page },
  reader,
) => {
  const cidr = readBlockParameter('Cidr', input.Cidr);
  if (isRefusal(cidr)) return cidr;
  const { items, nextAfter } = await reader.addressHistory.list(
    {
      accountId,
      cidr,
      poolId: input.IpamPoolId,
      scopeId: input.IpamScopeId,
      asOf: readTime(input.AsOf),
      startAt: readTime(input.StartTime),
      endAt: readTime(input.EndTime),
    },
    page,
    ADDRESS_HISTORY_SCAN_COUNT_MAX,
  );
  return { kind: 'page', items: items.map(describeRecord), nextAfter };
};

function readTime(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Date.parse(text);
}

function describeRecord(record: AllocationRecord) {
  const { releasedAt } = record;
  return {
    IpamPoolAllocationId: record.allocationId,
    IpamPoolAllocationName: record.name,
    IpamPoolAllocationDescription: record.description,
    IpamPoolId: record.poolId,
    IpamScopeId: record.scopeId || undefined,
    Cidr: formatCidr(record.cidr),
    ResourceType: record.resourceType,
    ResourceId: record.resourceId,
    ResourceRegionId: record.resourceRegionId,
    ResourceOwnerId: Number(record.resourceOwnerId),
    AllocatedBy: record.createdBy,
    AllocateTime: new Date(record.createdAt).toISOString(),
    ReleasedBy: record.releasedBy,
    ReleaseTime: releasedAt === undefined ? undefined : new Date(releasedAt).toISOString(),
  };
}
