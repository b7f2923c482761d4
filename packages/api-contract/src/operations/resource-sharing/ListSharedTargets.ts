import { defineOperation } from '../../operation.ts';
import { idsFilter, NEXT_TOKEN, textFilter } from '../../parameter-kinds.ts';
import { MAX_RESULTS, RESOURCE_OWNER, SHARED_TARGET_FIELDS, TOKEN_FIELD } from './share-fields.ts';

export const ListSharedTargets = defineOperation({
  name: 'ListSharedTargets',
  product: 'ResourceSharing',
  group: 'resource-sharing',
  summary:
    'Lists accounts that the account shares with or, with OtherAccounts, that share with it.',
  effect: 'read',
  methods: ['GET', 'POST'],
  callsPerMinute: 600,
  parameters: {
    ResourceOwner: RESOURCE_OWNER,
    ResourceShareIds: idsFilter('Only of these resource shares.'),
    ResourceId: textFilter('A resource of the share.', 'ipam-pool-6rcq3tobayc20t****'),
    ResourceArn: textFilter(
      'A resource of the share, by its ARN.',
      'acs:vpc:cn-hangzhou:1512666876912345:ipampool/ipam-pool-6rcq3tobayc20t****',
    ),
    ResourceType: textFilter('The type of a resource of the share.', 'IpamPool'),
    Targets: idsFilter('Only these accounts.'),
    MaxResults: MAX_RESULTS,
    NextToken: NEXT_TOKEN,
  },
  response: {
    SharedTargets: {
      type: 'object-list',
      description: 'The accounts.',
      fields: SHARED_TARGET_FIELDS,
    },
    ...TOKEN_FIELD,
  },
  authorization: {
    action: 'resourcesharing:ListSharedTargets',
    accessLevel: 'list',
    resources: ['*'],
    source: 'published',
  },
  paging: { items: 'SharedTargets', hasCounts: false, sizeDefault: 20 },
  errors: ['InvalidParameter.{ParameterName}'],
});
