import { type Refusal, refuse } from '@cadastre/api-contract';
import type { DiscoveryAssociation, Ipam, ResourceDiscovery } from '../../store/records.ts';
import type { Reader } from '../../store/store.ts';
import { findDiscovery } from './find-discovery.ts';

/** What an association is between, and the association where there is one. */
export interface Associable {
  readonly kind: 'associable';
  readonly discovery: ResourceDiscovery;
  readonly ipam: Ipam;
  readonly association: DiscoveryAssociation | undefined;
}

/** A resource discovery that the account sees and its IPAM, both of the region that a call names. */
export async function findAssociable(
  reader: Reader,
  accountId: string,
  input: {
    readonly RegionId: string;
    readonly IpamId: string;
    readonly IpamResourceDiscoveryId: string;
  },
): Promise<Associable | Refusal> {
  const { RegionId: regionId, IpamResourceDiscoveryId: discoveryId, IpamId: ipamId } = input;
  const found = await findDiscovery(reader, accountId, regionId, discoveryId);
  if (found.kind === 'refusal') return found;
  const ipam = await reader.ipams.find(accountId, ipamId);
  if (ipam?.regionId !== regionId) return refuse('ResourceNotFound.Ipam');
  const association = await reader.discoveries.findAssociation(accountId, ipamId, discoveryId);
  return { kind: 'associable', discovery: found.discovery, ipam, association };
}
