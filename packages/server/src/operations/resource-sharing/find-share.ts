import { type Refusal, refuse } from '@cadastre/api-contract';
import type { ResourceShare } from '../../store/sharing-store.ts';
import type { Reader } from '../../store/store.ts';

/** A share of the account; another account's is as unknown as one that does not exist. */
export async function findShare(
  reader: Reader,
  accountId: string,
  shareId: string,
): Promise<{ readonly kind: 'own'; readonly share: ResourceShare } | Refusal> {
  const share = await reader.shares.find(accountId, shareId);
  return share === undefined ? refuse('EntityNotExists.ResourceShare') : { kind: 'own', share };
}
