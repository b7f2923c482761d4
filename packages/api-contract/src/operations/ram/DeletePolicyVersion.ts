import { defineOperation } from '../../operation.ts';
import { POLICY_NAME, VERSION_ID } from './ram-parameters.ts';

export const DeletePolicyVersion = defineOperation({
  name: 'DeletePolicyVersion',
  product: 'Ram',
  group: 'ram',
  summary: 'Deletes a version of a custom policy that does not hold.',
  effect: 'write',
  methods: ['GET', 'POST'],
  callsPerMinute: 600,
  parameters: { PolicyName: POLICY_NAME, VersionId: VERSION_ID },
  response: {},
  authorization: {
    action: 'ram:DeletePolicyVersion',
    accessLevel: 'delete',
    resources: ['acs:ram::{AccountId}:policy/{PolicyName}'],
    source: 'own',
  },
  errors: [
    'EntityNotExist.Policy',
    'EntityNotExist.Policy.Version',
    'DeleteConflict.Policy.Version.Default',
  ],
});
