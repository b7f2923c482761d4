import { defineOperation } from '../../operation.ts';
import { CLIENT_TOKEN, DRY_RUN, regionId, resourceId } from '../../parameter-kinds.ts';

export const UpdateIpamResourceDiscovery = defineOperation({
  name: 'UpdateIpamResourceDiscovery',
  product: 'VpcIpam',
  group: 'resource-discovery',
  summary: 'Changes the name, description or operating regions of a resource discovery.',
  effect: 'write',
  methods: ['GET', 'POST'],
  callsPerMinute: 300,
  parameters: {
    RegionId: regionId('The region that hosts it.'),
    IpamResourceDiscoveryId: resourceId(
      'The resource discovery.',
      'ipam-res-disco-jt5f2af2u6nk2z321****',
    ),
    AddOperatingRegion: {
      type: 'string-list',
      itemCountMax: 100,
      description: 'Operating regions to add; of custom resource discoveries only.',
    },
    IpamResourceDiscoveryDescription: {
      type: 'string',
      format: 'description',
      example: 'test description',
      description:
        'The description: 1 to 256 characters, starting with a letter or a Chinese character, not with http:// or https://.',
    },
    IpamResourceDiscoveryName: {
      type: 'string',
      format: 'name',
      example: 'test',
      description: 'The name: 1 to 128 characters, not starting with http:// or https://.',
    },
    RemoveOperatingRegion: {
      type: 'string-list',
      itemCountMax: 100,
      description:
        'Operating regions to remove; of custom resource discoveries only, and never the region that hosts it.',
    },
    DryRun: DRY_RUN,
    ClientToken: CLIENT_TOKEN,
  },
  response: {},
  authorization: {
    action: 'vpc:UpdateIpamResourceDiscovery',
    accessLevel: 'update',
    resources: ['acs:vpc:{RegionId}:{AccountId}:ipamresourcediscovery/{IpamResourceDiscoveryId}'],
    source: 'published',
  },
  errors: [
    'IllegalParam.{ParameterName}',
    'ResourceNotFound.IpamResourceDiscovery',
    'OperationDenied.OperateShareResource',
    'OperationDenied.DefaultResourceDiscovery',
    'OperationDenied.RemoveHostedRegion',
    'DryRunOperation',
  ],
});
