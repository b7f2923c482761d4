import { defineOperation } from '../../operation.ts';
import { JOIN_DATE, NEW_GROUP_FIELDS, USER_NAME } from './ram-parameters.ts';

export const ListGroupsForUser = defineOperation({
  name: 'ListGroupsForUser',
  product: 'Ram',
  group: 'ram',
  summary: 'Lists the groups that a RAM user is in.',
  effect: 'read',
  methods: ['GET', 'POST'],
  callsPerMinute: 600,
  parameters: { UserName: USER_NAME },
  response: {
    Groups: {
      type: 'object',
      fields: {
        Group: {
          type: 'object-list',
          fields: {
            Comments: NEW_GROUP_FIELDS.Comments,
            GroupId: NEW_GROUP_FIELDS.GroupId,
            GroupName: NEW_GROUP_FIELDS.GroupName,
            JoinDate: JOIN_DATE,
          },
        },
      },
    },
  },
  authorization: {
    action: 'ram:ListGroupsForUser',
    accessLevel: 'list',
    resources: ['acs:ram::{AccountId}:user/{UserName}'],
    source: 'own',
  },
  errors: ['EntityNotExist.User'],
});
