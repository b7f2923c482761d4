import { PAGE_SIZE_MAX } from '../../limits.ts';
import { defineOperation } from '../../operation.ts';
import {
  idsFilter,
  NUMBERED_PAGE_FIELDS,
  PAGE_NUMBER,
  pageSize,
  TAGS_FILTER,
  textFilter,
} from '../../parameter-kinds.ts';
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
    PageNumber: PAGE_NUMBER,
    PageSize: pageSize(PAGE_SIZE_MAX),
  },
  response: {
    ...NUMBERED_PAGE_FIELDS,
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
