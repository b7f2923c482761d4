import { defineOperation } from '../../operation.ts';
import { POLICY_NAME } from './ram-parameters.ts';

export const DeletePolicy = defineOperation({
  name: 'DeletePolicy',
  product: 'Ram',
  group: 'ram',
  summary:
    'Deletes a custom policy that is attached to nothing and has one version, or with all of that.',
  effect: 'write',
  methods: ['GET', 'POST'],
  callsPerMinute: 600,
  parameters: {
    PolicyName: POLICY_NAME,
    CascadingDelete: {
      type: 'boolean',
      example: 'true',
      description:
        'Whether attachments and further versions go with the policy; false where not given.',
    },
  },
  response: {},
  authorization: {
    action: 'ram:DeletePolicy',
    accessLevel: 'delete',
    resources: ['acs:ram::{AccountId}:policy/{PolicyName}'],
    source: 'own',
  },
  errors: [
    'EntityNotExist.Policy',
    'DeleteConflict.Policy.User',
    'DeleteConflict.Policy.Group',
    'DeleteConflict.Policy.Role',
    'DeleteConflict.Policy.Version',
  ],
});
