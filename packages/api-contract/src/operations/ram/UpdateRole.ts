import { ROLE_SESSION_SECONDS_MAX, ROLE_SESSION_SECONDS_MIN } from '../../limits.ts';
import { defineOperation } from '../../operation.ts';
import { ROLE_FIELDS, ROLE_NAME } from './ram-parameters.ts';

export const UpdateRole = defineOperation({
  name: 'UpdateRole',
  product: 'Ram',
  group: 'ram',
  summary: 'Changes a RAM role.',
  effect: 'write',
  methods: ['GET', 'POST'],
  callsPerMinute: 600,
  parameters: {
    RoleName: ROLE_NAME,
    NewAssumeRolePolicyDocument: {
      type: 'string',
      example:
        '{"Version":"1","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"RAM":["acs:ram::1234567890123456:root"]}}]}',
      description: 'The new trust policy, JSON of at most 6,144 characters.',
    },
    NewDescription: {
      type: 'string',
      example: 'Manages pools',
      description: 'The new description, at most 1,024 characters.',
    },
    NewMaxSessionDuration: {
      type: 'number',
      min: ROLE_SESSION_SECONDS_MIN,
      max: ROLE_SESSION_SECONDS_MAX,
      invalid: 'InvalidParameter.{ParameterName}',
      example: '3600',
      description: 'How long one session may last at most, in seconds: 3,600 to 43,200.',
    },
  },
  response: { Role: { type: 'object', fields: ROLE_FIELDS } },
  authorization: {
    action: 'ram:UpdateRole',
    accessLevel: 'update',
    resources: ['acs:ram::{AccountId}:role/{RoleName}'],
    source: 'own',
  },
  errors: [
    'InvalidParameter.{ParameterName}',
    'InvalidParameter.{ParameterName}.Length',
    'MalformedPolicyDocument',
    'EntityNotExist.Role',
  ],
});
