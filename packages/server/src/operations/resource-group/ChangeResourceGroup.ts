import type { OPERATIONS } from '@cadastre/api-contract';
import { isRefusal } from '../answers.ts';
import type { WriteHandler } from '../handler.ts';
import { checkResourceGroup } from './check-resource-group.ts';
import { findGroupedResource, readResourceType, resourceTypeName } from './grouped-resources.ts';

/** Moves the named resource alone: scopes and pools stay where they are when their IPAM moves. */
export const ChangeResourceGroup: WriteHandler<typeof OPERATIONS.ChangeResourceGroup> = async (
  { input, accountId },
  transactor,
) => {
  const { RegionId: regionId, ResourceId: resourceId, NewResourceGroupId: newGroupId } = input;
  const illegal = await checkResourceGroup(transactor, accountId, newGroupId);
  if (illegal !== undefined) return illegal;
  const type = readResourceType(input.ResourceType, 'VpcIpam');
  if (isRefusal(type)) return type;
  const resource = await findGroupedResource(transactor, accountId, regionId, type, resourceId);
  if (isRefusal(resource)) return resource;
  await transactor.resources.moveToGroup(resource, newGroupId);
  return {
    kind: 'answer',
    response: {},
    change: {
      resourceType: resourceTypeName(type),
      resourceId,
      before: { resourceGroupId: resource.resourceGroupId },
      after: { resourceGroupId: newGroupId },
    },
  };
};
