import { defineOperation } from '../../operation.ts';
import { CREATE_TIME_FIELD, MAX_RESULTS, NEXT_TOKEN, PAGE_FIELDS } from '../../parameter-kinds.ts';
import { MODE_VALUES, SOURCE_NAME_FIELD } from './inventory-fields.ts';

export const ListInventorySources = defineOperation({
  name: 'ListInventorySources',
  product: 'Cadastre',
  group: 'inventory',
  summary: 'Lists the inventory sources of the account by name, with what last came from each.',
  effect: 'read',
  methods: ['GET', 'POST'],
  callsPerMinute: 300,
  parameters: { MaxResults: MAX_RESULTS, NextToken: NEXT_TOKEN },
  response: {
    ...PAGE_FIELDS,
    InventorySources: {
      type: 'object-list',
      description: 'The sources.',
      fields: {
        SourceName: SOURCE_NAME_FIELD,
        SourceVersion: {
          type: 'number',
          example: 42,
          description: 'The last version that came in.',
        },
        Mode: {
          type: 'string',
          values: MODE_VALUES,
          example: 'Full',
          description: 'How that version came.',
        },
        IsComplete: {
          type: 'boolean',
          example: true,
          description: 'False while a Full version lacks its last batch.',
        },
        ResourceCount: {
          type: 'number',
          example: 120,
          description: 'Networks and subnets that the source tells of.',
        },
        AddressCount: {
          type: 'number',
          example: 4_000,
          description: 'Addresses in use that the source tells of.',
        },
        CreateTime: CREATE_TIME_FIELD,
        UpdateTime: {
          type: 'string',
          example: '2022-07-01T02:05:23Z',
          description: 'When the last batch that was not a repetition came in, in UTC.',
        },
      },
    },
  },
  authorization: {
    action: 'cadastre:ListInventorySources',
    accessLevel: 'list',
    resources: ['acs:cadastre:*:{AccountId}:inventorysource/*'],
    source: 'own',
  },
  paging: { items: 'InventorySources' },
  errors: [],
});
