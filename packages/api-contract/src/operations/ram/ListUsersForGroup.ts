import { defineOperation } from '../../operation.ts';
import {
  GROUP_NAME,
  JOIN_DATE,
  MARKER,
  MAX_ITEMS,
  NEW_USER_FIELDS,
  RAM_PAGE_FIELDS,
} from './ram-parameters.ts';

export const ListUsersForGroup = defineOperation({
  name: 'ListUsersForGroup',
  product: 'Ram',
  group: 'ram',
  summary: 'Lists the RAM users in a group.',
  effect: 'read',
  methods: ['GET', 'POST'],
  callsPerMinute: 600,
  parameters: { GroupName: GROUP_NAME, Marker: MARKER, MaxItems: MAX_ITEMS },
  response: {
    Users: {
      type: 'object',
      fields: {
        User: {
          type: 'object-list',
          fields: {
            DisplayName: NEW_USER_FIELDS.DisplayName,
            JoinDate: JOIN_DATE,
            UserName: NEW_USER_FIELDS.UserName,
          },
        },
      },
    },
    ...RAM_PAGE_FIELDS,
  },
  authorization: {
    action: 'ram:ListUsersForGroup',
    accessLevel: 'list',
    resources: ['acs:ram::{AccountId}:group/{GroupName}'],
    source: 'own',
  },
  errors: ['InvalidParameter.{ParameterName}', 'EntityNotExist.Group'],
});
