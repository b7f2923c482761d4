import { defineOperation } from '../../operation.ts';
import {
  REGION_STATUSES_FIELD,
  RESOURCE_GROUP_FIELDS,
  RESOURCE_GROUP_PARAMETER,
  RESOURCE_GROUP_STATUS_FIELD,
} from './resource-group-fields.ts';

export const DeleteResourceGroup = defineOperation({
  name: 'DeleteResourceGroup',
  product: 'ResourceManager',
  group: 'resource-manager',
  summary: 'Deletes a resource group that has no resources. The default one stays.',
  effect: 'write',
  methods: ['GET', 'POST'],
  callsPerMinute: 300,
  parameters: { ResourceGroupId: RESOURCE_GROUP_PARAMETER },
  response: {
    ResourceGroup: {
      type: 'object',
      description: 'The resource group as it was.',
      fields: {
        ...RESOURCE_GROUP_FIELDS,
        Status: RESOURCE_GROUP_STATUS_FIELD,
        RegionStatuses: REGION_STATUSES_FIELD,
      },
    },
  },
  authorization: {
    action: 'ram:DeleteResourceGroup',
    accessLevel: 'delete',
    resources: ['acs:ram:*:{AccountId}:resourcegroup/{ResourceGroupId}'],
    source: 'published',
  },
  errors: [
    'InvalidParameter.ResourceGroupId',
    'EntityNotExists.ResourceGroup',
    'DeleteConflict.ResourceGroup.Default',
    'DeleteConflict.ResourceGroup.Resource',
  ],
});
