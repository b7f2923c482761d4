import { defineOperation } from '../../operation.ts';
import { CLIENT_TOKEN, DRY_RUN, regionId, resourceId } from '../../parameter-kinds.ts';

export const DeleteIpamPoolAllocation = defineOperation({
  name: 'DeleteIpamPoolAllocation',
  product: 'VpcIpam',
  group: 'ipam-pool-allocation',
  summary: 'Releases an allocation of a pool.',
  effect: 'write',
  methods: ['GET', 'POST'],
  callsPerMinute: 300,
  parameters: {
    RegionId: regionId("The pool's region where it has one, else the region that hosts the IPAM."),
    IpamPoolAllocationId: resourceId('The allocation.', 'ipam-alloc-c4vhvr3b22mmc6****'),
    DryRun: DRY_RUN,
    ClientToken: CLIENT_TOKEN,
  },
  response: {},
  authorization: {
    action: 'vpc:DeleteIpamPoolAllocation',
    accessLevel: 'delete',
    resources: ['acs:vpc:{RegionId}:{AccountId}:ipampool/{IpamPoolId}'],
    source: 'published',
    resolve: 'pool-of-allocation',
  },
  errors: [
    'ResourceNotFound.IpamPoolAllocation',
    'OperationDenied.RequestRegionInvalid',
    'OperationDenied.OperateShareResource',
    'OperationDenied.UnexpectedResourceType',
    'DryRunOperation',
  ],
});
