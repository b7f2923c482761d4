import { defineOperation } from '../../operation.ts';
import {
  idsFilter,
  NEXT_TOKEN,
  TAGS_FIELD,
  TAGS_FILTER,
  textFilter,
} from '../../parameter-kinds.ts';
import { MAX_RESULTS, RESOURCE_OWNER, SHARE_FIELDS, TOKEN_FIELD } from './share-fields.ts';

export const ListResourceShares = defineOperation({
  name: 'ListResourceShares',
  product: 'ResourceSharing',
  group: 'resource-sharing',
  summary: 'Lists resource shares.',
  effect: 'read',
  methods: ['GET', 'POST'],
  callsPerMinute: 600,
  parameters: {
    ResourceOwner: RESOURCE_OWNER,
    ResourceShareIds: idsFilter('Lists only these.'),
    ResourceShareName: textFilter('The name.', 'test'),
    ResourceShareStatus: textFilter('The status; all shares are Active.', 'Active'),
    PermissionName: textFilter('A permission of the share.', 'AliyunRSDefaultPermissionIpamPool'),
    ResourceGroupId: textFilter('The resource group.', 'rg-aekz5nlvlak****'),
    Tag: TAGS_FILTER,
    MaxResults: MAX_RESULTS,
    NextToken: NEXT_TOKEN,
  },
  response: {
    ResourceShares: {
      type: 'object-list',
      description: 'The resource shares.',
      fields: {
        ...SHARE_FIELDS,
        ResourceGroupId: {
          type: 'string',
          example: 'rg-aekz5nlvlak****',
          description: "The resource group; empty for others' shares.",
        },
        Tags: TAGS_FIELD,
      },
    },
    ...TOKEN_FIELD,
  },
  authorization: {
    action: 'resourcesharing:ListResourceShares',
    accessLevel: 'list',
    resources: ['*'],
    source: 'published',
  },
  paging: { items: 'ResourceShares', hasCounts: false, sizeDefault: 20 },
  errors: ['InvalidParameter.{ParameterName}'],
});
