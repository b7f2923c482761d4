import { type Refusal, refuse } from '@cadastre/api-contract';
import type { Reader } from '../../store/store.ts';

/** Refuses a resource group that the account does not have. */
export async function checkResourceGroup(
  reader: Reader,
  accountId: string,
  resourceGroupId: string | undefined,
): Promise<Refusal | undefined> {
  if (resourceGroupId === undefined) return undefined;
  const group = await reader.resourceGroups.find(accountId, resourceGroupId);
  return group === undefined ? refuse('IllegalParam.ResourceGroupId') : undefined;
}
