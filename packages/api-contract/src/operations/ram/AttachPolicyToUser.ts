import { defineOperation } from '../../operation.ts';
import {
  ATTACHMENT_RESOURCE_GROUP_ID,
  POLICY_NAME,
  POLICY_TYPE,
  USER_NAME,
} from './ram-parameters.ts';

export const AttachPolicyToUser = defineOperation({
  name: 'AttachPolicyToUser',
  product: 'Ram',
  group: 'ram',
  summary: 'Attaches a policy to a user, in the whole account or in one resource group.',
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
    action: 'ram:AttachPolicyToUser',
    accessLevel: 'update',
    resources: ['acs:ram::{AccountId}:user/{UserName}', 'acs:ram::{AccountId}:policy/{PolicyName}'],
    source: 'own',
  },
  errors: [
    'InvalidParameter.{ParameterName}',
    'IllegalParam.ResourceGroupId',
    'EntityNotExist.User',
    'EntityNotExist.Policy',
    'EntityAlreadyExists.User.Policy',
    'LimitExceeded.User.Policy',
  ],
});
