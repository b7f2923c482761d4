import { defineOperation } from '../../operation.ts';
import { MAX_RESULTS, NEXT_TOKEN, PAGE_FIELDS, textFilter } from '../../parameter-kinds.ts';
import { DIRECTORY_ACCOUNTS_FIELD } from './directory-parameters.ts';

export const ListDirectoryAccounts = defineOperation({
  name: 'ListDirectoryAccounts',
  product: 'Cadastre',
  group: 'directory',
  summary: 'Lists the accounts of the resource directory with their folders, oldest first.',
  effect: 'read',
  methods: ['GET', 'POST'],
  callsPerMinute: 300,
  parameters: {
    FolderId: textFilter(
      'Lists only accounts that are in this folder itself.',
      'fd-m5x2k9q1c7f03hzt8a',
    ),
    MaxResults: MAX_RESULTS,
    NextToken: NEXT_TOKEN,
  },
  response: { ...PAGE_FIELDS, Accounts: DIRECTORY_ACCOUNTS_FIELD },
  reservedFor: 'first-root',
  paging: { items: 'Accounts' },
  errors: [],
});
