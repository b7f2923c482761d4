import { defineOperation } from '../../operation.ts';
import { CLIENT_TOKEN, DRY_RUN, regionId, resourceId } from '../../parameter-kinds.ts';

export const UpdateIpamPoolAllocation = defineOperation({
  name: 'UpdateIpamPoolAllocation',
  product: 'VpcIpam',
  group: 'ipam-pool-allocation',
  summary: 'Changes the name or description of an allocation.',
  effect: 'write',
  methods: ['GET', 'POST'],
  callsPerMinute: 300,
  parameters: {
    RegionId: regionId("The pool's region where it has one, else the region that hosts the IPAM."),
    IpamPoolAllocationId: resourceId('The allocation.', 'ipam-pool-alloc-112za33e4****'),
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
  response: {},
  authorization: {
    action: 'vpc:UpdateIpamPoolAllocation',
    accessLevel: 'update',
    resources: ['*'],
    source: 'published',
  },
  errors: [
    'IllegalParam.{ParameterName}',
    'ResourceNotFound.IpamPoolAllocation',
    'OperationDenied.RequestRegionInvalid',
    'OperationDenied.OperateShareResource',
    'DryRunOperation',
  ],
});
