import { defineOperation } from '../../operation.ts';
import { MARKER, MAX_ITEMS, RAM_PAGE_FIELDS, USER_FIELDS } from './ram-parameters.ts';

export const ListUsers = defineOperation({
  name: 'ListUsers',
  product: 'Ram',
  group: 'ram',
  summary: 'Lists RAM users, in order of creation.',
  effect: 'read',
  methods: ['GET', 'POST'],
  callsPerMinute: 600,
  parameters: { Marker: MARKER, MaxItems: MAX_ITEMS },
  response: {
    Users: { type: 'object', fields: { User: { type: 'object-list', fields: USER_FIELDS } } },
    ...RAM_PAGE_FIELDS,
  },
  authorization: {
    action: 'ram:ListUsers',
    accessLevel: 'list',
    resources: ['acs:ram::{AccountId}:user/*'],
    source: 'own',
  },
  errors: ['InvalidParameter.{ParameterName}'],
});
