import { defineOperation } from '../../operation.ts';
import {
  ATTACHMENT_RESOURCE_GROUP_ID,
  POLICY_NAME,
  POLICY_TYPE,
  ROLE_NAME,
} from './ram-parameters.ts';

export const AttachPolicyToRole = defineOperation({
  name: 'AttachPolicyToRole',
  product: 'Ram',
  group: 'ram',
  summary: 'Attaches a policy to a role, in the whole account or in one resource group.',
  effect: 'write',
  methods: ['GET', 'POST'],
  callsPerMinute: 600,
  parameters: {
    PolicyType: POLICY_TYPE,
    PolicyName: POLICY_NAME,
    RoleName: ROLE_NAME,
    ResourceGroupId: ATTACHMENT_RESOURCE_GROUP_ID,
  },
  response: {},
  authorization: {
    action: 'ram:AttachPolicyToRole',
    accessLevel: 'update',
    resources: ['acs:ram::{AccountId}:role/{RoleName}', 'acs:ram::{AccountId}:policy/{PolicyName}'],
    source: 'own',
  },
  errors: [
    'InvalidParameter.{ParameterName}',
    'IllegalParam.ResourceGroupId',
    'EntityNotExist.Role',
    'EntityNotExist.Policy',
    'EntityAlreadyExists.Role.Policy',
    'LimitExceeded.Role.Policy',
  ],
});
