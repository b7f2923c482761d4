import { type InputOf, type OPERATIONS, type Refusal, refuse } from '@cadastre/api-contract';
import type { ResourceTag } from '../../store/records.ts';
import type { PageRequest, Reader } from '../../store/store.ts';
import { isRefusal, readTagFilters } from '../answers.ts';
import type { ListAnswer } from '../handler.ts';
import { readResourceType } from '../resource-group/grouped-resources.ts';

/** What both products' lists of tags are asked. */
type TagListInput = InputOf<typeof OPERATIONS.ListTagResources>;

interface ListedTag<Type> {
  readonly ResourceId: string;
  readonly ResourceType: Type;
  readonly TagKey: string;
  readonly TagValue: string;
}

/** In order of resource and key. Resources that are not there have no tags, which is no error. */
export async function listTags<Type extends string>(
  reader: Reader,
  accountId: string,
  product: 'VpcIpam' | 'Vpc',
  input: TagListInput,
  page: PageRequest,
): Promise<ListAnswer<ListedTag<Type>> | Refusal> {
  const resourceType = readResourceType(input.ResourceType, product);
  if (isRefusal(resourceType)) return resourceType;
  const { RegionId: regionId, ResourceId: resourceIds } = input;
  const tags = readTagFilters(input.Tag);
  if (resourceIds === undefined && tags.length === 0) {
    return refuse('MissingParam.ResourceIdOrTag');
  }
  if (tags.some(({ key }) => key === '')) return refuse('MissingParam.TagKey');
  const filter = { accountId, regionId, resourceType, resourceIds, tags };
  const rows = await reader.tags.list(filter, readPosition(page.after), page.limit + 1);
  const items = rows.slice(0, page.limit);
  const last = items.at(-1);
  return {
    kind: 'page',
    items: items.map(({ resourceId, key, value }) => ({
      ResourceId: resourceId,
      // The product's own types are the only ones that are read.
      ResourceType: resourceType as string as Type,
      TagKey: key,
      TagValue: value,
    })),
    totalCount: items.length,
    nextAfter: rows.length > page.limit && last !== undefined ? writePosition(last) : undefined,
  };
}

type Position = Pick<ResourceTag, 'resourceId' | 'key'>;

function writePosition({ resourceId, key }: Position): string {
  return `${resourceId} ${key}`;
}

/** Neither ids nor keys have spaces. */
function readPosition(after: string | undefined): Position | undefined {
  if (after === undefined) return undefined;
  const [resourceId = '', key = ''] = after.split(' ');
  return { resourceId, key };
}
