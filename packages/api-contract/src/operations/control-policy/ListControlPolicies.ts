import { defineOperation } from '../../operation.ts';
import { MAX_RESULTS, NEXT_TOKEN, PAGE_FIELDS } from '../../parameter-kinds.ts';
import { CONTROL_POLICIES_FIELD } from './control-policy-parameters.ts';

export const ListControlPolicies = defineOperation({
  name: 'ListControlPolicies',
  product: 'Cadastre',
  group: 'control-policy',
  summary: 'Lists the control policies in order of their making.',
  effect: 'read',
  methods: ['GET', 'POST'],
  callsPerMinute: 300,
  parameters: { MaxResults: MAX_RESULTS, NextToken: NEXT_TOKEN },
  response: { ...PAGE_FIELDS, ControlPolicies: CONTROL_POLICIES_FIELD },
  reservedFor: 'first-root',
  paging: { items: 'ControlPolicies' },
  errors: [],
});
