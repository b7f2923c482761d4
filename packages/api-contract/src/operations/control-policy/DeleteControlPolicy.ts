import { defineOperation } from '../../operation.ts';
import { POLICY_ID } from './control-policy-parameters.ts';

export const DeleteControlPolicy = defineOperation({
  name: 'DeleteControlPolicy',
  product: 'Cadastre',
  group: 'control-policy',
  summary: 'Deletes a control policy that is attached to nothing.',
  effect: 'write',
  methods: ['GET', 'POST'],
  callsPerMinute: 300,
  parameters: { PolicyId: POLICY_ID },
  response: {},
  reservedFor: 'first-root',
  errors: ['EntityNotExist.ControlPolicy', 'DeleteConflict.ControlPolicy.Attachment'],
});
