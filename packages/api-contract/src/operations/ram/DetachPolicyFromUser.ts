import { defineOperation } from '../../operation.ts';
import {
  ATTACHMENT_RESOURCE_GROUP_ID,
  POLICY_NAME,
  POLICY_TYPE,
  USER_NAME,
} from './ram-parameters.ts';

export const DetachPolicyFromUser = defineOperation({
  name: 'DetachPolicyFromUser',
  product: 'Ram',
  group: 'ram',
  summary: 'Detaches a policy from a user.',
  effect: 'write',
  methods: ['GET', 'POST'],
  callsPerMinute: 600,
  parameters: {
    PolicyType: POLICY_TYPE,
    PolicyName: POLICY_NAME,
    UserName: USER_NAME,
    ResourceGroupId: ATTACHMENT_RESOURCE_GROUP_ID,
  },
  response: {},
  authorization: {
    action: 'ram:DetachPolicyFromUser',
    accessLevel: 'update',
    resources: ['acs:ram::{AccountId}:user/{UserName}', 'acs:ram::{AccountId}:policy/{PolicyName}'],
    source: 'own',
  },
  errors: [
    'InvalidParameter.{ParameterName}',
    'IllegalParam.ResourceGroupId',
    'EntityNotExist.User',
    'EntityNotExist.Policy',
    'EntityNotExist.User.Policy',
  ],
});
