import { defineOperation } from '../../operation.ts';
import {
  CLIENT_TOKEN,
  DRY_RUN,
  RESOURCE_GROUP_ID,
  regionId,
  resourceId,
  TAG,
} from '../../parameter-kinds.ts';

export const CreateIpamScope = defineOperation({
  name: 'CreateIpamScope',
  product: 'VpcIpam',
  group: 'ipam-scope',
  summary: 'Creates a private scope in an IPAM.',
  effect: 'write',
  methods: ['GET', 'POST'],
  callsPerMinute: 300,
  parameters: {
    RegionId: regionId('The region that hosts the IPAM.'),
    IpamId: resourceId('The IPAM.', 'ipam-ccxbnsbhew0d6t****'),
    IpamScopeDescription: {
      type: 'string',
      format: 'letter-description',
      example: 'test description',
      description:
        'The description: 1 to 256 characters, starting with a letter, not with http:// or https://.',
    },
    IpamScopeName: {
      type: 'string',
      format: 'name',
      example: 'test',
      description: 'The name: 1 to 128 characters, not starting with http:// or https://.',
    },
    IpamScopeType: {
      type: 'string',
      values: ['private'],
      invalid: 'IllegalParam.{ParameterName}',
      example: 'private',
      description: 'Only private scopes can be created.',
    },
    ResourceGroupId: RESOURCE_GROUP_ID,
    Tag: TAG,
    DryRun: DRY_RUN,
    ClientToken: CLIENT_TOKEN,
  },
  response: {
    IpamScopeId: {
      type: 'string',
      example: 'ipam-scope-glfmcyldpm8lsy****',
      description: 'The scope.',
    },
  },
  authorization: {
    action: 'vpc:CreateIpamScope',
    accessLevel: 'create',
    resources: ['*'],
    source: 'published',
  },
  errors: [
    'IllegalParam.{ParameterName}',
    'IllegalParam.ResourceGroupId',
    'NumberExceed.Tags',
    'DuplicatedParam.TagKey',
    'ResourceNotFound.Ipam',
    'QuotaExceeded.IpamScopeQuotaPerIpam',
    'DryRunOperation',
  ],
});
