import { defineOperation } from '../../operation.ts';
import { POLICY_ID, TARGET_ID } from './control-policy-parameters.ts';

export const AttachControlPolicy = defineOperation({
  name: 'AttachControlPolicy',
  product: 'Cadastre',
  group: 'control-policy',
  summary:
    'Attaches a control policy to a folder or an account: it binds the RAM users and roles below.',
  effect: 'write',
  methods: ['GET', 'POST'],
  callsPerMinute: 300,
  parameters: { PolicyId: POLICY_ID, TargetId: TARGET_ID },
  response: {},
  reservedFor: 'first-root',
  errors: [
    'EntityNotExist.ControlPolicy',
    'EntityNotExist.Target',
    'OperationDenied.ManagementAccount',
    'EntityAlreadyExists.ControlPolicy.Attachment',
    'LimitExceeded.ControlPolicy.Attachment',
  ],
});
