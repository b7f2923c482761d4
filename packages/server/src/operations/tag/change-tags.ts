import { type Refusal, refuse, TAG_COUNT_MAX, type Tag } from '@cadastre/api-contract';
import type { Transactor } from '../../store/store.ts';
import { isRefusal } from '../answers.ts';
import type { WriteAnswer } from '../handler.ts';
import { findGroupedResources, readResourceType } from '../resource-group/grouped-resources.ts';
import { describeTagChange, fetchTags } from './describe-tag-change.ts';

/** The resources of a call that changes their tags, and the product it is of. */
export interface TaggedResources {
  readonly product: 'VpcIpam' | 'Vpc';
  readonly accountId: string;
  readonly regionId: string;
  readonly resourceType: string;
  readonly resourceIds: readonly string[];
}

/** A tag whose key is there gets the new value; the limit counts the tags that result. */
export async function addTags(
  transactor: Transactor,
  tagged: TaggedResources,
  tags: readonly Tag[] | Refusal,
): Promise<WriteAnswer<object> | Refusal> {
  const { accountId, regionId, resourceIds } = tagged;
  const type = readResourceType(tagged.resourceType, tagged.product);
  if (isRefusal(type)) return type;
  if (isRefusal(tags)) return tags;
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
}

/**
 * `isAll` counts only where no key is given; a key that a resource does not have is no error.
 */
export async function removeTags(
  transactor: Transactor,
  tagged: TaggedResources,
  keys: readonly string[] | undefined,
  isAll: boolean,
): Promise<WriteAnswer<object> | Refusal> {
  const { accountId, regionId, resourceIds } = tagged;
  const type = readResourceType(tagged.resourceType, tagged.product);
  if (isRefusal(type)) return type;
  if (keys === undefined && !isAll) return refuse('MissingParam.TagKey');
  const resources = await findGroupedResources(transactor, accountId, regionId, type, resourceIds);
  if (isRefusal(resources)) return resources;
  const before = await fetchTags(transactor, accountId, resources);
  for (const { resourceId } of resources) {
    if (keys === undefined) await transactor.tags.removeOf(accountId, resourceId);
    else await transactor.tags.remove(accountId, resourceId, keys);
  }
  const after = await fetchTags(transactor, accountId, resources);
  return { kind: 'answer', response: {}, change: describeTagChange(type, before, after) };
}
