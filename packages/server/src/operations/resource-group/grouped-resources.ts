import { type ErrorKey, type Refusal, refuse } from '@cadastre/api-contract';
import type { GroupedResource, GroupedResourceType } from '../../store/records.ts';
import type { Reader } from '../../store/store.ts';
import { isRefusal } from '../answers.ts';

interface TypeFacts {
  /** The product whose operations take the type. */
  readonly product: 'VpcIpam' | 'Vpc';
  /** The type as audit events spell it. */
  readonly name: string;
  readonly notFound: ErrorKey;
}

const TYPES: Readonly<Record<GroupedResourceType, TypeFacts>> = {
  IPAM: { product: 'VpcIpam', name: 'Ipam', notFound: 'ResourceNotFound.Ipam' },
  IPAMSCOPE: { product: 'VpcIpam', name: 'IpamScope', notFound: 'ResourceNotFound.IpamScope' },
  IPAMPOOL: { product: 'VpcIpam', name: 'IpamPool', notFound: 'ResourceNotFound.IpamPool' },
  IPAMRESOURCEDISCOVERY: {
    product: 'VpcIpam',
    name: 'IpamResourceDiscovery',
    notFound: 'ResourceNotFound.IpamResourceDiscovery',
  },
  VPC: { product: 'Vpc', name: 'Vpc', notFound: 'InvalidVpcId.NotFound' },
  VSWITCH: { product: 'Vpc', name: 'VSwitch', notFound: 'InvalidVSwitchId.NotFound' },
};

/** Real clients send the types of one page to the operations of the other: any case will do. */
export function readResourceType(
  text: string,
  product: TypeFacts['product'],
): GroupedResourceType | Refusal {
  const upper = text.toUpperCase();
  const type = Object.hasOwn(TYPES, upper) ? (upper as GroupedResourceType) : undefined;
  return type !== undefined && TYPES[type].product === product
    ? type
    : refuse('IllegalParam.ResourceType');
}

export function resourceTypeName(resourceType: GroupedResourceType): string {
  return TYPES[resourceType].name;
}

/**
 * The account's resource of that type in the region. One that is shared with the account is its
 * owner's: the account gives it no tags and no group.
 */
export async function findGroupedResource(
  reader: Reader,
  accountId: string,
  regionId: string,
  resourceType: GroupedResourceType,
  resourceId: string,
): Promise<GroupedResource | Refusal> {
  const resource = await reader.resources.find(accountId, resourceType, resourceId);
  if (resource?.regionId === regionId) return resource;
  const shared = await findShared(reader, accountId, resourceType, resourceId);
  if (shared !== undefined) return refuse('OperationDenied.OperateShareResource');
  return refuse(TYPES[resourceType].notFound);
}

function findShared(
  { pools, discoveries }: Reader,
  accountId: string,
  resourceType: GroupedResourceType,
  resourceId: string,
): Promise<object | undefined> {
  if (resourceType === 'IPAMPOOL') return pools.findSharedWith(accountId, resourceId);
  return resourceType === 'IPAMRESOURCEDISCOVERY'
    ? discoveries.findSharedWith(accountId, resourceId)
    : Promise.resolve(undefined);
}

/** All of the resources, each once, or the refusal of the first that is not there. */
export async function findGroupedResources(
  reader: Reader,
  accountId: string,
  regionId: string,
  resourceType: GroupedResourceType,
  resourceIds: readonly string[],
): Promise<readonly GroupedResource[] | Refusal> {
  const found: GroupedResource[] = [];
  for (const id of new Set(resourceIds)) {
    const resource = await findGroupedResource(reader, accountId, regionId, resourceType, id);
    if (isRefusal(resource)) return resource;
    found.push(resource);
  }
  return found;
}
