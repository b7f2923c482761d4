import { defineOperation } from '../../operation.ts';
import { MAX_RESULTS, NEXT_TOKEN, PAGE_FIELDS } from '../../parameter-kinds.ts';
import { DELEGATED_ADMINISTRATORS_FIELD } from './directory-parameters.ts';

export const ListDelegatedAdministrators = defineOperation({
  name: 'ListDelegatedAdministrators',
  product: 'Cadastre',
  group: 'directory',
  summary: 'Lists the delegated administrators; there is at most one for each service.',
  effect: 'read',
  methods: ['GET', 'POST'],
  callsPerMinute: 300,
  parameters: { MaxResults: MAX_RESULTS, NextToken: NEXT_TOKEN },
  response: { ...PAGE_FIELDS, Accounts: DELEGATED_ADMINISTRATORS_FIELD },
  reservedFor: 'first-root',
  paging: { items: 'Accounts' },
  errors: [],
});
