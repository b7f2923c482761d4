import { TAG_COUNT_MAX, TAG_PAGE_SIZE_MAX } from '../../limits.ts';
import { defineOperation } from '../../operation.ts';
import { MAX_RESULTS, NEXT_TOKEN, PAGE_FIELDS, regionId } from '../../parameter-kinds.ts';
import { TAGGED_RESOURCE_TYPE, TAGGED_RESOURCE_TYPES } from './tagged-resource-parameters.ts';

export const ListTagResources = defineOperation({
  name: 'ListTagResources',
  product: 'VpcIpam',
  group: 'tag',
  summary: 'Lists the tags of resources, by resource, by tag or by both.',
  effect: 'read',
  methods: ['GET', 'POST'],
  callsPerMinute: 300,
  parameters: {
    RegionId: regionId('The region that hosts the IPAM.'),
    ResourceType: TAGGED_RESOURCE_TYPE,
    ResourceId: {
      type: 'string-list',
      itemCountMax: TAG_PAGE_SIZE_MAX,
      description:
        'The resources, at most 50; all of the type where not given. This or a tag must be given.',
    },
    Tag: {
      type: 'object-list',
      itemCountMax: TAG_COUNT_MAX,
      fields: {
        Key: { type: 'string', example: 'FinanceDept', description: 'The tag key.' },
        Value: {
          type: 'string',
          example: 'FinanceJoshua',
          description: 'The tag value; any value where not given. It needs a key.',
        },
      },
      description:
        'Lists only resources that have all of these tags, and of those the tags with these keys.',
    },
    MaxResults: {
      ...MAX_RESULTS,
      max: TAG_PAGE_SIZE_MAX,
      description: 'Entries of a page, 1 to 50; 10 where not given.',
    },
    NextToken: NEXT_TOKEN,
  },
  response: {
    NextToken: PAGE_FIELDS.NextToken,
    TagResources: {
      type: 'object-list',
      description: 'The tags, in order of resource and key.',
      fields: {
        ResourceId: {
          type: 'string',
          example: 'ipam-uq5dcfc2eqhpf4****',
          description: 'The resource.',
        },
        ResourceType: {
          type: 'string',
          values: TAGGED_RESOURCE_TYPES,
          example: 'IPAM',
          description: 'The type of the resource.',
        },
        TagKey: { type: 'string', example: 'FinanceDept', description: 'The tag key.' },
        TagValue: { type: 'string', example: 'FinanceJoshua', description: 'The tag value.' },
      },
    },
  },
  authorization: {
    action: 'vpc:ListTagResources',
    accessLevel: 'list',
    resources: ['acs:vpc:{RegionId}:{AccountId}:{TaggedResource}'],
    source: 'published',
    resolve: 'tagged-resources',
  },
  paging: { items: 'TagResources', hasCounts: false },
  errors: [
    'MissingParameter.ResourceType',
    'IllegalParam.ResourceType',
    'MissingParam.ResourceIdOrTag',
    'MissingParam.TagKey',
  ],
});
