import { type OPERATIONS, refuse } from '@cadastre/api-contract';
import { isRefusal } from '../answers.ts';
import type { WriteHandler } from '../handler.ts';
import { findGroupedResources, readResourceType } from '../resource-group/grouped-resources.ts';
import { describeTagChange, fetchTags } from './describe-tag-change.ts';

/** `All` counts only where no key is given; a key that a resource does not have is no error. */
export const UntagResources: WriteHandler<typeof OPERATIONS.UntagResources> = async (
  { input, accountId },
  transactor,
) => {
  const type = readResourceType(input.ResourceType);
  if (isRefusal(type)) return type;
  const keys = input.TagKey;
  if (keys === undefined && input.All !== true) return refuse('MissingParam.TagKey');
  const { RegionId: regionId, ResourceId: resourceIds } = input;
  const resources = await findGroupedResources(transactor, accountId, regionId, type, resourceIds);
  if (isRefusal(resources)) return resources;
  const before = await fetchTags(transactor, accountId, resources);
  for (const { resourceId } of resources) {
    if (keys === undefined) await transactor.tags.removeOf(accountId, resourceId);
    else await transactor.tags.remove(accountId, resourceId, keys);
  }
  const after = await fetchTags(transactor, accountId, resources);
  return { kind: 'answer', response: {}, change: describeTagChange(type, before, after) };
};
