import { PAGE_SIZE_MAX } from '../../limits.ts';
import { defineOperation } from '../../operation.ts';
import { idsFilter, TAGS_FILTER, textFilter } from '../../parameter-kinds.ts';
import {
  INCLUDE_TAGS,
  RESOURCE_GROUP_FIELDS,
  RESOURCE_GROUP_STATUS_FIELD,
  RESOURCE_GROUP_TAGS_FIELD,
} from './resource-group-fields.ts';

export const ListResourceGroups = defineOperation({
  name: 'ListResourceGroups',
  product: 'ResourceManager',
  group: 'resource-manager',
  summary: 'Lists resource groups, the default one first, then in order of their creation.',
  state: 'built',
  effect: 'read',
  methods: ['GET', 'POST'],
  callsPerMinute: 300,
  parameters: {
    ResourceGroupId: textFilter('The resource group.', 'rg-9gLOoK****'),
    // A value that cannot be read is refused: the answer of no match has a shape of its own.
    ResourceGroupIds: { ...idsFilter('The resource groups, at most 100.'), filter: false },
    Name: textFilter('Part of the name, in any case.', 'my-project'),
    DisplayName: textFilter('Part of the display name, in any case.', 'my-project'),
    Status: {
      type: 'string',
      filter: true,
      values: ['Creating', 'OK', 'PendingDelete'],
      example: 'OK',
      description: 'The status; every resource group has the status OK.',
    },
    Tag: { ...TAGS_FILTER, alias: 'Tags', filter: false },
    IncludeTags: INCLUDE_TAGS,
    PageNumber: {
      type: 'number',
      min: 1,
      max: 1_000_000,
      example: '1',
      description: 'The page; 1 where not given.',
    },
    PageSize: {
      type: 'number',
      min: 1,
      max: PAGE_SIZE_MAX,
      example: '10',
      description: 'Entries of a page, 1 to 100; 10 where not given.',
    },
  },
  response: {
    PageNumber: { type: 'number', example: 1, description: 'The page.' },
    PageSize: { type: 'number', example: 10, description: 'Entries of a page at most.' },
    TotalCount: { type: 'number', example: 2, description: 'Entries over all pages.' },
    ResourceGroups: {
      type: 'object',
      description: 'The resource groups.',
      fields: {
        ResourceGroup: {
          type: 'object-list',
          fields: {
            ...RESOURCE_GROUP_FIELDS,
            Status: RESOURCE_GROUP_STATUS_FIELD,
            Tags: RESOURCE_GROUP_TAGS_FIELD,
          },
        },
      },
    },
  },
  authorization: {
    action: 'ram:ListResourceGroups',
    accessLevel: 'list',
    resources: ['acs:ram:*:{AccountId}:resourcegroup/*'],
    source: 'own',
  },
  errors: [],
});
