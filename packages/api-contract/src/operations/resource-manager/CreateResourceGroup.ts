import { defineOperation } from '../../operation.ts';
import { TAG } from '../../parameter-kinds.ts';
import {
  REGION_STATUSES_FIELD,
  RESOURCE_GROUP_FIELDS,
  RESOURCE_GROUP_STATUS_FIELD,
} from './resource-group-fields.ts';

export const CreateResourceGroup = defineOperation({
  name: 'CreateResourceGroup',
  product: 'ResourceManager',
  group: 'resource-manager',
  summary: 'Creates a resource group.',
  effect: 'write',
  methods: ['GET', 'POST'],
  callsPerMinute: 300,
  parameters: {
    Name: {
      type: 'string',
      required: true,
      example: 'my-project',
      description:
        'The name: 2 to 50 letters, digits and hyphens, the first a letter; unique in the account.',
    },
    DisplayName: {
      type: 'string',
      required: true,
      example: 'my-project',
      description: 'The display name, 1 to 50 characters.',
    },
    Tag: TAG,
  },
  response: {
    ResourceGroup: {
      type: 'object',
      description: 'The resource group.',
      fields: {
        ...RESOURCE_GROUP_FIELDS,
        Status: RESOURCE_GROUP_STATUS_FIELD,
        RegionStatuses: REGION_STATUSES_FIELD,
      },
    },
  },
  authorization: {
    action: 'ram:CreateResourceGroup',
    accessLevel: 'create',
    resources: ['acs:ram:*:{AccountId}:resourcegroup/*'],
    source: 'published',
  },
  errors: [
    'NumberExceed.Tags',
    'InvalidParameter.Name.Length',
    'InvalidParameter.Name.InvalidChars',
    'InvalidParameter.DisplayName.Length',
    'InvalidParameter.DisplayName',
    'IllegalParam.{ParameterName}',
    'DuplicatedParam.TagKey',
    'EntityAlreadyExists.ResourceGroup',
    'LimitExceeded.ResourceGroup',
  ],
});
