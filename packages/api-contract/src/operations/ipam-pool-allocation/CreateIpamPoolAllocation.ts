import { defineOperation } from '../../operation.ts';
import { CLIENT_TOKEN, DRY_RUN, regionId, resourceId } from '../../parameter-kinds.ts';

export const CreateIpamPoolAllocation = defineOperation({
  name: 'CreateIpamPoolAllocation',
  product: 'VpcIpam',
  group: 'ipam-pool-allocation',
  summary: 'Reserves a CIDR block of a pool as a custom allocation.',
  effect: 'write',
  methods: ['GET', 'POST'],
  callsPerMinute: 300,
  parameters: {
    RegionId: regionId("The pool's region where it has one, else the region that hosts the IPAM."),
    IpamPoolId: resourceId('The pool.', 'ipam-pool-6rcq3tobayc20t****'),
    Cidr: { type: 'string', example: '192.168.1.0/24', description: 'The CIDR block.' },
    CidrMask: {
      type: 'number',
      min: 0,
      max: 128,
      invalid: 'IllegalParam.CidrMask',
      example: '24',
      description: 'The prefix length of the CIDR block.',
    },
    IpamPoolAllocationDescription: {
      type: 'string',
      format: 'description',
      example: 'test description',
      description:
        'The description: 1 to 256 characters, starting with a letter or a Chinese character, not with http:// or https://.',
    },
    IpamPoolAllocationName: {
      type: 'string',
      format: 'name',
      example: 'test name',
      description: 'The name: 1 to 128 characters, not starting with http:// or https://.',
    },
    DryRun: DRY_RUN,
    ClientToken: CLIENT_TOKEN,
  },
  response: {
    Cidr: { type: 'string', example: '192.168.1.0/24', description: 'The CIDR block.' },
    IpamPoolAllocationId: {
      type: 'string',
      example: 'ipam-pool-alloc-112za33e4****',
      description: 'The allocation.',
    },
    SourceCidr: {
      type: 'string',
      example: '192.168.0.0/16',
      description: 'The provisioned CIDR block that it lies in.',
    },
  },
  authorization: {
    action: 'vpc:CreateIpamPoolAllocation',
    accessLevel: 'create',
    resources: ['*'],
    source: 'published',
  },
  errors: [
    'IllegalParam.CidrMask',
    'IllegalParam.{ParameterName}',
    'ResourceNotFound.IpamPool',
    'OperationDenied.RequestRegionInvalid',
    'IncorrectStatus.IpamPool',
    'MissingParam.CidrOrCidrMask',
    'OperationDenied.MaskOfCidrIsNotAllowed',
    'OperationDenied.CidrUnavailableInPool',
    'ResourceNotEnough.IpamPoolCidr',
    'DryRunOperation',
  ],
});
