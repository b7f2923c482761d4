import type { Reader } from '../../store/store.ts';
import { tagsByResource } from '../answers.ts';

type TagFilterItems =
  | readonly { readonly Key: string | undefined; readonly Value: string | undefined }[]
  | undefined;

/** Reads the tags of listed roles or policies, as the lists of Ram spell them. */
export async function ramTagsOf(reader: Reader, accountId: string, resourceIds: readonly string[]) {
  const tagsOf = await tagsByResource(reader, accountId, resourceIds);
  return (resourceId: string) => ({
    Tag: tagsOf(resourceId).map(({ Key, Value }) => ({ TagKey: Key, TagValue: Value })),
  });
}

/**
 * The rows of a batch that have all tags of a filter. Lists of Ram are short, so that they are
 * filtered here and not by the database.
 */
export async function keepTagged<Row>(
  reader: Reader,
  accountId: string,
  rows: readonly Row[],
  idOf: (row: Row) => string,
  filter: TagFilterItems,
): Promise<readonly Row[]> {
  if (filter === undefined) return rows;
  const tagsOf = await tagsByResource(reader, accountId, rows.map(idOf));
  return rows.filter((row) => {
    const tags = tagsOf(idOf(row));
    return filter.every(({ Key, Value }) =>
      tags.some((tag) => tag.Key === Key && (Value === undefined || tag.Value === Value)),
    );
  });
}
