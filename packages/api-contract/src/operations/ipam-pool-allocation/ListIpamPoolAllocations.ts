import { defineOperation } from '../../operation.ts';
import {
  idsFilter,
  MAX_RESULTS,
  NEXT_TOKEN,
  PAGE_FIELDS,
  regionId,
  resourceId,
  textFilter,
} from '../../parameter-kinds.ts';

export const ListIpamPoolAllocations = defineOperation({
  name: 'ListIpamPoolAllocations',
  product: 'VpcIpam',
  group: 'ipam-pool-allocation',
  summary: 'Lists the allocations of a pool.',
  effect: 'read',
  methods: ['GET', 'POST'],
  callsPerMinute: 800,
  parameters: {
    RegionId: regionId("The pool's region where it has one, else the region that hosts the IPAM."),
    IpamPoolId: resourceId('The pool.', 'ipam-pool-6rcq3tobayc20t****'),
    Cidr: textFilter('The CIDR block.', '192.168.1.0/24'),
    IpamPoolAllocationIds: idsFilter('Lists only these.'),
    IpamPoolAllocationName: textFilter('The name.', 'test name'),
    IpamPoolAllocationId: textFilter(
      'Lists only this allocation; the Terraform provider sends it.',
      'ipam-pool-alloc-112za33e4****',
    ),
    MaxResults: MAX_RESULTS,
    NextToken: NEXT_TOKEN,
  },
  response: {
    IpamPoolAllocations: {
      type: 'object-list',
      fields: {
        Cidr: { type: 'string', example: '192.168.1.0/24', description: 'The CIDR block.' },
        CreationTime: {
          type: 'string',
          example: '2023-05-19T08:59:18Z',
          description: 'When it was created.',
        },
        IpamPoolAllocationDescription: {
          type: 'string',
          example: 'test description',
          description: 'The description.',
        },
        IpamPoolAllocationId: {
          type: 'string',
          example: 'ipam-pool-alloc-112za33e4****',
          description: 'The allocation.',
        },
        IpamPoolAllocationName: { type: 'string', example: 'test name', description: 'The name.' },
        IpamPoolId: {
          type: 'string',
          example: 'ipam-pool-6rcq3tobayc20t****',
          description: 'The pool.',
        },
        RegionId: {
          type: 'string',
          example: 'cn-hangzhou',
          description: 'The region that hosts it.',
        },
        ResourceId: {
          type: 'string',
          example: 'vpc-bp16qjewdsunr41m1****',
          description: 'The resource.',
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
          values: ['VPC', 'IpamPool', 'Custom'],
          example: 'Custom',
          description: 'The type of the resource.',
        },
        SourceCidr: {
          type: 'string',
          example: '192.168.0.0/16',
          description: 'The provisioned CIDR block that it lies in.',
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
    action: 'vpc:ListIpamPoolAllocations',
    accessLevel: 'list',
    resources: ['*'],
    source: 'published',
  },
  paging: { items: 'IpamPoolAllocations' },
  errors: [],
});
