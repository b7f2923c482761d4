import { ROLE_SESSION_SECONDS_MAX, ROLE_SESSION_SECONDS_MIN } from '../../limits.ts';
import { defineOperation } from '../../operation.ts';
import { TAG } from '../../parameter-kinds.ts';
import { NEW_ROLE_FIELDS, ROLE_NAME } from './ram-parameters.ts';

export const CreateRole = defineOperation({
  name: 'CreateRole',
  product: 'Ram',
  group: 'ram',
  summary: 'Creates a RAM role, which those whom its trust policy names may assume.',
  effect: 'write',
  methods: ['GET', 'POST'],
  callsPerMinute: 600,
  parameters: {
    RoleName: ROLE_NAME,
    AssumeRolePolicyDocument: {
      type: 'string',
      required: true,
      example:
        '{"Version":"1","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"RAM":["acs:ram::1234567890123456:root"]}}]}',
      description: 'Who may assume the role: a trust policy, JSON of at most 6,144 characters.',
    },
    Description: {
      type: 'string',
      example: 'Manages pools',
      description: 'The description, at most 1,024 characters.',
    },
    MaxSessionDuration: {
      type: 'number',
      min: ROLE_SESSION_SECONDS_MIN,
      max: ROLE_SESSION_SECONDS_MAX,
      invalid: 'InvalidParameter.{ParameterName}',
      example: '3600',
      description:
        'How long one session may last at most, in seconds: 3,600 to 43,200; 3,600 where not given.',
    },
    Tag: TAG,
  },
  response: { Role: { type: 'object', fields: NEW_ROLE_FIELDS } },
  authorization: {
    action: 'ram:CreateRole',
    accessLevel: 'create',
    resources: ['acs:ram::{AccountId}:role/{RoleName}'],
    source: 'own',
  },
  errors: [
    'InvalidParameter.{ParameterName}',
    'InvalidParameter.{ParameterName}.Length',
    'InvalidParameter.{ParameterName}.InvalidChars',
    'MalformedPolicyDocument',
    'IllegalParam.{ParameterName}',
    'DuplicatedParam.TagKey',
    'EntityAlreadyExists.Role',
    'LimitExceeded.Role',
  ],
});
