import type { Account } from './entities.ts';

/** The groups that every account has beside its default one. */
export const MADE_GROUP_NAMES = ['one', 'two'] as const;

/** Whether the account has the group; a call that names none is in the default group. */
export function hasGroup(account: Account, resourceGroupId: string | undefined): boolean {
  if (resourceGroupId === undefined || resourceGroupId === account.resourceGroupId) return true;
  return MADE_GROUP_NAMES.some((name) => resourceGroupId === `rg-${name}`);
}
