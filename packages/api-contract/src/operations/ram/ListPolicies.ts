import { defineOperation } from '../../operation.ts';
import {
  LISTED_POLICY_FIELDS,
  MARKER,
  MAX_ITEMS,
  POLICY_TYPE_FILTER,
  RAM_PAGE_FIELDS,
  RAM_TAG_FILTER,
} from './ram-parameters.ts';

export const ListPolicies = defineOperation({
  name: 'ListPolicies',
  product: 'Ram',
  group: 'ram',
  summary: 'Lists policies: custom ones, then those of the system, each in order of their names.',
  effect: 'read',
  methods: ['GET', 'POST'],
  callsPerMinute: 600,
  parameters: {
    PolicyType: POLICY_TYPE_FILTER,
    Marker: MARKER,
    MaxItems: MAX_ITEMS,
    Tag: RAM_TAG_FILTER,
  },
  response: {
    Policies: {
      type: 'object',
      fields: { Policy: { type: 'object-list', fields: LISTED_POLICY_FIELDS } },
    },
    ...RAM_PAGE_FIELDS,
  },
  authorization: {
    action: 'ram:ListPolicies',
    accessLevel: 'list',
    resources: ['acs:ram::{AccountId}:policy/*'],
    source: 'own',
  },
  errors: ['InvalidParameter.{ParameterName}'],
});
