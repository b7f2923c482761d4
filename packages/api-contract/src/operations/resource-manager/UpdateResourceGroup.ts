import { defineOperation } from '../../operation.ts';
import { RESOURCE_GROUP_FIELDS, RESOURCE_GROUP_PARAMETER } from './resource-group-fields.ts';

export const UpdateResourceGroup = defineOperation({
  name: 'UpdateResourceGroup',
  product: 'ResourceManager',
  group: 'resource-manager',
  summary: 'Changes the display name of a resource group.',
  effect: 'write',
  methods: ['GET', 'POST'],
  callsPerMinute: 300,
  parameters: {
    ResourceGroupId: RESOURCE_GROUP_PARAMETER,
    NewDisplayName: {
      type: 'string',
      required: true,
      example: 'project',
      description: 'The new display name, 1 to 50 characters.',
    },
  },
  response: {
    ResourceGroup: {
      type: 'object',
      description: 'The resource group.',
      fields: RESOURCE_GROUP_FIELDS,
    },
  },
  authorization: {
    action: 'ram:UpdateResourceGroup',
    accessLevel: 'update',
    resources: ['acs:ram:*:{AccountId}:resourcegroup/{ResourceGroupId}'],
    source: 'own',
  },
  errors: [
    'InvalidParameter.ResourceGroupId',
    'EntityNotExists.ResourceGroup',
    'InvalidParameter.DisplayName.Length',
    'InvalidParameter.DisplayName',
  ],
});
