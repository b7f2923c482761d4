import { defineOperation } from '../../operation.ts';
import { OPTIONAL_USER_NAME, USER_ACCESS_KEY_ID } from './ram-parameters.ts';

export const DeleteAccessKey = defineOperation({
  name: 'DeleteAccessKey',
  product: 'Ram',
  group: 'ram',
  summary: 'Deletes an access key.',
  effect: 'write',
  methods: ['GET', 'POST'],
  callsPerMinute: 600,
  parameters: { UserAccessKeyId: USER_ACCESS_KEY_ID, UserName: OPTIONAL_USER_NAME },
  response: {},
  authorization: {
    action: 'ram:DeleteAccessKey',
    accessLevel: 'delete',
    resources: ['acs:ram::{AccountId}:user/{UserName}'],
    source: 'own',
    resolve: 'calling-user',
  },
  errors: ['EntityNotExist.User', 'EntityNotExist.User.AccessKey'],
});
