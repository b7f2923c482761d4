import { defineOperation } from '../../operation.ts';
import { CLIENT_TOKEN, DRY_RUN, regionId, resourceId } from '../../parameter-kinds.ts';

export const UpdateIpamPool = defineOperation({
  name: 'UpdateIpamPool',
  product: 'VpcIpam',
  group: 'ipam-pool',
  summary: 'Changes the name, description or allocation rules of a pool.',
  effect: 'write',
  methods: ['GET', 'POST'],
  callsPerMinute: 300,
  parameters: {
    RegionId: regionId('The region that hosts the IPAM.'),
    IpamPoolId: resourceId('The pool.', 'ipam-pool-6rcq3tobayc20t****'),
    AllocationDefaultCidrMask: {
      type: 'number',
      min: 0,
      max: 128,
      invalid: 'IllegalParam.AllocationDefaultNetmask',
      example: '28',
      description:
        'The prefix length of allocations that name none. 0 to 32 for IPv4, 0 to 128 for IPv6.',
    },
    AllocationMaxCidrMask: {
      type: 'number',
      min: 0,
      max: 128,
      invalid: 'IllegalParam.AllocationMaxNetmask',
      example: '32',
      description: 'The longest prefix of an allocation. 0 to 32 for IPv4, 0 to 128 for IPv6.',
    },
    AllocationMinCidrMask: {
      type: 'number',
      min: 0,
      max: 128,
      invalid: 'IllegalParam.AllocationMinNetmask',
      example: '8',
      description: 'The shortest prefix of an allocation. 0 to 32 for IPv4, 0 to 128 for IPv6.',
    },
    AutoImport: {
      type: 'boolean',
      example: 'true',
      description:
        'Whether resources inside the pool are taken in by themselves. It needs a pool region.',
    },
    ClearAllocationDefaultCidrMask: {
      type: 'boolean',
      example: 'true',
      description: 'Removes the default prefix length.',
    },
    IpamPoolDescription: {
      type: 'string',
      format: 'description',
      example: 'test description',
      description:
        'The description: 1 to 256 characters, starting with a letter or a Chinese character, not with http:// or https://.',
    },
    IpamPoolName: {
      type: 'string',
      format: 'name',
      example: 'test',
      description: 'The name: 1 to 128 characters, not starting with http:// or https://.',
    },
    DryRun: DRY_RUN,
    ClientToken: CLIENT_TOKEN,
  },
  response: {},
  authorization: {
    action: 'vpc:UpdateIpamPool',
    accessLevel: 'update',
    resources: ['*'],
    source: 'published',
  },
  errors: [
    'IllegalParam.{ParameterName}',
    'ResourceNotFound.IpamPool',
    'OperationDenied.OperateShareResource',
    'OperationDenied.PoolRegionNotSupportUpdatePool',
    'IncorrectStatus.IpamPool',
    'IllegalParam.AllocationMinNetmask',
    'IllegalParam.AllocationMaxNetmask',
    'IllegalParam.AllocationDefaultNetmask',
    'OperationDenied.AutoImportNeedPoolRegion',
    'DryRunOperation',
  ],
});
