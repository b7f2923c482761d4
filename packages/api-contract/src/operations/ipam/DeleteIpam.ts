import { defineOperation } from '../../operation.ts';
import { CLIENT_TOKEN, DRY_RUN, regionId, resourceId } from '../../parameter-kinds.ts';

export const DeleteIpam = defineOperation({
  name: 'DeleteIpam',
  product: 'VpcIpam',
  group: 'ipam',
  summary: 'Deletes an IPAM that nothing depends on.',
  effect: 'write',
  methods: ['GET', 'POST'],
  callsPerMinute: 300,
  parameters: {
    RegionId: regionId('The region that hosts the IPAM.'),
    IpamId: resourceId('The IPAM.', 'ipam-ccxbnsbhew0d6t****'),
    DryRun: DRY_RUN,
    ClientToken: CLIENT_TOKEN,
  },
  response: {},
  authorization: {
    action: 'vpc:DeleteIpam',
    accessLevel: 'create',
    resources: ['*'],
    source: 'published',
  },
  errors: [
    'ResourceNotFound.Ipam',
    'DependencyViolation.IpamPool',
    'DependencyViolation.IpamScope',
    'DependencyViolation.ShareResource#DefaultDiscovery',
    'DependencyViolation.ResourceDiscoveryAssociation',
    'DependencyViolation.IpamMembers',
    'DryRunOperation',
  ],
});
