import { defineOperation } from '../../operation.ts';
import {
  ATTACH_DATE,
  ATTACHED_IN,
  NEW_GROUP_FIELDS,
  NEW_USER_FIELDS,
  POLICY_NAME,
  POLICY_TYPE,
  ROLE_FIELDS,
} from './ram-parameters.ts';

export const ListEntitiesForPolicy = defineOperation({
  name: 'ListEntitiesForPolicy',
  product: 'Ram',
  group: 'ram',
  summary: 'Lists the users, groups and roles that a policy is attached to.',
  effect: 'read',
  methods: ['GET', 'POST'],
  callsPerMinute: 600,
  parameters: { PolicyName: POLICY_NAME, PolicyType: POLICY_TYPE },
  response: {
    Groups: {
      type: 'object',
      fields: {
        Group: {
          type: 'object-list',
          fields: {
            AttachDate: ATTACH_DATE,
            Comments: NEW_GROUP_FIELDS.Comments,
            GroupName: NEW_GROUP_FIELDS.GroupName,
            ResourceGroupId: ATTACHED_IN,
          },
        },
      },
    },
    Roles: {
      type: 'object',
      fields: {
        Role: {
          type: 'object-list',
          fields: {
            Arn: ROLE_FIELDS.Arn,
            AttachDate: ATTACH_DATE,
            Description: ROLE_FIELDS.Description,
            RoleId: ROLE_FIELDS.RoleId,
            RoleName: ROLE_FIELDS.RoleName,
            ResourceGroupId: ATTACHED_IN,
          },
        },
      },
    },
    Users: {
      type: 'object',
      fields: {
        User: {
          type: 'object-list',
          fields: {
            AttachDate: ATTACH_DATE,
            DisplayName: NEW_USER_FIELDS.DisplayName,
            UserId: NEW_USER_FIELDS.UserId,
            UserName: NEW_USER_FIELDS.UserName,
            ResourceGroupId: ATTACHED_IN,
          },
        },
      },
    },
  },
  authorization: {
    action: 'ram:ListEntitiesForPolicy',
    accessLevel: 'list',
    resources: ['acs:ram::{AccountId}:policy/{PolicyName}'],
    source: 'own',
  },
  errors: ['InvalidParameter.{ParameterName}', 'EntityNotExist.Policy'],
});
