import { defineOperation } from '../../operation.ts';
import { CLIENT_TOKEN, DRY_RUN, regionId, resourceId } from '../../parameter-kinds.ts';

export const UpdateIpam = defineOperation({
  name: 'UpdateIpam',
  product: 'VpcIpam',
  group: 'ipam',
  summary: 'Changes the name, description or operating regions of an IPAM.',
  effect: 'write',
  methods: ['GET', 'POST'],
  callsPerMinute: 300,
  parameters: {
    RegionId: regionId('The region that hosts the IPAM.'),
    IpamId: resourceId('The IPAM.', 'ipam-ccxbnsbhew0d6t****'),
    AddOperatingRegion: {
      type: 'string-list',
      itemCountMax: 100,
      description: 'Operating regions to add.',
    },
    IpamDescription: {
      type: 'string',
      format: 'description',
      example: 'test description',
      description:
        'The description: 1 to 256 characters, starting with a letter or a Chinese character, not with http:// or https://.',
    },
    IpamName: {
      type: 'string',
      format: 'name',
      example: 'test',
      description: 'The name: 1 to 128 characters, not starting with http:// or https://.',
    },
    RemoveOperatingRegion: {
      type: 'string-list',
      itemCountMax: 100,
      description: 'Operating regions to remove; never the region that hosts it.',
    },
    DryRun: DRY_RUN,
    ClientToken: CLIENT_TOKEN,
  },
  response: {},
  authorization: {
    action: 'vpc:UpdateIpam',
    accessLevel: 'update',
    resources: ['acs:vpc:{RegionId}:{AccountId}:ipam/{IpamId}'],
    source: 'published',
  },
  errors: [
    'IllegalParam.{ParameterName}',
    'ResourceNotFound.Ipam',
    'OperationDenied.RemoveHostedRegion',
    'DependencyViolation.IpamPool',
    'DryRunOperation',
  ],
});
