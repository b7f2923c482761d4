import { defineOperation } from '../../operation.ts';
import { ACCESS_KEY_FIELDS, OPTIONAL_USER_NAME } from './ram-parameters.ts';

export const ListAccessKeys = defineOperation({
  name: 'ListAccessKeys',
  product: 'Ram',
  group: 'ram',
  summary: 'Lists the access keys of a user, without their secrets.',
  effect: 'read',
  methods: ['GET', 'POST'],
  callsPerMinute: 600,
  parameters: { UserName: OPTIONAL_USER_NAME },
  response: {
    AccessKeys: {
      type: 'object',
      fields: { AccessKey: { type: 'object-list', fields: ACCESS_KEY_FIELDS } },
    },
  },
  authorization: {
    action: 'ram:ListAccessKeys',
    accessLevel: 'list',
    resources: ['acs:ram::{AccountId}:user/{UserName}'],
    source: 'own',
    resolve: 'calling-user',
  },
  errors: ['EntityNotExist.User'],
});
