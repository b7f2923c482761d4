import { defineOperation } from '../../operation.ts';
import { POLICY_NAME, VERSION_ID } from './ram-parameters.ts';

export const SetDefaultPolicyVersion = defineOperation({
  name: 'SetDefaultPolicyVersion',
  product: 'Ram',
  group: 'ram',
  summary: 'Makes another version of a custom policy the one that holds.',
  effect: 'write',
  methods: ['GET', 'POST'],
  callsPerMinute: 600,
  parameters: { PolicyName: POLICY_NAME, VersionId: VERSION_ID },
  response: {},
  authorization: {
    action: 'ram:SetDefaultPolicyVersion',
    accessLevel: 'update',
    resources: ['acs:ram::{AccountId}:policy/{PolicyName}'],
    source: 'own',
  },
  errors: ['EntityNotExist.Policy', 'EntityNotExist.Policy.Version'],
});
