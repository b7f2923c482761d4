import { defineOperation } from '../../operation.ts';
import { CLIENT_TOKEN, DRY_RUN, regionId, resourceId } from '../../parameter-kinds.ts';

export const DeleteIpamResourceDiscovery = defineOperation({
  name: 'DeleteIpamResourceDiscovery',
  product: 'VpcIpam',
  group: 'resource-discovery',
  summary: 'Deletes a custom resource discovery.',
  effect: 'write',
  methods: ['GET', 'POST'],
  callsPerMinute: 300,
  parameters: {
    RegionId: regionId('The region that hosts it.'),
    IpamResourceDiscoveryId: resourceId(
      'The resource discovery.',
      'ipam-res-disco-jt5f2af2u6nk2z321****',
    ),
    DryRun: DRY_RUN,
    ClientToken: CLIENT_TOKEN,
  },
  response: {},
  authorization: {
    action: 'vpc:DeleteIpamResourceDiscovery',
    accessLevel: 'delete',
    resources: ['acs:vpc:{RegionId}:{AccountId}:ipamresourcediscovery/{IpamResourceDiscoveryId}'],
    source: 'published',
  },
  errors: [
    'ResourceNotFound.IpamResourceDiscovery',
    'OperationDenied.OperateShareResource',
    'OperationDenied.DefaultResourceDiscovery',
    'DependencyViolation.ShareResource#IpamResourceDiscovery',
    'DryRunOperation',
  ],
});
