import { defineOperation } from '../../operation.ts';
import { MAX_RESULTS, NEXT_TOKEN, regionId } from '../../parameter-kinds.ts';

export const ListTagResources = defineOperation({
  name: 'ListTagResources',
  product: 'VpcIpam',
  group: 'tag',
  summary: 'Lists the tags of resources.',
  state: 'planned',
  effect: 'read',
  methods: ['GET', 'POST'],
  callsPerMinute: 300,
  parameters: {
    RegionId: regionId('The region that hosts the IPAM.'),
    ResourceType: {
      type: 'string',
      required: true,
      values: ['IPAM', 'IPAMSCOPE', 'IPAMPOOL'],
      example: 'IPAM',
      description: 'The type of the resource.',
    },
    ResourceId: { type: 'string-list', itemCountMax: 50, description: 'The resource.' },
    Tag: {
      type: 'object-list',
      itemCountMax: 20,
      fields: {
        Key: { type: 'string', example: 'FinanceDept', description: 'The tag key.' },
        Value: { type: 'string', example: 'FinanceJoshua', description: 'The tag value.' },
      },
      description: 'The tags.',
    },
    MaxResults: MAX_RESULTS,
    NextToken: NEXT_TOKEN,
  },
  response: {
    NextToken: {
      type: 'string',
      optional: true,
      description: 'The start of the next page; left out on the last page.',
    },
    TagResources: {
      type: 'object-list',
      fields: {
        ResourceId: {
          type: 'string',
          example: 'ipam-uq5dcfc2eqhpf4****',
          description: 'The resource.',
        },
        ResourceType: {
          type: 'string',
          values: ['IPAM', 'IPAMSCOPE', 'IPAMPOOL'],
          example: 'IPAM',
          description: 'The type of the resource.',
        },
        TagKey: {
          type: 'string',
          example: 'FinanceDept',
          description: 'The keys of the tags to remove.',
        },
        TagValue: { type: 'string', example: 'FinanceJoshua' },
      },
    },
  },
  authorization: {
    action: 'vpc:ListTagResources',
    accessLevel: 'list',
    resources: ['acs:vpc:{RegionId}:{AccountId}:{TaggedResource}'],
    source: 'published',
  },
  paging: { items: 'TagResources' },
  errors: [],
});
