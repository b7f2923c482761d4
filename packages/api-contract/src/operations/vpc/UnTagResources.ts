import { defineOperation } from '../../operation.ts';
import { regionId } from '../../parameter-kinds.ts';
import { TAGGED_RESOURCE_ID } from '../tag/tagged-resource-parameters.ts';
import { UntagResources } from '../tag/UntagResources.ts';
import { TAGGED_NETWORK_TYPE } from './tagged-network-parameters.ts';

const { All, TagKey } = UntagResources.parameters;

export const UnTagResources = defineOperation({
  name: 'UnTagResources',
  product: 'Vpc',
  group: 'vpc',
  summary: 'Removes tags from VPCs or VSwitches: from all of them or from none.',
  effect: 'write',
  methods: ['GET', 'POST'],
  callsPerMinute: 300,
  parameters: {
    RegionId: regionId('The region of the resources.'),
    ResourceType: TAGGED_NETWORK_TYPE,
    ResourceId: TAGGED_RESOURCE_ID,
    All,
    TagKey,
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
