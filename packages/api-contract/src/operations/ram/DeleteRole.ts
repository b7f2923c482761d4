import { defineOperation } from '../../operation.ts';
import { ROLE_NAME } from './ram-parameters.ts';

export const DeleteRole = defineOperation({
  name: 'DeleteRole',
  product: 'Ram',
  group: 'ram',
  summary: 'Deletes a RAM role without policies. Its sessions end with it.',
  effect: 'write',
  methods: ['GET', 'POST'],
  callsPerMinute: 600,
  parameters: { RoleName: ROLE_NAME },
  response: {},
  authorization: {
    action: 'ram:DeleteRole',
    accessLevel: 'delete',
    resources: ['acs:ram::{AccountId}:role/{RoleName}'],
    source: 'own',
  },
  errors: ['EntityNotExist.Role', 'DeleteConflict.Role.Policy'],
});
