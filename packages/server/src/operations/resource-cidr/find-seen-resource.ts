import { type Refusal, refuse } from '@cadastre/api-contract';
import type { StoredResourceCidr } from '../../store/inventory-records.ts';
import type { Ipam } from '../../store/records.ts';
import type { Reader } from '../../store/store.ts';
import { isRefusal } from '../answers.ts';
import type { Change } from '../handler.ts';

/** How a call names a resource of an IPAM. */
export interface SeenResourceInput {
  readonly RegionId: string;
  readonly IpamId?: string | undefined;
  readonly IpamScopeId?: string | undefined;
  readonly ResourceId: string;
  readonly ResourceOwnerId?: string | undefined;
}

/** A resource as an IPAM of the account sees it. */
export interface SeenResource {
  readonly kind: 'seen';
  readonly ipam: Ipam;
  readonly ownerId: string;
  readonly resourceId: string;
  /** Empty for an ignored resource that is gone. */
  readonly resourceCidrs: readonly StoredResourceCidr[];
  /** Whether the resource itself is ignored, not only the network around it. */
  readonly isIgnored: boolean;
}

/** The resource that a call names, by the IPAM or by one of its scopes. */
export async function findSeenResource(
  reader: Reader,
  accountId: string,
  input: SeenResourceInput,
): Promise<SeenResource | Refusal> {
  const ipam = await findIpam(reader, accountId, input);
  if (isRefusal(ipam)) return ipam;
  const { ResourceId: resourceId, ResourceOwnerId: ownerId = accountId } = input;
  const seen = await reader.resourceCidrs.listOfResource(ownerId, resourceId);
  const resourceCidrs = seen.filter(({ ipamId }) => ipamId === ipam.ipamId);
  const isIgnored = await reader.resourceCidrs.isIgnored(ipam, ownerId, resourceId);
  if (resourceCidrs.length === 0 && !isIgnored) return refuse('ResourceNotFound.Resource');
  return { kind: 'seen', ipam, ownerId, resourceId, resourceCidrs, isIgnored };
}

/** What becomes of the resource, for the audit event. */
export function describeIgnoring(
  { ipam: { ipamId }, ownerId, resourceId, isIgnored }: SeenResource,
  willBeIgnored: boolean,
): Change {
  return {
    resourceType: 'Resource',
    resourceId,
    before: { ipamId, ownerId, isIgnored },
    after: { ipamId, ownerId, isIgnored: willBeIgnored },
  };
}

async function findIpam(
  { ipams, scopes }: Reader,
  accountId: string,
  { RegionId: regionId, IpamId, IpamScopeId: scopeId }: SeenResourceInput,
): Promise<Ipam | Refusal> {
  const scope = scopeId === undefined ? undefined : await scopes.find(accountId, scopeId);
  if (scopeId !== undefined && scope?.regionId !== regionId) {
    return refuse('ResourceNotFound.IpamScope');
  }
  const ipamId = IpamId ?? scope?.ipamId;
  if (ipamId === undefined) return refuse('MissingParam.IpamIdOrIpamScopeId');
  const ipam = await ipams.find(accountId, ipamId);
  if (ipam?.regionId !== regionId) return refuse('ResourceNotFound.Ipam');
  return scope === undefined || scope.ipamId === ipamId
    ? ipam
    : refuse('ResourceNotFound.IpamScope');
}
