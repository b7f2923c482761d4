import { defineOperation } from '../../operation.ts';
import {
  CLIENT_TOKEN,
  DRY_RUN,
  OPERATING_REGION_LIST,
  RESOURCE_GROUP_ID,
  regionId,
  TAG,
} from '../../parameter-kinds.ts';

export const CreateIpam = defineOperation({
  name: 'CreateIpam',
  product: 'VpcIpam',
  group: 'ipam',
  summary: 'Creates an IPAM with its two default scopes and its default resource discovery.',
  effect: 'write',
  methods: ['GET', 'POST'],
  callsPerMinute: 300,
  parameters: {
    RegionId: regionId('The region that hosts the IPAM.'),
    OperatingRegionList: {
      ...OPERATING_REGION_LIST,
      description: 'The operating regions; the region of the call must be among them.',
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
      example: 'abc',
      description: 'The name: 1 to 128 characters, not starting with http:// or https://.',
    },
    ResourceGroupId: RESOURCE_GROUP_ID,
    Tag: TAG,
    DryRun: DRY_RUN,
    ClientToken: CLIENT_TOKEN,
  },
  response: {
    DefaultResourceDiscoveryAssociationId: {
      type: 'string',
      example: 'ipam-res-disco-assoc-jt5fac8twugdbbgip****',
      description: 'The association of the default resource discovery.',
    },
    DefaultResourceDiscoveryId: {
      type: 'string',
      example: 'ipam-res-disco-jt5f2af2u6nk2z321****',
      description: 'The default resource discovery.',
    },
    IpamId: { type: 'string', example: 'ipam-ccxbnsbhew0d6t****', description: 'The IPAM.' },
    PrivateDefaultScopeId: {
      type: 'string',
      example: 'ipam-scope-8wiontzmiy6cg0****',
      description: 'The private default scope.',
    },
    PublicDefaultScopeId: {
      type: 'string',
      example: 'ipam-scope-r5c5c7bmym1brc****',
      description: 'The public default scope.',
    },
    ResourceDiscoveryAssociationCount: {
      type: 'number',
      example: 1,
      description: 'How many resource discoveries are associated with the IPAM.',
    },
  },
  authorization: {
    action: 'vpc:CreateIpam',
    accessLevel: 'create',
    resources: ['*'],
    source: 'published',
  },
  errors: [
    'IllegalParam.{ParameterName}',
    'IllegalParam.ResourceGroupId',
    'NumberExceed.Tags',
    'DuplicatedParam.TagKey',
    'InvalidRegionId.NotFound',
    'OperationDenied.ServiceNotOpened',
    'QuotaExceeded.IpamQuotaPerRegion',
    'DryRunOperation',
  ],
});
