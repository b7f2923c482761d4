import { encodeAddressKey, formatCidr, parseCidr } from '@cadastre/address-space';
import type { OPERATIONS } from '@cadastre/api-contract';
import type { Pool, PoolCidr } from '../../store/records.ts';
import type { Page, PageRequest, Reader } from '../../store/store.ts';
import { EMPTY_LIST, pageAnswer } from '../answers.ts';
import type { ListHandler } from '../handler.ts';
import { findPool } from '../ipam-pool/find-pool.ts';

/** CIDRs in address order. An unknown pool, region or CIDR gives an empty list. */
export const ListIpamPoolCidrs: ListHandler<typeof OPERATIONS.ListIpamPoolCidrs> = async (
  { input, accountId, page },
  reader,
) => {
  const found = await findPool(reader, accountId, input.IpamPoolId);
  if (found?.pool.regionId !== input.RegionId) return EMPTY_LIST;
  const { pool } = found;
  const cidrs = await findCidrs(pool, input.Cidr, page, reader);
  return pageAnswer(
    cidrs,
    ({ cidr }) => encodeAddressKey(cidr.ipVersion, cidr.address),
    ({ cidr }) => ({
      IpamPoolId: pool.poolId,
      Cidr: formatCidr(cidr),
      Status: 'Created' as const,
    }),
  );
};

async function findCidrs(
  { accountId, poolId, cidrCount }: Pool,
  cidrText: string | undefined,
  page: PageRequest,
  reader: Reader,
): Promise<Page<PoolCidr>> {
  if (cidrText === undefined) {
    const oneMore = { after: page.after, limit: page.limit + 1 };
    const items = await reader.poolCidrs.list(accountId, poolId, oneMore);
    return {
      items: items.slice(0, page.limit),
      totalCount: cidrCount,
      hasMore: items.length > page.limit,
    };
  }
  const parsed = parseCidr(cidrText);
  const found =
    parsed.kind === 'invalid'
      ? undefined
      : await reader.poolCidrs.find(accountId, poolId, parsed.cidr);
  const items = found === undefined ? [] : [found];
  return { items, totalCount: items.length, hasMore: false };
}
