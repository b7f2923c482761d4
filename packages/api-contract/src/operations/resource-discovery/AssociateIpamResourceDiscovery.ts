import { defineOperation } from '../../operation.ts';
import { CLIENT_TOKEN, DRY_RUN, regionId, resourceId } from '../../parameter-kinds.ts';

export const AssociateIpamResourceDiscovery = defineOperation({
  name: 'AssociateIpamResourceDiscovery',
  product: 'VpcIpam',
  group: 'resource-discovery',
  summary: 'Associates a resource discovery with an IPAM.',
  effect: 'write',
  methods: ['GET', 'POST'],
  callsPerMinute: 300,
  parameters: {
    RegionId: regionId('The region that hosts both.'),
    IpamId: resourceId('The IPAM.', 'ipam-ccxbnsbhew0d6t****'),
    IpamResourceDiscoveryId: resourceId(
      'The resource discovery.',
      'ipam-res-disco-jt5f2af2u6nk2z321****',
    ),
    DryRun: DRY_RUN,
    ClientToken: CLIENT_TOKEN,
  },
  response: {},
  authorization: {
    action: 'vpc:AssociateIpamResourceDiscovery',
    accessLevel: 'update',
    resources: [
      'acs:vpc:{RegionId}:{AccountId}:ipamresourcediscovery/{IpamResourceDiscoveryId}',
      'acs:vpc:{RegionId}:{AccountId}:ipam/{IpamId}',
    ],
    source: 'published',
  },
  errors: [
    'ResourceNotFound.IpamResourceDiscovery',
    'ResourceNotFound.Ipam',
    'OperationDenied.ResourceDiscoveryAssociationExist',
    'DryRunOperation',
  ],
});
