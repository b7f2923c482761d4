import { defineOperation } from '../../operation.ts';
import { CREATE_TIME_FIELD, MAX_RESULTS, NEXT_TOKEN, PAGE_FIELDS } from '../../parameter-kinds.ts';
import { ACCOUNT_ID_FIELD, ACCOUNT_NAME, ACCOUNT_STATUS_VALUES } from './account-parameters.ts';

export const ListAccounts = defineOperation({
  name: 'ListAccounts',
  product: 'Cadastre',
  group: 'cadastre',
  summary: 'Lists the accounts of the server, oldest first.',
  effect: 'read',
  methods: ['GET', 'POST'],
  callsPerMinute: 300,
  parameters: { MaxResults: MAX_RESULTS, NextToken: NEXT_TOKEN },
  response: {
    ...PAGE_FIELDS,
    Accounts: {
      type: 'object-list',
      description: 'The accounts.',
      fields: {
        AccountId: ACCOUNT_ID_FIELD,
        AccountName: { ...ACCOUNT_NAME, description: 'Its name.' },
        Status: {
          type: 'string',
          values: ACCOUNT_STATUS_VALUES,
          example: 'Active',
          description: 'Whether calls can be made with its access keys.',
        },
        CreateTime: CREATE_TIME_FIELD,
      },
    },
  },
  reservedFor: 'first-root',
  paging: { items: 'Accounts' },
  errors: [],
});
