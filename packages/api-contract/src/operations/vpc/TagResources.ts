import { defineOperation } from '../../operation.ts';
import { regionId, TAG } from '../../parameter-kinds.ts';
import { TAGGED_RESOURCE_ID } from '../tag/tagged-resource-parameters.ts';
import { TAGGED_NETWORK_TYPE } from './tagged-network-parameters.ts';

export const TagResources = defineOperation({
  name: 'TagResources',
  product: 'Vpc',
  group: 'vpc',
  summary: 'Adds tags to VPCs or VSwitches, or changes their values: to all of them or to none.',
  effect: 'write',
  methods: ['GET', 'POST'],
  callsPerMinute: 300,
  parameters: {
    RegionId: regionId('The region of the resources.'),
    ResourceType: TAGGED_NETWORK_TYPE,
    ResourceId: TAGGED_RESOURCE_ID,
    Tag: { ...TAG, required: true },
  },
  response: {},
  authorization: {
    action: 'vpc:TagResources',
    accessLevel: 'update',
    resources: ['acs:vpc:{RegionId}:{AccountId}:{TaggedResource}'],
    source: 'own',
    resolve: 'tagged-resources',
  },
  errors: [
    'MissingParameter.ResourceIds',
    'MissingParameter.ResourceType',
    'IllegalParam.ResourceType',
    'IllegalParam.{ParameterName}',
    'DuplicatedParam.TagKey',
    'InvalidVpcId.NotFound',
    'InvalidVSwitchId.NotFound',
    'NumberExceed.Tags',
  ],
});
