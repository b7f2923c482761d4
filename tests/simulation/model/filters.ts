import type { Tag } from './entities.ts';

/** Whether a resource has every tag asked for; a filter without a value takes any value of its key. */
export function hasTags(tags: readonly Tag[], wanted: readonly Partial<Tag>[]): boolean {
  return wanted.every((filter) =>
    tags.some(
      (tag) => tag.Key === filter.Key && (filter.Value === undefined || filter.Value === tag.Value),
    ),
  );
}
