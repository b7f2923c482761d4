import { defineOperation } from '../../operation.ts';
import {
  ATTACHMENT_RESOURCE_GROUP_ID,
  GROUP_NAME,
  POLICY_NAME,
  POLICY_TYPE,
} from './ram-parameters.ts';

export const DetachPolicyFromGroup = defineOperation({
  name: 'DetachPolicyFromGroup',
  product: 'Ram',
  group: 'ram',
  summary: 'Detaches a policy from a group.',
  effect: 'write',
  methods: ['GET', 'POST'],
  callsPerMinute: 600,
  parameters: {
    PolicyType: POLICY_TYPE,
    PolicyName: POLICY_NAME,
    GroupName: GROUP_NAME,
    ResourceGroupId: ATTACHMENT_RESOURCE_GROUP_ID,
  },
  response: {},
  authorization: {
    action: 'ram:DetachPolicyFromGroup',
    accessLevel: 'update',
    resources: [
      'acs:ram::{AccountId}:group/{GroupName}',
      'acs:ram::{AccountId}:policy/{PolicyName}',
    ],
    source: 'own',
  },
  errors: [
    'InvalidParameter.{ParameterName}',
    'IllegalParam.ResourceGroupId',
    'EntityNotExist.Group',
    'EntityNotExist.Policy',
    'EntityNotExist.Group.Policy',
  ],
});
