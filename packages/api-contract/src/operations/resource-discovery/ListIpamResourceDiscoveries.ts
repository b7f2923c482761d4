import { defineOperation } from '../../operation.ts';
import {
  CREATE_TIME_FIELD,
  idsFilter,
  MAX_RESULTS,
  NEXT_TOKEN,
  OWNER_ID_FIELD,
  PAGE_FIELDS,
  POOL_STATUS_VALUES,
  regionId,
  TAGS_FIELD,
  TAGS_FILTER,
  textFilter,
} from '../../parameter-kinds.ts';

export const ListIpamResourceDiscoveries = defineOperation({
  name: 'ListIpamResourceDiscoveries',
  product: 'VpcIpam',
  group: 'resource-discovery',
  summary: 'Lists resource discoveries.',
  effect: 'read',
  methods: ['GET', 'POST'],
  callsPerMinute: 300,
  parameters: {
    RegionId: regionId('The region that hosts them.'),
    IpamResourceDiscoveryIds: idsFilter('Lists only these.'),
    IpamResourceDiscoveryName: textFilter('The name.', 'test'),
    IsShared: {
      type: 'boolean',
      filter: true,
      example: 'true',
      description: 'Whether the resource is shared with or by the account.',
    },
    ResourceGroupId: textFilter('The resource group.', 'rg-acfmxazb4ph6aiy****'),
    Tags: TAGS_FILTER,
    Type: textFilter('system or custom.', 'system'),
    MaxResults: MAX_RESULTS,
    NextToken: NEXT_TOKEN,
  },
  response: {
    IpamResourceDiscoveries: {
      type: 'object-list',
      fields: {
        CreateTime: CREATE_TIME_FIELD,
        IpamResourceDiscoveryDescription: {
          type: 'string',
          example: 'test description',
          description: 'The description.',
        },
        IpamResourceDiscoveryId: {
          type: 'string',
          example: 'ipam-res-disco-jt5f2af2u6nk2z321****',
          description: 'The resource discovery.',
        },
        IpamResourceDiscoveryName: { type: 'string', example: 'test', description: 'The name.' },
        IpamResourceDiscoveryStatus: {
          type: 'string',
          values: POOL_STATUS_VALUES,
          example: 'Created',
          description: 'The status of the resource discovery.',
        },
        OperatingRegionList: { type: 'string-list', description: 'The operating regions.' },
        OwnerId: OWNER_ID_FIELD,
        RegionId: {
          type: 'string',
          example: 'cn-hangzhou',
          description: 'The region that hosts it.',
        },
        ResourceGroupId: {
          type: 'string',
          example: 'rg-aek2sermdd6****',
          description: 'The resource group.',
        },
        ShareType: {
          type: 'string',
          example: 'Shared',
          description: 'Empty, Shared (by another account) or Sharing (with another account).',
        },
        Tags: TAGS_FIELD,
        Type: { type: 'string', example: 'system', description: 'system or custom.' },
      },
    },
    ...PAGE_FIELDS,
  },
  authorization: {
    action: 'vpc:ListIpamResourceDiscoveries',
    accessLevel: 'list',
    resources: ['*'],
    source: 'published',
  },
  paging: { items: 'IpamResourceDiscoveries' },
  errors: [],
});
