import { defineOperation } from '../../operation.ts';
import { USER_FIELDS, USER_NAME } from './ram-parameters.ts';

export const GetUser = defineOperation({
  name: 'GetUser',
  product: 'Ram',
  group: 'ram',
  summary: 'Describes a RAM user.',
  effect: 'read',
  methods: ['GET', 'POST'],
  callsPerMinute: 600,
  parameters: { UserName: USER_NAME },
  response: {
    User: {
      type: 'object',
      fields: {
        ...USER_FIELDS,
        LastLoginDate: {
          type: 'string',
          optional: true,
          description: 'When the user last signed in to a console; left out, since there is none.',
        },
      },
    },
  },
  authorization: {
    action: 'ram:GetUser',
    accessLevel: 'get',
    resources: ['acs:ram::{AccountId}:user/{UserName}'],
    source: 'own',
  },
  errors: ['EntityNotExist.User'],
});
