import { defineOperation } from '../../operation.ts';
import { POLICY_NAME, POLICY_VERSION_FIELDS } from './ram-parameters.ts';

export const CreatePolicyVersion = defineOperation({
  name: 'CreatePolicyVersion',
  product: 'Ram',
  group: 'ram',
  summary: 'Adds a version to a custom policy.',
  effect: 'write',
  methods: ['GET', 'POST'],
  callsPerMinute: 600,
  parameters: {
    PolicyName: POLICY_NAME,
    PolicyDocument: {
      type: 'string',
      required: true,
      example:
        '{"Version":"1","Statement":[{"Effect":"Allow","Action":"vpc:ListIpamPools","Resource":"*"}]}',
      description: 'The policy: JSON of at most 6,144 characters.',
    },
    SetAsDefault: {
      type: 'boolean',
      example: 'false',
      description: 'Whether the new version is the one that holds; false where not given.',
    },
    RotateStrategy: {
      type: 'string',
      values: ['None', 'DeleteOldestNonDefaultVersionWhenLimitExceeded'],
      invalid: 'InvalidParameter.{ParameterName}',
      example: 'None',
      description:
        'What happens to a sixth version: it is refused (None, where not given), or the oldest one that does not hold makes room.',
    },
  },
  response: { PolicyVersion: { type: 'object', fields: POLICY_VERSION_FIELDS } },
  authorization: {
    action: 'ram:CreatePolicyVersion',
    accessLevel: 'update',
    resources: ['acs:ram::{AccountId}:policy/{PolicyName}'],
    source: 'own',
  },
  errors: [
    'InvalidParameter.{ParameterName}',
    'InvalidParameter.{ParameterName}.Length',
    'MalformedPolicyDocument',
    'EntityNotExist.Policy',
    'LimitExceeded.Policy.Version',
  ],
});
