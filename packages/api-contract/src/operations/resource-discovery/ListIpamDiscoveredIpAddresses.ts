import {
  DISCOVERED_ADDRESS_PAGE_SIZE_DEFAULT,
  DISCOVERED_ADDRESS_PAGE_SIZE_MAX,
} from '../../limits.ts';
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
  effect: 'read',
  methods: ['GET', 'POST'],
  callsPerMinute: 300,
  parameters: {
    RegionId: regionId('The region that hosts the resource discovery.'),
    IpamResourceDiscoveryId: resourceId(
      'The resource discovery.',
      'ipam-res-disco-jt5f2af2u6nk2z321****',
    ),
    Cidr: textFilter('Lists only addresses in this IPv4 CIDR block.', '192.168.1.0/24'),
    IpVersion: textFilter('IPv4; there are no others.', 'IPv4'),
    VSwitchId: textFilter('The vSwitch; it or a VPC must be given.', 'vsw-bp1bmwg5u07e1l3q0is4w'),
    VpcId: textFilter('The VPC; it or a vSwitch must be given.', 'vpc-bp1fjfnrg3av6zb9e****'),
    MaxResults: {
      ...MAX_RESULTS,
      max: DISCOVERED_ADDRESS_PAGE_SIZE_MAX,
      example: '100',
      description: 'Entries of a page, 1 to 200; 100 where not given.',
    },
    NextToken: NEXT_TOKEN,
  },
  response: {
    IpamDiscoveredIpAddresses: {
      type: 'object-list',
      fields: {
        IpAddress: {
          type: 'string',
          example: '192.168.10.40/32',
          description: 'The address, as a CIDR block.',
        },
        IpVersion: {
          type: 'string',
          values: ['IPv4'],
          example: 'IPv4',
          description: 'Always IPv4.',
        },
        ResourceId: {
          type: 'string',
          example: 'eni-bp1001jpjhzmgc5m****',
          description: 'What has the address.',
        },
        ResourceRegionId: {
          type: 'string',
          example: 'cn-shenzhen',
          description: 'The region of the resources.',
        },
        ResourceServiceType: {
          type: 'string',
          example: 'ENI',
          description: 'The type of what has the address.',
        },
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
    resources: ['acs:vpc:{RegionId}:{AccountId}:ipamresourcediscovery/{IpamResourceDiscoveryId}'],
    source: 'own',
  },
  paging: {
    items: 'IpamDiscoveredIpAddresses',
    sizeDefault: DISCOVERED_ADDRESS_PAGE_SIZE_DEFAULT,
  },
  errors: ['Forbidden.IpResourceAccess', 'MissingParam.VpcIdOrVSwitchId'],
});
