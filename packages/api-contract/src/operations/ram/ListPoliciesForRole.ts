import { defineOperation } from '../../operation.ts';
import { ATTACHED_POLICY_FIELDS, ROLE_NAME } from './ram-parameters.ts';

export const ListPoliciesForRole = defineOperation({
  name: 'ListPoliciesForRole',
  product: 'Ram',
  group: 'ram',
  summary: 'Lists the policies attached to a role.',
  effect: 'read',
  methods: ['GET', 'POST'],
  callsPerMinute: 600,
  parameters: { RoleName: ROLE_NAME },
  response: {
    Policies: {
      type: 'object',
      fields: { Policy: { type: 'object-list', fields: ATTACHED_POLICY_FIELDS } },
    },
  },
  authorization: {
    action: 'ram:ListPoliciesForRole',
    accessLevel: 'list',
    resources: ['acs:ram::{AccountId}:role/{RoleName}'],
    source: 'own',
  },
  errors: ['EntityNotExist.Role'],
});
