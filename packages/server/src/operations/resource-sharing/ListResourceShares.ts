import type { OPERATIONS } from '@cadastre/api-contract';
import { EMPTY_LIST, readTagFilters, tagsByResource } from '../answers.ts';
import type { ListHandler } from '../handler.ts';
import { describeShare, uncountedAnswer } from './describe-share.ts';
import { PERMISSION_TYPES } from './resource-reference.ts';

export const ListResourceShares: ListHandler<typeof OPERATIONS.ListResourceShares> = async (
  { input, accountId, page },
  reader,
) => {
  const { ResourceOwner: owner, ResourceShareStatus: status, PermissionName: permission } = input;
  if (status !== undefined && status !== 'Active') return EMPTY_LIST;
  const resourceType = permission === undefined ? undefined : PERMISSION_TYPES[permission];
  if (permission !== undefined && resourceType === undefined) return EMPTY_LIST;
  const isOwn = owner === 'Self';
  const tags = readTagFilters(input.Tag);
  // The group and the tags of a share are its owner's alone.
  if (!isOwn && (input.ResourceGroupId !== undefined || tags.length > 0)) return EMPTY_LIST;
  const shares = await reader.shares.list(
    {
      accountId,
      owner,
      shareIds: input.ResourceShareIds,
      name: input.ResourceShareName,
      resourceGroupId: input.ResourceGroupId,
      ownerIds: undefined,
      resourceId: undefined,
      resourceType,
      tags,
    },
    page,
  );
  const ids = isOwn ? shares.items.map((share) => share.shareId) : [];
  const tagsOf = await tagsByResource(reader, accountId, ids);
  return uncountedAnswer(
    shares,
    (share) => share.shareId,
    (share) => ({
      ...describeShare(share),
      ResourceGroupId: isOwn ? share.resourceGroupId : '',
      Tags: tagsOf(share.shareId),
    }),
  );
};
