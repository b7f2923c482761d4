import { defineOperation } from '../../operation.ts';
import { CLIENT_TOKEN, DRY_RUN, regionId, resourceId } from '../../parameter-kinds.ts';

export const DeleteIpamPool = defineOperation({
  name: 'DeleteIpamPool',
  product: 'VpcIpam',
  group: 'ipam-pool',
  summary: 'Deletes a pool that nothing depends on.',
  effect: 'write',
  methods: ['GET', 'POST'],
  callsPerMinute: 300,
  parameters: {
    RegionId: regionId('The region that hosts the IPAM.'),
    IpamPoolId: resourceId('The pool.', 'ipam-pool-6rcq3tobayc20t****'),
    DryRun: DRY_RUN,
    ClientToken: CLIENT_TOKEN,
  },
  response: {},
  authorization: {
    action: 'vpc:DeleteIpamPool',
    accessLevel: 'delete',
    resources: ['*'],
    source: 'published',
  },
  errors: [
    'ResourceNotFound.IpamPool',
    'OperationDenied.OperateShareResource',
    'OperationDenied.PoolRegionNotSupportDeletePool',
    'IncorrectStatus.IpamPool',
    'DependencyViolation.ShareResource#IpamPool',
    'DependencyViolation.IpamPool',
    'DependencyViolation.CustomPoolAllocation',
    'DependencyViolation.PoolCidr',
    'DryRunOperation',
  ],
});
