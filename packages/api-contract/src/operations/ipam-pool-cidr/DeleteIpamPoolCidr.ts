import { defineOperation } from '../../operation.ts';
import { CLIENT_TOKEN, DRY_RUN, regionId, resourceId } from '../../parameter-kinds.ts';

export const DeleteIpamPoolCidr = defineOperation({
  name: 'DeleteIpamPoolCidr',
  product: 'VpcIpam',
  group: 'ipam-pool-cidr',
  summary: 'Takes a provisioned CIDR block from a pool.',
  effect: 'write',
  methods: ['GET', 'POST'],
  callsPerMinute: 300,
  parameters: {
    RegionId: regionId('The region that hosts the IPAM.'),
    Cidr: resourceId('The CIDR block.', '192.168.1.0/24'),
    IpamPoolId: resourceId('The pool.', 'ipam-pool-6rcq3tobayc20t****'),
    DryRun: DRY_RUN,
    ClientToken: CLIENT_TOKEN,
  },
  response: {},
  authorization: {
    action: 'vpc:DeleteIpamPoolCidr',
    accessLevel: 'delete',
    resources: ['*'],
    source: 'own',
  },
  errors: [
    'ResourceNotFound.IpamPool',
    'OperationDenied.OperateShareResource',
    'OperationDenied.PoolRegionNotSupportDeletePoolCidr',
    'ResourceNotFound.IpamPoolCidr',
    'OperationDenied.IpamPoolAllocationExist',
    'DryRunOperation',
  ],
});
