import { TAG_COUNT_MAX } from '../../limits.ts';
import { defineOperation } from '../../operation.ts';
import { regionId } from '../../parameter-kinds.ts';
import { TAGGED_RESOURCE_ID } from '../tag/tagged-resource-parameters.ts';
import { TAGGED_NETWORK_TYPE } from './tagged-network-parameters.ts';

export const UnTagResources = defineOperation({
  name: 'UnTagResources',
  product: 'Vpc',
  group: 'vpc',
  summary: 'Removes tags from VPCs or VSwitches: from all of them or from none.',
  state: 'built',
  effect: 'write',
  methods: ['GET', 'POST'],
  callsPerMinute: 300,
  parameters: {
    RegionId: regionId('The region of the resources.'),
    ResourceType: TAGGED_NETWORK_TYPE,
    ResourceId: TAGGED_RESOURCE_ID,
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
    action: 'vpc:UnTagResources',
    accessLevel: 'update',
    resources: ['acs:vpc:{RegionId}:{AccountId}:{TaggedResource}'],
    source: 'own',
    resolve: 'tagged-resources',
  },
  errors: [
    'MissingParameter.ResourceIds',
    'MissingParameter.ResourceType',
    'IllegalParam.ResourceType',
    'MissingParam.TagKey',
    'InvalidVpcId.NotFound',
    'InvalidVSwitchId.NotFound',
  ],
});
