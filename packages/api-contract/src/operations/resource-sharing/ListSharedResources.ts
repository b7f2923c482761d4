import { defineOperation } from '../../operation.ts';
import { idsFilter, NEXT_TOKEN, textFilter } from '../../parameter-kinds.ts';
import {
  MAX_RESULTS,
  RESOURCE_OWNER,
  SHARED_RESOURCE_FIELDS,
  TOKEN_FIELD,
} from './share-fields.ts';

export const ListSharedResources = defineOperation({
  name: 'ListSharedResources',
  product: 'ResourceSharing',
  group: 'resource-sharing',
  summary: 'Lists resources that the account shares or that are shared with it.',
  effect: 'read',
  methods: ['GET', 'POST'],
  callsPerMinute: 600,
  parameters: {
    ResourceOwner: RESOURCE_OWNER,
    ResourceShareIds: idsFilter('Only of these resource shares.'),
    ResourceIds: idsFilter('Only these resources.'),
    ResourceArns: idsFilter('Only these resources, by ARN.'),
    ResourceType: textFilter('The type.', 'IpamPool'),
    Target: textFilter(
      'The account that is shared with or, with OtherAccounts, the account that shares.',
      '1725025300123456',
    ),
    MaxResults: MAX_RESULTS,
    NextToken: NEXT_TOKEN,
  },
  response: {
    SharedResources: {
      type: 'object-list',
      description: 'The resources.',
      fields: SHARED_RESOURCE_FIELDS,
    },
    ...TOKEN_FIELD,
  },
  authorization: {
    action: 'resourcesharing:ListSharedResources',
    accessLevel: 'list',
    resources: ['*'],
    source: 'published',
  },
  paging: { items: 'SharedResources', hasCounts: false, sizeDefault: 20 },
  errors: ['InvalidParameter.{ParameterName}'],
});
