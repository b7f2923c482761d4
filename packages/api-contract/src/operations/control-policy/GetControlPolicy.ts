import { defineOperation } from '../../operation.ts';
import { CONTROL_POLICY_FIELD, POLICY_ID } from './control-policy-parameters.ts';

export const GetControlPolicy = defineOperation({
  name: 'GetControlPolicy',
  product: 'Cadastre',
  group: 'control-policy',
  summary: 'Gives a control policy with its document.',
  effect: 'read',
  methods: ['GET', 'POST'],
  callsPerMinute: 300,
  parameters: { PolicyId: POLICY_ID },
  response: { ControlPolicy: CONTROL_POLICY_FIELD },
  reservedFor: 'first-root',
  errors: ['EntityNotExist.ControlPolicy'],
});
