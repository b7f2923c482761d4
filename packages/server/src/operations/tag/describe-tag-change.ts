import type { Tag } from '@cadastre/api-contract';
import type { GroupedResource, GroupedResourceType, ResourceTag } from '../../store/records.ts';
import type { Reader } from '../../store/store.ts';
import type { Change } from '../handler.ts';
import { resourceTypeName } from '../resource-group/grouped-resources.ts';

/** The tags of each resource. */
export type TagsByResource = ReadonlyMap<string, readonly Tag[]>;

export async function fetchTags(
  reader: Reader,
  accountId: string,
  resources: readonly GroupedResource[],
): Promise<TagsByResource> {
  const ids = resources.map((resource) => resource.resourceId);
  const tags = new Map<string, Tag[]>(ids.map((id) => [id, []]));
  const rows: readonly ResourceTag[] = await reader.tags.listOf(accountId, ids);
  for (const { resourceId, key, value } of rows) tags.get(resourceId)?.push({ key, value });
  return tags;
}

/** One event for all resources of a call; it lists them and their tags before and after. */
export function describeTagChange(
  resourceType: GroupedResourceType,
  before: TagsByResource,
  after: TagsByResource,
): Change {
  return {
    resourceType: resourceTypeName(resourceType),
    resourceId: [...before.keys()].join(','),
    before: { tags: Object.fromEntries(before) },
    after: { tags: Object.fromEntries(after) },
  };
}
