import { defineOperation } from '../../operation.ts';
import {
  LISTED_ROLE_FIELDS,
  MARKER,
  MAX_ITEMS,
  RAM_PAGE_FIELDS,
  RAM_TAG_FILTER,
} from './ram-parameters.ts';

export const ListRoles = defineOperation({
  name: 'ListRoles',
  product: 'Ram',
  group: 'ram',
  summary: 'Lists RAM roles, in order of creation.',
  effect: 'read',
  methods: ['GET', 'POST'],
  callsPerMinute: 600,
  parameters: { Marker: MARKER, MaxItems: MAX_ITEMS, Tag: RAM_TAG_FILTER },
  response: {
    Roles: {
      type: 'object',
      fields: { Role: { type: 'object-list', fields: LISTED_ROLE_FIELDS } },
    },
    ...RAM_PAGE_FIELDS,
  },
  authorization: {
    action: 'ram:ListRoles',
    accessLevel: 'list',
    resources: ['acs:ram::{AccountId}:role/*'],
    source: 'own',
  },
  errors: ['InvalidParameter.{ParameterName}'],
});
