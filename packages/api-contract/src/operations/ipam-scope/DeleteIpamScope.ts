import { defineOperation } from '../../operation.ts';
import { CLIENT_TOKEN, DRY_RUN, regionId, resourceId } from '../../parameter-kinds.ts';

export const DeleteIpamScope = defineOperation({
  name: 'DeleteIpamScope',
  product: 'VpcIpam',
  group: 'ipam-scope',
  summary: 'Deletes a custom scope that has no pools.',
  effect: 'write',
  methods: ['GET', 'POST'],
  callsPerMinute: 300,
  parameters: {
    RegionId: regionId('The region that hosts the IPAM.'),
    IpamScopeId: resourceId('The scope.', 'ipam-scope-glfmcyldpm8lsy****'),
    DryRun: DRY_RUN,
    ClientToken: CLIENT_TOKEN,
  },
  response: {},
  authorization: {
    action: 'vpc:DeleteIpamScope',
    accessLevel: 'delete',
    resources: ['acs:vpc:{RegionId}:{AccountId}:ipamscope/{IpamScopeId}'],
    source: 'published',
  },
  errors: [
    'ResourceNotFound.IpamScope',
    'OperationDenied.DeleteDefaultScope',
    'DependencyViolation.IpamPool',
    'DryRunOperation',
  ],
});
