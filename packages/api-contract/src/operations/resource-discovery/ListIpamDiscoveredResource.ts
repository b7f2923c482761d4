import { defineOperation } from '../../operation.ts';
import {
  IP_COUNT_DETAIL_FIELD,
  IP_USAGE_FIELD,
  MAX_RESULTS,
  NEXT_TOKEN,
  PAGE_FIELDS,
  regionId,
  resourceId,
  textFilter,
} from '../../parameter-kinds.ts';

export const ListIpamDiscoveredResource = defineOperation({
  name: 'ListIpamDiscoveredResource',
  product: 'VpcIpam',
  group: 'resource-discovery',
  summary: 'Lists resources that a resource discovery found.',
  effect: 'read',
  methods: ['GET', 'POST'],
  callsPerMinute: 300,
  parameters: {
    RegionId: regionId('The region that hosts the resource discovery.'),
    IpamResourceDiscoveryId: resourceId(
      'The resource discovery.',
      'ipam-res-disco-jt5f2af2u6nk2z321****',
    ),
    ResourceRegionId: resourceId(
      'The region of the resources: an operating region of the resource discovery.',
      'cn-hangzhou',
    ),
    ResourceType: textFilter('VPC or VSwitch.', 'VPC'),
    MaxResults: MAX_RESULTS,
    NextToken: NEXT_TOKEN,
  },
  response: {
    IpamDiscoveredResources: {
      type: 'object-list',
      fields: {
        AliUid: {
          type: 'number',
          example: 132193271328,
          description: 'The account that owns the resource discovery.',
        },
        Cidr: { type: 'string', example: '192.168.1.0/32', description: 'The CIDR block.' },
        DiscoveryTime: {
          type: 'string',
          example: '2024-01-01 00:00:00',
          description: 'When it was discovered as it is now, in UTC.',
        },
        IpCountDetail: IP_COUNT_DETAIL_FIELD,
        IpUsage: IP_USAGE_FIELD,
        IpamResourceDiscoveryId: {
          type: 'string',
          example: 'ipam-res-disco-jt5f2af2u6nk2z321****',
          description: 'The resource discovery.',
        },
        ResourceId: {
          type: 'string',
          example: 'vpc-uf611fp465c7dyb4z****',
          description: 'The resource.',
        },
        ResourceName: {
          type: 'string',
          example: 'web',
          description: 'The name of the resource.',
        },
        ResourceOwnerId: {
          type: 'number',
          example: 132193271328,
          description: 'The account that owns the resource.',
        },
        ResourceRegionId: {
          type: 'string',
          example: 'cn-hangzhou',
          description: 'The region of the resources.',
        },
        ResourceType: {
          type: 'string',
          values: ['VPC', 'VSwitch'],
          example: 'VPC',
          description: 'The type of the resource.',
        },
        SourceCidr: {
          type: 'string',
          example: '192.168.1.0/24',
          description: 'Of a vSwitch the CIDR block of its VPC around it; empty for a VPC.',
        },
        VpcId: {
          type: 'string',
          example: 'vpc-uf611fp465c7dyb4z****',
          description: 'The VPC that it is in.',
        },
      },
    },
    ...PAGE_FIELDS,
  },
  authorization: {
    action: 'vpc:ListIpamDiscoveredResource',
    accessLevel: 'list',
    resources: ['acs:vpc:{RegionId}:{AccountId}:ipamresourcediscovery/{IpamResourceDiscoveryId}'],
    source: 'published',
  },
  paging: { items: 'IpamDiscoveredResources' },
  errors: ['ResourceNotFound.IpamResourceDiscovery', 'IllegalParam.{ParameterName}'],
});
