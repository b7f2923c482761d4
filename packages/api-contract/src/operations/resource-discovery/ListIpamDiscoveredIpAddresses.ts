import { defineOperation } from '../../operation.ts';
import {
  MAX_RESULTS,
  NEXT_TOKEN,
  PAGE_FIELDS,
  regionId,
  resourceId,
  textFilter,
} from '../../parameter-kinds.ts';

export const ListIpamDiscoveredIpAddresses = defineOperation({
  name: 'ListIpamDiscoveredIpAddresses',
  product: 'VpcIpam',
  group: 'resource-discovery',
  summary: 'Lists IP addresses in use that a resource discovery found.',
  state: 'planned',
  effect: 'read',
  methods: ['GET', 'POST'],
  callsPerMinute: 300,
  parameters: {
    RegionId: regionId('The region that hosts the IPAM.'),
    IpamResourceDiscoveryId: resourceId(
      'The resource discovery.',
      'ipam-res-disco-jt5f2af2u6nk2z321****',
    ),
    Cidr: textFilter('The CIDR block.', '192.168.1.0/24'),
    IpVersion: textFilter('IPv4 or IPv6.', 'IPv4'),
    VSwitchId: textFilter('The vSwitch.', 'vsw-bp1bmwg5u07e1l3q0is4w'),
    VpcId: textFilter('The VPC.', 'vpc-bp1fjfnrg3av6zb9e****'),
    MaxResults: MAX_RESULTS,
    NextToken: NEXT_TOKEN,
  },
  response: {
    IpamDiscoveredIpAddresses: {
      type: 'object-list',
      fields: {
        IpAddress: { type: 'string', example: '192.168.10.40/32' },
        IpVersion: {
          type: 'string',
          values: ['IPv4'],
          example: 'IPv4',
          description: 'IPv4 or IPv6.',
        },
        ResourceId: {
          type: 'string',
          example: 'eni-bp1001jpjhzmgc5m****',
          description: 'The resource.',
        },
        ResourceRegionId: {
          type: 'string',
          example: 'cn-shenzhen',
          description: 'The region of the resources.',
        },
        ResourceServiceType: { type: 'string', example: 'ENI' },
        VSwitchId: {
          type: 'string',
          example: 'vsw-bp1bmwg5u07e1l3q0is4w',
          description: 'The vSwitch.',
        },
        VpcId: { type: 'string', example: 'vpc-bp1fjfnrg3av6zb9e****', description: 'The VPC.' },
      },
    },
    ...PAGE_FIELDS,
  },
  authorization: {
    action: 'vpc:ListIpamDiscoveredIpAddresses',
    accessLevel: 'list',
    resources: ['*'],
    source: 'own',
  },
  paging: { items: 'IpamDiscoveredIpAddresses' },
  errors: [],
});
