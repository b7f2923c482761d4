import { defineOperation } from '../../operation.ts';
import { regionId, resourceId } from '../../parameter-kinds.ts';

export const GetIpamPoolAllocation = defineOperation({
  name: 'GetIpamPoolAllocation',
  product: 'VpcIpam',
  group: 'ipam-pool-allocation',
  summary: 'Describes one allocation.',
  effect: 'read',
  methods: ['GET'],
  callsPerMinute: 300,
  parameters: {
    RegionId: regionId("The pool's region where it has one, else the region that hosts the IPAM."),
    IpamPoolAllocationId: resourceId('The allocation.', 'ipam-pool-alloc-112za33e4****'),
  },
  response: {
    Cidr: { type: 'string', example: '192.168.1.0/24', description: 'The CIDR block.' },
    CreationTime: {
      type: 'string',
      example: '2024-10-15T10:24:19+08:00',
      description: 'When it was created.',
    },
    IpamPoolAllocationDescription: {
      type: 'string',
      example: 'ipam pool allocation description',
      description: 'The description.',
    },
    IpamPoolAllocationId: {
      type: 'string',
      example: 'ipam-pool-alloc-112za33e4****',
      description: 'The allocation.',
    },
    IpamPoolAllocationName: {
      type: 'string',
      example: 'ipam pool allocation name',
      description: 'The name.',
    },
    IpamPoolId: {
      type: 'string',
      example: 'ipam-pool-6rcq3tobayc20t****',
      description: 'The pool.',
    },
    RegionId: { type: 'string', example: 'cn-hangzhou', description: 'The region that hosts it.' },
    ResourceId: {
      type: 'string',
      example: 'vpc-bp16qjewdsunr41m1****',
      description: 'The resource.',
    },
    ResourceOwnerId: {
      type: 'number',
      example: 1616080591216318,
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
      example: 'VPC',
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
  authorization: {
    action: 'vpc:GetIpamPoolAllocation',
    accessLevel: 'get',
    resources: ['acs:vpc:{RegionId}:{AccountId}:ipampool/{IpamPoolId}'],
    source: 'published',
    resolve: 'pool-of-allocation',
  },
  errors: ['ResourceNotFound.IpamPoolAllocation', 'OperationDenied.RequestRegionInvalid'],
});
