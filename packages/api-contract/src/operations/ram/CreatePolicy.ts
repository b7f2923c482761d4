import { defineOperation } from '../../operation.ts';
import { TAG } from '../../parameter-kinds.ts';
import { NEW_POLICY_FIELDS, POLICY_NAME } from './ram-parameters.ts';

export const CreatePolicy = defineOperation({
  name: 'CreatePolicy',
  product: 'Ram',
  group: 'ram',
  summary: 'Creates a custom policy with its first version.',
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
    Description: {
      type: 'string',
      example: 'Manages pools',
      description: 'The description, at most 1,024 characters.',
    },
    Tag: TAG,
  },
  response: { Policy: { type: 'object', fields: NEW_POLICY_FIELDS } },
  authorization: {
    action: 'ram:CreatePolicy',
    accessLevel: 'create',
    resources: ['acs:ram::{AccountId}:policy/{PolicyName}'],
    source: 'own',
  },
  errors: [
    'InvalidParameter.{ParameterName}.Length',
    'InvalidParameter.{ParameterName}.InvalidChars',
    'MalformedPolicyDocument',
    'IllegalParam.{ParameterName}',
    'DuplicatedParam.TagKey',
    'EntityAlreadyExists.Policy',
    'LimitExceeded.Policy',
  ],
});
