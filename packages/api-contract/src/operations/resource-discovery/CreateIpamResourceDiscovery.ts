import { defineOperation } from '../../operation.ts';
import {
  CLIENT_TOKEN,
  DRY_RUN,
  OPERATING_REGION_LIST,
  RESOURCE_GROUP_ID,
  regionId,
  TAG,
} from '../../parameter-kinds.ts';

export const CreateIpamResourceDiscovery = defineOperation({
  name: 'CreateIpamResourceDiscovery',
  product: 'VpcIpam',
  group: 'resource-discovery',
  summary: 'Creates a custom resource discovery.',
  effect: 'write',
  methods: ['GET', 'POST'],
  callsPerMinute: 300,
  parameters: {
    RegionId: regionId('The region that hosts it.'),
    OperatingRegionList: {
      ...OPERATING_REGION_LIST,
      description: 'The operating regions; the region of the call must be among them.',
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
      example: 'name',
      description: 'The name: 1 to 128 characters, not starting with http:// or https://.',
    },
    ResourceGroupId: RESOURCE_GROUP_ID,
    Tag: TAG,
    DryRun: DRY_RUN,
    ClientToken: CLIENT_TOKEN,
  },
  response: {
    IpamResourceDiscoveryId: {
      type: 'string',
      example: 'ipam-res-disco-jt5f2af2u6nk2z321****',
      description: 'The resource discovery.',
    },
  },
  authorization: {
    action: 'vpc:CreateIpamResourceDiscovery',
    accessLevel: 'create',
    resources: ['acs:vpc:{RegionId}:{AccountId}:ipamresourcediscovery/*'],
    source: 'published',
  },
  errors: [
    'IllegalParam.{ParameterName}',
    'IllegalParam.ResourceGroupId',
    'NumberExceed.Tags',
    'DuplicatedParam.TagKey',
    'InvalidRegionId.NotFound',
    'OperationDenied.ServiceNotOpened',
    'OperationDenied.IpamResourceDiscoveryExist',
    'QuotaExceeded.CustomIpamResourceDiscoveryQuotaPerRegion',
    'DryRunOperation',
  ],
});
