import type { InputOf, OPERATIONS } from '@cadastre/api-contract';
import type { Reader } from '../../store/store.ts';
import { readTagFilters } from '../answers.ts';
import type { ReadHandler } from '../handler.ts';
import { describeNumberedPage, readNumberedPage } from '../numbered-page.ts';
import { describeResourceGroup, describeTags } from './describe-resource-group.ts';

type Definition = typeof OPERATIONS.ListResourceGroups;

export const ListResourceGroups: ReadHandler<Definition> = async ({ input, accountId }, reader) => {
  const page = readNumberedPage(input);
  const { offset, pageSize } = page;
  const { items, totalCount } = await listGroups(input, accountId, offset, pageSize, reader);
  const tagsOf = await describeTags(reader, accountId, items, input.IncludeTags === true);
  return {
    kind: 'answer',
    response: {
      ...describeNumberedPage(page, totalCount),
      ResourceGroups: {
        ResourceGroup: items.map((group) => ({
          ...describeResourceGroup(group),
          Status: 'OK' as const,
          Tags: tagsOf(group.resourceGroupId),
        })),
      },
    },
  };
};

async function listGroups(
  input: InputOf<Definition>,
  accountId: string,
  offset: number,
  limit: number,
  reader: Reader,
) {
  const { ResourceGroupId: id, ResourceGroupIds: ids } = input;
  const wanted = id === undefined ? ids : [id].filter((only) => ids?.includes(only) ?? true);
  const isOtherStatus = input.Status !== undefined && input.Status !== 'OK';
  if (isOtherStatus || wanted?.length === 0) return { items: [], totalCount: 0 };
  const filter = {
    accountId,
    ids: wanted,
    name: input.Name,
    displayName: input.DisplayName,
    tags: readTagFilters(input.Tag),
  };
  return reader.resourceGroups.list(filter, offset, limit);
}
