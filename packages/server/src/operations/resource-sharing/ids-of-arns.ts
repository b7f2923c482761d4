import { parseResourceArn } from './resource-reference.ts';

/**
 * The ids that both filters of a list let pass, undefined where neither is given. An ARN that names
 * no resource, or one of another owner than the given, matches nothing.
 */
export function idsOfArns(
  ids: readonly string[] | undefined,
  arns: readonly string[] | undefined,
  ownerAccountId: string | undefined,
): readonly string[] | undefined {
  if (arns === undefined) return ids;
  const named = arns.flatMap((arn) => {
    const reference = parseResourceArn(arn);
    if (reference === undefined) return [];
    return reference.accountId === (ownerAccountId ?? reference.accountId)
      ? [reference.resourceId]
      : [];
  });
  const both = ids === undefined ? named : named.filter((id) => ids.includes(id));
  // No resource has an empty id, and a list of none would let everything pass.
  return both.length === 0 ? [''] : both;
}
