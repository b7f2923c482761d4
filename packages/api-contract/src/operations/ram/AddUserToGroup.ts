import { defineOperation } from '../../operation.ts';
import { GROUP_NAME, USER_NAME } from './ram-parameters.ts';

export const AddUserToGroup = defineOperation({
  name: 'AddUserToGroup',
  product: 'Ram',
  group: 'ram',
  summary: 'Adds a RAM user to a group, whose policies hold for the user from then on.',
  effect: 'write',
  methods: ['GET', 'POST'],
  callsPerMinute: 600,
  parameters: { UserName: USER_NAME, GroupName: GROUP_NAME },
  response: {},
  authorization: {
    action: 'ram:AddUserToGroup',
    accessLevel: 'update',
    resources: ['acs:ram::{AccountId}:user/{UserName}', 'acs:ram::{AccountId}:group/{GroupName}'],
    source: 'own',
  },
  errors: [
    'EntityNotExist.User',
    'EntityNotExist.Group',
    'EntityAlreadyExists.User.Group',
    'LimitExceeded.User.Group',
  ],
});
