import type { OPERATIONS } from '@cadastre/api-contract';
import { EMPTY_LIST, formatTime, pageAnswer } from '../answers.ts';
import type { ListHandler } from '../handler.ts';
import { findHostedIpam } from './find-managing-ipam.ts';

/** Any account may ask; only the delegated administrator's IPAM has members. */
export const ListIpamMembers: ListHandler<typeof OPERATIONS.ListIpamMembers> = async (
  { input, accountId, page },
  reader,
) => {
  const ipam = await findHostedIpam(reader, accountId, input.RegionId);
  if (ipam === undefined) return EMPTY_LIST;
  const filter = { accountId, ipamId: ipam.ipamId, memberIds: input.MemberIds };
  return pageAnswer(
    await reader.members.list(filter, page),
    ({ memberId }) => memberId,
    ({ memberId, memberType, createdAt }) => ({
      CreationTime: formatTime(createdAt),
      MemberId: memberId,
      MemberType: memberType,
      Status: 'Created',
    }),
  );
};
