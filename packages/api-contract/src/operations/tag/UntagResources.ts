import { TAG_COUNT_MAX } from '../../limits.ts';
import { defineOperation } from '../../operation.ts';
import { regionId } from '../../parameter-kinds.ts';
import { TAGGED_RESOURCE_ID, TAGGED_RESOURCE_TYPE } from './tagged-resource-parameters.ts';

export const UntagResources = defineOperation({
  name: 'UntagResources',
  product: 'VpcIpam',
  group: 'tag',
  summary: 'Removes tags from resources: from all of them or from none.',
  effect: 'write',
  methods: ['GET', 'POST'],
  callsPerMinute: 300,
  parameters: {
    RegionId: regionId('The region that hosts the IPAM.'),
    ResourceId: TAGGED_RESOURCE_ID,
    ResourceType: TAGGED_RESOURCE_TYPE,
    All: {
      type: 'boolean',
      example: 'false',
      description: 'Removes all tags; it counts only where no key is given.',
    },
    TagKey: {
      type: 'string-list',
      itemCountMax: TAG_COUNT_MAX,
      description: 'The keys of the tags to remove, at most 20. One that is not there is no error.',
    },
  },
  response: {},
  authorization: {
    action: 'vpc:UntagResources',
    accessLevel: 'update',
    resources: ['acs:vpc:{RegionId}:{AccountId}:{TaggedResource}'],
    source: 'published',
    resolve: 'tagged-resources',
  },
  errors: [
    'MissingParameter.ResourceIds',
    'MissingParameter.ResourceType',
    'IllegalParam.ResourceType',
    'MissingParam.TagKey',
    'ResourceNotFound.Ipam',
    'ResourceNotFound.IpamScope',
    'ResourceNotFound.IpamPool',
    'ResourceNotFound.IpamResourceDiscovery',
    'OperationDenied.OperateShareResource',
  ],
});
