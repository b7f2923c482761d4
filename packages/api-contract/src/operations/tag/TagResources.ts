import { defineOperation } from '../../operation.ts';
import { regionId, TAG } from '../../parameter-kinds.ts';
import { TAGGED_RESOURCE_ID, TAGGED_RESOURCE_TYPE } from './tagged-resource-parameters.ts';

export const TagResources = defineOperation({
  name: 'TagResources',
  product: 'VpcIpam',
  group: 'tag',
  summary: 'Adds tags to resources, or changes their values: to all of them or to none.',
  effect: 'write',
  methods: ['GET', 'POST'],
  callsPerMinute: 300,
  parameters: {
    RegionId: regionId('The region that hosts the IPAM.'),
    ResourceId: TAGGED_RESOURCE_ID,
    ResourceType: TAGGED_RESOURCE_TYPE,
    Tag: { ...TAG, required: true },
  },
  response: {},
  authorization: {
    action: 'vpc:TagResources',
    accessLevel: 'update',
    resources: ['acs:vpc:{RegionId}:{AccountId}:{TaggedResource}'],
    source: 'published',
    resolve: 'tagged-resources',
  },
  errors: [
    'MissingParameter.ResourceIds',
    'MissingParameter.ResourceType',
    'IllegalParam.ResourceType',
    'IllegalParam.{ParameterName}',
    'DuplicatedParam.TagKey',
    'ResourceNotFound.Ipam',
    'ResourceNotFound.IpamScope',
    'ResourceNotFound.IpamPool',
    'ResourceNotFound.IpamResourceDiscovery',
    'OperationDenied.OperateShareResource',
    'NumberExceed.Tags',
  ],
});
