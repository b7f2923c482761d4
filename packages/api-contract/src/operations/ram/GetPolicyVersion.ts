import { defineOperation } from '../../operation.ts';
import { POLICY_NAME, POLICY_TYPE, POLICY_VERSION_FIELDS, VERSION_ID } from './ram-parameters.ts';

export const GetPolicyVersion = defineOperation({
  name: 'GetPolicyVersion',
  product: 'Ram',
  group: 'ram',
  summary: 'Describes a version of a policy.',
  effect: 'read',
  methods: ['GET', 'POST'],
  callsPerMinute: 600,
  parameters: { PolicyName: POLICY_NAME, PolicyType: POLICY_TYPE, VersionId: VERSION_ID },
  response: { PolicyVersion: { type: 'object', fields: POLICY_VERSION_FIELDS } },
  authorization: {
    action: 'ram:GetPolicyVersion',
    accessLevel: 'get',
    resources: ['acs:ram::{AccountId}:policy/{PolicyName}'],
    source: 'own',
  },
  errors: [
    'InvalidParameter.{ParameterName}',
    'EntityNotExist.Policy',
    'EntityNotExist.Policy.Version',
  ],
});
