import { type Refusal, refuse } from '@cadastre/api-contract';
import type { ResourceDiscovery } from '../../store/records.ts';
import type { Reader } from '../../store/store.ts';

/** A resource discovery that an account can see: its own, or one shared with it. */
export interface VisibleDiscovery {
  readonly kind: 'visible';
  /** As the account sees it. */
  readonly discovery: ResourceDiscovery;
  readonly role: 'owner' | 'principal';
}

/** The resource discovery of the region as the account sees it. */
export async function findDiscovery(
  { discoveries }: Reader,
  accountId: string,
  regionId: string,
  discoveryId: string,
): Promise<VisibleDiscovery | Refusal> {
  const own = await discoveries.find(accountId, discoveryId);
  const found = own ?? (await discoveries.findSharedWith(accountId, discoveryId));
  if (found?.regionId !== regionId) return refuse('ResourceNotFound.IpamResourceDiscovery');
  return { kind: 'visible', discovery: found, role: own === undefined ? 'principal' : 'owner' };
}
