import { defineOperation } from '../../operation.ts';
import { ATTACHED_POLICY_FIELDS, GROUP_NAME } from './ram-parameters.ts';

export const ListPoliciesForGroup = defineOperation({
  name: 'ListPoliciesForGroup',
  product: 'Ram',
  group: 'ram',
  summary: 'Lists the policies attached to a group.',
  effect: 'read',
  methods: ['GET', 'POST'],
  callsPerMinute: 600,
  parameters: { GroupName: GROUP_NAME },
  response: {
    Policies: {
      type: 'object',
      fields: { Policy: { type: 'object-list', fields: ATTACHED_POLICY_FIELDS } },
    },
  },
  authorization: {
    action: 'ram:ListPoliciesForGroup',
    accessLevel: 'list',
    resources: ['acs:ram::{AccountId}:group/{GroupName}'],
    source: 'own',
  },
  errors: ['EntityNotExist.Group'],
});
