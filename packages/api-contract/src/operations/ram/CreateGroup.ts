import { defineOperation } from '../../operation.ts';
import { GROUP_NAME, NEW_GROUP_FIELDS } from './ram-parameters.ts';

export const CreateGroup = defineOperation({
  name: 'CreateGroup',
  product: 'Ram',
  group: 'ram',
  summary: 'Creates a group of RAM users.',
  effect: 'write',
  methods: ['GET', 'POST'],
  callsPerMinute: 600,
  parameters: {
    GroupName: GROUP_NAME,
    Comments: {
      type: 'string',
      example: 'Developers',
      description: 'The comments, at most 1,024 characters.',
    },
  },
  response: { Group: { type: 'object', fields: NEW_GROUP_FIELDS } },
  authorization: {
    action: 'ram:CreateGroup',
    accessLevel: 'create',
    resources: ['acs:ram::{AccountId}:group/{GroupName}'],
    source: 'own',
  },
  errors: [
    'InvalidParameter.{ParameterName}.Length',
    'InvalidParameter.{ParameterName}.InvalidChars',
    'EntityAlreadyExists.Group',
    'LimitExceeded.Group',
  ],
});
