import { defineOperation } from '../../operation.ts';
import {
  POLICY_FIELDS,
  POLICY_NAME,
  POLICY_TYPE,
  POLICY_VERSION_FIELDS,
} from './ram-parameters.ts';

export const GetPolicy = defineOperation({
  name: 'GetPolicy',
  product: 'Ram',
  group: 'ram',
  summary: 'Describes a policy with the version that holds.',
  effect: 'read',
  methods: ['GET', 'POST'],
  callsPerMinute: 600,
  parameters: { PolicyName: POLICY_NAME, PolicyType: POLICY_TYPE },
  response: {
    Policy: {
      type: 'object',
      fields: { ...POLICY_FIELDS, PolicyDocument: POLICY_VERSION_FIELDS.PolicyDocument },
    },
    DefaultPolicyVersion: { type: 'object', fields: POLICY_VERSION_FIELDS },
  },
  authorization: {
    action: 'ram:GetPolicy',
    accessLevel: 'get',
    resources: ['acs:ram::{AccountId}:policy/{PolicyName}'],
    source: 'own',
  },
  errors: ['InvalidParameter.{ParameterName}', 'EntityNotExist.Policy'],
});
