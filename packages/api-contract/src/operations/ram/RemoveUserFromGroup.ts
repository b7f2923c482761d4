import { defineOperation } from '../../operation.ts';
import { GROUP_NAME, USER_NAME } from './ram-parameters.ts';

export const RemoveUserFromGroup = defineOperation({
  name: 'RemoveUserFromGroup',
  product: 'Ram',
  group: 'ram',
  summary: 'Takes a RAM user out of a group.',
  effect: 'write',
  methods: ['GET', 'POST'],
  callsPerMinute: 600,
  parameters: { UserName: USER_NAME, GroupName: GROUP_NAME },
  response: {},
  authorization: {
    action: 'ram:RemoveUserFromGroup',
    accessLevel: 'update',
    resources: ['acs:ram::{AccountId}:user/{UserName}', 'acs:ram::{AccountId}:group/{GroupName}'],
    source: 'own',
  },
  errors: ['EntityNotExist.User', 'EntityNotExist.Group', 'EntityNotExist.User.Group'],
});
