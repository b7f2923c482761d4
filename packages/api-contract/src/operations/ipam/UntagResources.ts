import { defineOperation } from '../../operation.ts';
import { regionId } from '../../parameter-kinds.ts';

export const UntagResources = defineOperation({
  name: 'UntagResources',
  product: 'VpcIpam',
  group: 'ipam',
  summary: 'Removes tags from resources.',
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
    All: { type: 'boolean', example: 'false', description: 'Removes all tags.' },
    TagKey: {
      type: 'string-list',
      itemCountMax: 20,
      description: 'The keys of the tags to remove.',
    },
  },
  response: {},
  authorization: {
    action: 'vpc:UntagResources',
    accessLevel: 'update',
    resources: ['acs:vpc:{RegionId}:{AccountId}:{TaggedResource}'],
    source: 'published',
  },

  errors: [],
});
