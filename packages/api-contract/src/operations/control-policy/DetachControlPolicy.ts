import { defineOperation } from '../../operation.ts';
import { POLICY_ID, TARGET_ID } from './control-policy-parameters.ts';

export const DetachControlPolicy = defineOperation({
  name: 'DetachControlPolicy',
  product: 'Cadastre',
  group: 'control-policy',
  summary: 'Detaches a control policy from a folder or an account.',
  effect: 'write',
  methods: ['GET', 'POST'],
  callsPerMinute: 300,
  parameters: { PolicyId: POLICY_ID, TargetId: TARGET_ID },
  response: {},
  reservedFor: 'first-root',
  errors: ['EntityNotExist.ControlPolicy.Attachment'],
});
