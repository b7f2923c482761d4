import { type OPERATIONS, refuse, TAG_COUNT_MAX } from '@cadastre/api-contract';
import { isRefusal, readTagParameter } from '../answers.ts';
import type { WriteHandler } from '../handler.ts';
import { findGroupedResources, readResourceType } from '../resource-group/grouped-resources.ts';
import { describeTagChange, fetchTags } from './describe-tag-change.ts';

/** A tag whose key is there gets the new value; the limit counts the tags that result. */
export const TagResources: WriteHandler<typeof OPERATIONS.TagResources> = async (
  { input, accountId },
  transactor,
) => {
  const type = readResourceType(input.ResourceType);
  if (isRefusal(type)) return type;
  const tags = readTagParameter(input.Tag);
  if (isRefusal(tags)) return tags;
  const { RegionId: regionId, ResourceId: resourceIds } = input;
  const resources = await findGroupedResources(transactor, accountId, regionId, type, resourceIds);
  if (isRefusal(resources)) return resources;
  const before = await fetchTags(transactor, accountId, resources);
  for (const present of before.values()) {
    const keys = new Set([...present, ...tags].map(({ key }) => key));
    if (keys.size > TAG_COUNT_MAX) {
      return refuse('NumberExceed.Tags', { Limit: String(TAG_COUNT_MAX) });
    }
  }
  for (const { resourceId } of resources) {
    await transactor.tags.put(accountId, type, resourceId, tags);
  }
  const after = await fetchTags(transactor, accountId, resources);
  return { kind: 'answer', response: {}, change: describeTagChange(type, before, after) };
};
