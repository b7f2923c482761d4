import { defineOperation } from '../../operation.ts';
import {
  CONTROL_POLICY_DESCRIPTION,
  CONTROL_POLICY_DOCUMENT,
  CONTROL_POLICY_FIELD,
  CONTROL_POLICY_NAME,
} from './control-policy-parameters.ts';

export const CreateControlPolicy = defineOperation({
  name: 'CreateControlPolicy',
  product: 'Cadastre',
  group: 'control-policy',
  summary: 'Makes a control policy, which binds nobody until it is attached.',
  effect: 'write',
  methods: ['GET', 'POST'],
  callsPerMinute: 300,
  parameters: {
    PolicyName: { ...CONTROL_POLICY_NAME, required: true },
    PolicyDocument: { ...CONTROL_POLICY_DOCUMENT, required: true },
    Description: CONTROL_POLICY_DESCRIPTION,
  },
  response: { ControlPolicy: CONTROL_POLICY_FIELD },
  reservedFor: 'first-root',
  errors: [
    'InvalidParameter.{ParameterName}.Length',
    'InvalidParameter.{ParameterName}.InvalidChars',
    'MalformedPolicyDocument',
    'EntityAlreadyExists.ControlPolicy',
    'LimitExceeded.ControlPolicy',
  ],
});
