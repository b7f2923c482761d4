import { defineOperation } from '../../operation.ts';
import { USER_NAME } from './ram-parameters.ts';

export const DeleteUser = defineOperation({
  name: 'DeleteUser',
  product: 'Ram',
  group: 'ram',
  summary: 'Deletes a RAM user without access keys, groups and policies.',
  effect: 'write',
  methods: ['GET', 'POST'],
  callsPerMinute: 600,
  parameters: { UserName: USER_NAME },
  response: {},
  authorization: {
    action: 'ram:DeleteUser',
    accessLevel: 'delete',
    resources: ['acs:ram::{AccountId}:user/{UserName}'],
    source: 'own',
  },
  errors: [
    'EntityNotExist.User',
    'DeleteConflict.User.AccessKey',
    'DeleteConflict.User.Group',
    'DeleteConflict.User.Policy',
  ],
});
