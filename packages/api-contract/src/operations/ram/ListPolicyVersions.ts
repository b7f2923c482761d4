import { defineOperation } from '../../operation.ts';
import { POLICY_NAME, POLICY_TYPE, POLICY_VERSION_FIELDS } from './ram-parameters.ts';

export const ListPolicyVersions = defineOperation({
  name: 'ListPolicyVersions',
  product: 'Ram',
  group: 'ram',
  summary: 'Lists the versions of a policy, oldest first.',
  effect: 'read',
  methods: ['GET', 'POST'],
  callsPerMinute: 600,
  parameters: { PolicyName: POLICY_NAME, PolicyType: POLICY_TYPE },
  response: {
    PolicyVersions: {
      type: 'object',
      fields: { PolicyVersion: { type: 'object-list', fields: POLICY_VERSION_FIELDS } },
    },
  },
  authorization: {
    action: 'ram:ListPolicyVersions',
    accessLevel: 'list',
    resources: ['acs:ram::{AccountId}:policy/{PolicyName}'],
    source: 'own',
  },
  errors: ['InvalidParameter.{ParameterName}', 'EntityNotExist.Policy'],
});
