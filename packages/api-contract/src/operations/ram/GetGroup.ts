import { defineOperation } from '../../operation.ts';
import { GROUP_FIELDS, GROUP_NAME } from './ram-parameters.ts';

export const GetGroup = defineOperation({
  name: 'GetGroup',
  product: 'Ram',
  group: 'ram',
  summary: 'Describes a group of RAM users.',
  effect: 'read',
  methods: ['GET', 'POST'],
  callsPerMinute: 600,
  parameters: { GroupName: GROUP_NAME },
  response: { Group: { type: 'object', fields: GROUP_FIELDS } },
  authorization: {
    action: 'ram:GetGroup',
    accessLevel: 'get',
    resources: ['acs:ram::{AccountId}:group/{GroupName}'],
    source: 'own',
  },
  errors: ['EntityNotExist.Group'],
});
