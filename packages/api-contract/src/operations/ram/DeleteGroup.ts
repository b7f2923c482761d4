import { defineOperation } from '../../operation.ts';
import { GROUP_NAME } from './ram-parameters.ts';

export const DeleteGroup = defineOperation({
  name: 'DeleteGroup',
  product: 'Ram',
  group: 'ram',
  summary: 'Deletes a group without users and policies.',
  effect: 'write',
  methods: ['GET', 'POST'],
  callsPerMinute: 600,
  parameters: { GroupName: GROUP_NAME },
  response: {},
  authorization: {
    action: 'ram:DeleteGroup',
    accessLevel: 'delete',
    resources: ['acs:ram::{AccountId}:group/{GroupName}'],
    source: 'own',
  },
  errors: ['EntityNotExist.Group', 'DeleteConflict.Group.User', 'DeleteConflict.Group.Policy'],
});
