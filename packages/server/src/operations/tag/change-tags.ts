import {
  type InputOf,
  type OPERATIONS,
  type Refusal,
  refuse,
  TAG_COUNT_MAX,
} from '@cadastre/api-contract';
import type { Transactor } from '../../store/store.ts';
import { isRefusal, readTagParameter } from '../answers.ts';
import type { WriteAnswer } from '../handler.ts';
import { findGroupedResources, readResourceType } from '../resource-group/grouped-resources.ts';
import { describeTagChange, fetchTags } from './describe-tag-change.ts';

/** A call that changes the tags of resources. */
interface TagCall<More> {
  readonly accountId: string;
  readonly input: More & {
    readonly RegionId: string;
    readonly ResourceType: string;
    readonly ResourceId: readonly string[];
  };
}

type Product = 'VpcIpam' | 'Vpc';

/** A tag whose key is there gets the new value; the limit counts the tags that result. */
export async function addTags(
  { input, accountId }: TagCall<Pick<InputOf<typeof OPERATIONS.TagResources>, 'Tag'>>,
  transactor: Transactor,
  product: Product,
): Promise<WriteAnswer<object> | Refusal> {
  const { RegionId: regionId, ResourceId: resourceIds } = input;
  const type = readResourceType(input.ResourceType, product);
  if (isRefusal(type)) return type;
  const tags = readTagParameter(input.Tag);
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

/** `All` counts only where no key is given; a key that a resource does not have is no error. */
export async function removeTags(
  { input, accountId }: TagCall<Pick<InputOf<typeof OPERATIONS.UntagResources>, 'TagKey' | 'All'>>,
  transactor: Transactor,
  product: Product,
): Promise<WriteAnswer<object> | Refusal> {
  const { RegionId: regionId, ResourceId: resourceIds, TagKey: keys } = input;
  const type = readResourceType(input.ResourceType, product);
  if (isRefusal(type)) return type;
  if (keys === undefined && input.All !== true) return refuse('MissingParam.TagKey');
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
