import { defineOperation } from '../../operation.ts';
import {
  CONTROL_POLICY_DESCRIPTION,
  CONTROL_POLICY_DOCUMENT,
  CONTROL_POLICY_FIELD,
  CONTROL_POLICY_NAME,
  POLICY_ID,
} from './control-policy-parameters.ts';

export const UpdateControlPolicy = defineOperation({
  name: 'UpdateControlPolicy',
  product: 'Cadastre',
  group: 'control-policy',
  summary: 'Changes the name, the document or the description of a control policy.',
  effect: 'write',
  methods: ['GET', 'POST'],
  callsPerMinute: 300,
  parameters: {
    PolicyId: POLICY_ID,
    NewPolicyName: CONTROL_POLICY_NAME,
    NewPolicyDocument: CONTROL_POLICY_DOCUMENT,
    NewDescription: CONTROL_POLICY_DESCRIPTION,
  },
  response: { ControlPolicy: CONTROL_POLICY_FIELD },
  reservedFor: 'first-root',
  errors: [
    'InvalidParameter.{ParameterName}.Length',
    'InvalidParameter.{ParameterName}.InvalidChars',
    'MalformedPolicyDocument',
    'EntityNotExist.ControlPolicy',
    'EntityAlreadyExists.ControlPolicy',
  ],
});
