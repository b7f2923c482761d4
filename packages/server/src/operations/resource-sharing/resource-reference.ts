import { type Refusal, refuse } from '@cadastre/api-contract';
import type { Pool, ResourceDiscovery } from '../../store/records.ts';
import type { SharedResourceType, ShareResource } from '../../store/sharing-store.ts';
import type { Reader } from '../../store/store.ts';
import { findPool } from '../ipam-pool/find-pool.ts';

/** A resource as a call names it, by id and type or by ARN. */
export interface ResourceReference {
  readonly resourceType: SharedResourceType;
  readonly resourceId: string;
  /** The account and the region of the ARN; undefined where the id is given. */
  readonly accountId: string | undefined;
  readonly regionId: string | undefined;
}

/** The names of the shared types in ARNs. */
const ARN_TYPES: Readonly<Record<SharedResourceType, string>> = {
  IpamPool: 'ipampool',
  IpamResourceDiscovery: 'ipamresourcediscovery',
};

/** The one permission of each type; it stands for the rights that the matrix of the type gives. */
export const PERMISSION_TYPES: Readonly<Record<string, SharedResourceType>> = {
  AliyunRSDefaultPermissionIpamPool: 'IpamPool',
  AliyunRSDefaultPermissionIpamResourceDiscovery: 'IpamResourceDiscovery',
};

const ARN = /^acs:vpc:([a-z0-9-]+):(\d{16}):(ipampool|ipamresourcediscovery)\/([A-Za-z0-9-]+)$/;

export function resourceArn({ regionId, accountId, resourceType, resourceId }: ShareResource) {
  return `acs:vpc:${regionId}:${accountId}:${ARN_TYPES[resourceType]}/${resourceId}`;
}

/** Undefined for an ARN that is of no type that can be shared. */
export function parseResourceArn(arn: string): ResourceReference | undefined {
  const [, regionId, accountId, type, resourceId] = ARN.exec(arn) ?? [];
  if (resourceId === undefined) return undefined;
  const resourceType = type === ARN_TYPES.IpamPool ? 'IpamPool' : 'IpamResourceDiscovery';
  return { resourceType, resourceId, accountId, regionId };
}

interface ReferenceParameters {
  readonly Resources?:
    | readonly {
        readonly ResourceId: string | undefined;
        readonly ResourceType: string | undefined;
      }[]
    | undefined;
  readonly ResourceArns?: readonly string[] | undefined;
}

function invalid(parameterName: string, detail: string): Refusal {
  return refuse('InvalidParameter.{ParameterName}', {
    ParameterName: parameterName,
    Detail: detail,
  });
}

/** The resources that a call names in either way, each once. */
export function readReferences({
  Resources: resources = [],
  ResourceArns: arns = [],
}: ReferenceParameters): readonly ResourceReference[] | Refusal {
  const references = new Map<string, ResourceReference>();
  for (const { ResourceId: resourceId = '', ResourceType: resourceType = '' } of resources) {
    if (resourceId === '') return invalid('Resources', 'Id and type are given in pairs.');
    if (resourceType !== 'IpamPool' && resourceType !== 'IpamResourceDiscovery') {
      return invalid('ResourceType', 'It must be IpamPool or IpamResourceDiscovery.');
    }
    const given = { accountId: undefined, regionId: undefined };
    references.set(resourceId, { resourceType, resourceId, ...given });
  }
  for (const arn of arns) {
    const reference = parseResourceArn(arn);
    if (reference === undefined) {
      return invalid('ResourceArns', 'An ARN is acs:vpc:{region}:{account}:ipampool/{id}.');
    }
    references.set(reference.resourceId, reference);
  }
  return [...references.values()];
}

/** Whether the account and the region of the ARN, where one is given, are those of the resource. */
export function isReferenceTo(
  reference: ResourceReference,
  { accountId, regionId }: { readonly accountId: string; readonly regionId: string },
): boolean {
  return (
    (reference.accountId ?? accountId) === accountId &&
    (reference.regionId ?? regionId) === regionId
  );
}

/** A resource that the account may share: its own. What is shared with it cannot be passed on. */
export async function findShareable(
  reader: Reader,
  accountId: string,
  reference: ResourceReference,
): Promise<{ readonly kind: 'shareable'; readonly resource: Pool | ResourceDiscovery } | Refusal> {
  const found =
    reference.resourceType === 'IpamPool'
      ? (await findPool(reader, accountId, reference.resourceId))?.pool
      : ((await reader.discoveries.find(accountId, reference.resourceId)) ??
        (await reader.discoveries.findSharedWith(accountId, reference.resourceId)));
  if (found === undefined || !isReferenceTo(reference, found)) {
    return refuse(`ResourceNotFound.${reference.resourceType}`);
  }
  if (found.accountId !== accountId) return refuse('OperationDenied.OperateShareResource');
  return { kind: 'shareable', resource: found };
}
