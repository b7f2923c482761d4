import { defineOperation } from '../../operation.ts';
import {
  MAX_RESULTS,
  NEXT_TOKEN,
  PAGE_FIELDS,
  POOL_STATUS_VALUES,
  regionId,
  textFilter,
} from '../../parameter-kinds.ts';

export const ListIpamResourceDiscoveryAssociations = defineOperation({
  name: 'ListIpamResourceDiscoveryAssociations',
  product: 'VpcIpam',
  group: 'resource-discovery',
  summary: 'Lists associations of resource discoveries with IPAMs.',
  effect: 'read',
  methods: ['GET', 'POST'],
  callsPerMinute: 300,
  parameters: {
    RegionId: regionId('The region that hosts the IPAM.'),
    IpamId: textFilter('The IPAM.', 'ipam-ccxbnsbhew0d6t****'),
    IpamResourceDiscoveryId: textFilter(
      'The resource discovery.',
      'ipam-res-disco-jt5f2af2u6nk2z321****',
    ),
    MaxResults: MAX_RESULTS,
    NextToken: NEXT_TOKEN,
  },
  response: {
    IpamResourceDiscoveryAssociations: {
      type: 'object-list',
      fields: {
        IpamId: { type: 'string', example: 'ipam-ccxbnsbhew0d6t****', description: 'The IPAM.' },
        IpamResourceDiscoveryId: {
          type: 'string',
          example: 'ipam-res-disco-jt5f2af2u6nk2z321****',
          description: 'The resource discovery.',
        },
        IpamResourceDiscoveryOwnerId: {
          type: 'string',
          example: '1210123456******',
          description: 'The account that owns the resource discovery.',
        },
        IpamResourceDiscoveryStatus: {
          type: 'string',
          values: POOL_STATUS_VALUES,
          example: 'Created',
          description: 'The status of the resource discovery.',
        },
        IpamResourceDiscoveryType: {
          type: 'string',
          values: ['system', 'custom'],
          example: 'custom',
          description: 'Whether it is the default one of an IPAM (system) or not.',
        },
        Status: {
          type: 'string',
          values: ['Created', 'Deleted'],
          example: 'Created',
          description: 'The status.',
        },
      },
    },
    ...PAGE_FIELDS,
  },
  authorization: {
    action: 'vpc:ListIpamResourceDiscoveryAssociations',
    accessLevel: 'list',
    resources: ['*'],
    source: 'published',
  },
  paging: { items: 'IpamResourceDiscoveryAssociations' },
  errors: [],
});
