import { defineOperation } from '../../operation.ts';
import {
  MAX_RESULTS,
  NEXT_TOKEN,
  PAGE_FIELDS,
  regionId,
  resourceId,
  textFilter,
} from '../../parameter-kinds.ts';

export const ListIpamPoolCidrs = defineOperation({
  name: 'ListIpamPoolCidrs',
  product: 'VpcIpam',
  group: 'ipam-pool-cidr',
  summary: 'Lists the CIDR blocks provisioned to a pool.',
  effect: 'read',
  methods: ['GET', 'POST'],
  callsPerMinute: 800,
  parameters: {
    RegionId: regionId('The region that hosts the IPAM.'),
    IpamPoolId: resourceId('The pool.', 'ipam-pool-6rcq3tobayc20t****'),
    Cidr: textFilter('The CIDR block.', '192.168.1.0/24'),
    MaxResults: MAX_RESULTS,
    NextToken: NEXT_TOKEN,
  },
  response: {
    IpamPoolCidrs: {
      type: 'object-list',
      fields: {
        Cidr: { type: 'string', example: '192.168.1.0/24', description: 'The CIDR block.' },
        IpamPoolId: {
          type: 'string',
          example: 'ipam-pool-6rcq3tobayc20t****',
          description: 'The pool.',
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
    action: 'vpc:ListIpamPoolCidrs',
    accessLevel: 'list',
    resources: ['*'],
    source: 'published',
  },
  paging: { items: 'IpamPoolCidrs' },
  errors: [],
});
