import { defineOperation } from '../../operation.ts';
import {
  INCLUDE_TAGS,
  REGION_STATUSES_FIELD,
  RESOURCE_GROUP_FIELDS,
  RESOURCE_GROUP_PARAMETER,
  RESOURCE_GROUP_STATUS_FIELD,
  RESOURCE_GROUP_TAGS_FIELD,
} from './resource-group-fields.ts';

export const GetResourceGroup = defineOperation({
  name: 'GetResourceGroup',
  product: 'ResourceManager',
  group: 'resource-manager',
  summary: 'Tells about a resource group.',
  effect: 'read',
  methods: ['GET', 'POST'],
  callsPerMinute: 300,
  parameters: {
    ResourceGroupId: RESOURCE_GROUP_PARAMETER,
    IncludeTags: INCLUDE_TAGS,
  },
  response: {
    ResourceGroup: {
      type: 'object',
      description: 'The resource group.',
      fields: {
        ...RESOURCE_GROUP_FIELDS,
        Status: RESOURCE_GROUP_STATUS_FIELD,
        RegionStatuses: REGION_STATUSES_FIELD,
        Tags: RESOURCE_GROUP_TAGS_FIELD,
      },
    },
  },
  authorization: {
    action: 'ram:GetResourceGroup',
    accessLevel: 'get',
    resources: ['acs:ram:*:{AccountId}:resourcegroup/{ResourceGroupId}'],
    source: 'own',
  },
  errors: ['InvalidParameter.ResourceGroupId', 'EntityNotExists.ResourceGroup'],
});
