import { defineOperation } from '../../operation.ts';
import { ATTACHED_POLICY_FIELDS, USER_NAME } from './ram-parameters.ts';

export const ListPoliciesForUser = defineOperation({
  name: 'ListPoliciesForUser',
  product: 'Ram',
  group: 'ram',
  summary: 'Lists the policies attached to a user. Those of its groups are not among them.',
  effect: 'read',
  methods: ['GET', 'POST'],
  callsPerMinute: 600,
  parameters: { UserName: USER_NAME },
  response: {
    Policies: {
      type: 'object',
      fields: { Policy: { type: 'object-list', fields: ATTACHED_POLICY_FIELDS } },
    },
  },
  authorization: {
    action: 'ram:ListPoliciesForUser',
    accessLevel: 'list',
    resources: ['acs:ram::{AccountId}:user/{UserName}'],
    source: 'own',
  },
  errors: ['EntityNotExist.User'],
});
