import { defineOperation } from '../../operation.ts';
import { GROUP_FIELDS, MARKER, MAX_ITEMS, RAM_PAGE_FIELDS } from './ram-parameters.ts';

export const ListGroups = defineOperation({
  name: 'ListGroups',
  product: 'Ram',
  group: 'ram',
  summary: 'Lists groups of RAM users, in order of creation.',
  effect: 'read',
  methods: ['GET', 'POST'],
  callsPerMinute: 600,
  parameters: { Marker: MARKER, MaxItems: MAX_ITEMS },
  response: {
    Groups: { type: 'object', fields: { Group: { type: 'object-list', fields: GROUP_FIELDS } } },
    ...RAM_PAGE_FIELDS,
  },
  authorization: {
    action: 'ram:ListGroups',
    accessLevel: 'list',
    resources: ['acs:ram::{AccountId}:group/*'],
    source: 'own',
  },
  errors: ['InvalidParameter.{ParameterName}'],
});
