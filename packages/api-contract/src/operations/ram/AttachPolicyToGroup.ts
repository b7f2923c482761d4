import { defineOperation } from '../../operation.ts';
import {
  ATTACHMENT_RESOURCE_GROUP_ID,
  GROUP_NAME,
  POLICY_NAME,
  POLICY_TYPE,
} from './ram-parameters.ts';

export const AttachPolicyToGroup = defineOperation({
  name: 'AttachPolicyToGroup',
  product: 'Ram',
  group: 'ram',
  summary: 'Attaches a policy to a group, in the whole account or in one resource group.',
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
    action: 'ram:AttachPolicyToGroup',
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
    'EntityAlreadyExists.Group.Policy',
    'LimitExceeded.Group.Policy',
  ],
});
