import { type OPERATIONS, refuse } from '@cadastre/api-contract';
import type { GroupedResourceType } from '../../store/records.ts';
import { isRefusal } from '../answers.ts';
import type { WriteAnswer, WriteHandler } from '../handler.ts';
import { checkResourceGroup } from './check-resource-group.ts';
import { findGroupedResource, readResourceType, resourceTypeName } from './grouped-resources.ts';

/**
 * Moves the named resource alone: scopes and pools stay where they are when their IPAM moves. A
 * principal puts a shared resource discovery into a group of its own; the owner's stays.
 */
export const ChangeResourceGroup: WriteHandler<typeof OPERATIONS.ChangeResourceGroup> = async (
  { input, accountId },
  transactor,
) => {
  const { RegionId: regionId, ResourceId: resourceId, NewResourceGroupId: newGroupId } = input;
  const illegal = await checkResourceGroup(transactor, accountId, newGroupId);
  if (illegal !== undefined) return illegal;
  const type = readResourceType(input.ResourceType, 'VpcIpam');
  if (isRefusal(type)) return type;
  const shared =
    type === 'IPAMRESOURCEDISCOVERY'
      ? await transactor.discoveries.findSharedWith(accountId, resourceId)
      : undefined;
  if (shared !== undefined) {
    if (shared.regionId !== regionId) return refuse('ResourceNotFound.IpamResourceDiscovery');
    const view = { resourceGroupId: newGroupId };
    await transactor.discoveries.setSharedView(accountId, resourceId, view);
    return answer(type, resourceId, shared.resourceGroupId, newGroupId);
  }
  const resource = await findGroupedResource(transactor, accountId, regionId, type, resourceId);
  if (isRefusal(resource)) return resource;
  await transactor.resources.moveToGroup(resource, newGroupId);
  return answer(type, resourceId, resource.resourceGroupId, newGroupId);
};

function answer(
  type: GroupedResourceType,
  resourceId: string,
  formerGroupId: string,
  newGroupId: string,
): WriteAnswer<object> {
  return {
    kind: 'answer',
    response: {},
    change: {
      resourceType: resourceTypeName(type),
      resourceId,
      before: { resourceGroupId: formerGroupId },
      after: { resourceGroupId: newGroupId },
    },
  };
}
