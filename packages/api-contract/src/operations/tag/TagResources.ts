import { defineOperation } from '../../operation.ts';
import { regionId, TAG } from '../../parameter-kinds.ts';

export const TagResources = defineOperation({
  name: 'TagResources',
  product: 'VpcIpam',
  group: 'tag',
  summary: 'Adds tags to resources, or changes their values.',
  state: 'planned',
  effect: 'write',
  methods: ['GET', 'POST'],
  callsPerMinute: 300,
  parameters: {
    RegionId: regionId('The region that hosts the IPAM.'),
    ResourceId: {
      type: 'string-list',
      required: true,
      itemCountMax: 20,
      description: 'The resource.',
    },
    ResourceType: {
      type: 'string',
      required: true,
      values: ['IPAM', 'IPAMSCOPE', 'IPAMPOOL'],
      example: 'IPAM',
      description: 'The type of the resource.',
    },
    Tag: { ...TAG, required: true },
  },
  response: {},
  authorization: {
    action: 'vpc:TagResources',
    accessLevel: 'update',
    resources: ['acs:vpc:{RegionId}:{AccountId}:{TaggedResource}'],
    source: 'published',
  },

  errors: [],
});
