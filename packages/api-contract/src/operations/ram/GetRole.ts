import { defineOperation } from '../../operation.ts';
import { ROLE_FIELDS, ROLE_NAME } from './ram-parameters.ts';

export const GetRole = defineOperation({
  name: 'GetRole',
  product: 'Ram',
  group: 'ram',
  summary: 'Describes a RAM role with its trust policy.',
  effect: 'read',
  methods: ['GET', 'POST'],
  callsPerMinute: 600,
  parameters: { RoleName: ROLE_NAME },
  response: { Role: { type: 'object', fields: ROLE_FIELDS } },
  authorization: {
    action: 'ram:GetRole',
    accessLevel: 'get',
    resources: ['acs:ram::{AccountId}:role/{RoleName}'],
    source: 'own',
  },
  errors: ['EntityNotExist.Role'],
});
