import { defineOperation } from '../../operation.ts';
import {
  ATTACHMENT_RESOURCE_GROUP_ID,
  POLICY_NAME,
  POLICY_TYPE,
  ROLE_NAME,
} from './ram-parameters.ts';

export const DetachPolicyFromRole = defineOperation({
  name: 'DetachPolicyFromRole',
  product: 'Ram',
  group: 'ram',
  summary: 'Detaches a policy from a role.',
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
    action: 'ram:DetachPolicyFromRole',
    accessLevel: 'update',
    resources: ['acs:ram::{AccountId}:role/{RoleName}', 'acs:ram::{AccountId}:policy/{PolicyName}'],
    source: 'own',
  },
  errors: [
    'InvalidParameter.{ParameterName}',
    'IllegalParam.ResourceGroupId',
    'EntityNotExist.Role',
    'EntityNotExist.Policy',
    'EntityNotExist.Role.Policy',
  ],
});
