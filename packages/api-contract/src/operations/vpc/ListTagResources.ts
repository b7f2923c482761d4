import { defineOperation } from '../../operation.ts';
import { regionId } from '../../parameter-kinds.ts';
import { ListTagResources as ListIpamTagResources } from '../tag/ListTagResources.ts';
import { TAGGED_NETWORK_TYPE, TAGGED_NETWORK_TYPES } from './tagged-network-parameters.ts';

const { ResourceId, Tag, MaxResults, NextToken } = ListIpamTagResources.parameters;
const { TagResources } = ListIpamTagResources.response;

export const ListTagResources = defineOperation({
  name: 'ListTagResources',
  product: 'Vpc',
  group: 'vpc',
  summary: 'Lists the tags of VPCs or VSwitches, by resource, by tag or by both.',
  effect: 'read',
  methods: ['GET', 'POST'],
  callsPerMinute: 300,
  parameters: {
    RegionId: regionId('The region of the resources.'),
    ResourceType: TAGGED_NETWORK_TYPE,
    ResourceId,
    Tag,
    MaxResults,
    NextToken,
  },
  response: {
    NextToken: ListIpamTagResources.response.NextToken,
    TagResources: {
      type: 'object',
      description: TagResources.description,
      fields: {
        TagResource: {
          type: 'object-list',
          fields: {
            ...TagResources.fields,
            ResourceId: {
              type: 'string',
              example: 'vpc-bp16qjewdsunr41m1****',
              description: 'The resource.',
            },
            ResourceType: {
              type: 'string',
              values: TAGGED_NETWORK_TYPES,
              example: 'VPC',
              description: 'The type of the resource.',
            },
          },
        },
      },
    },
  },
  authorization: {
    action: 'vpc:ListTagResources',
    accessLevel: 'list',
    resources: ['acs:vpc:{RegionId}:{AccountId}:{TaggedResource}'],
    source: 'own',
    resolve: 'tagged-resources',
  },
  paging: { items: 'TagResources', element: 'TagResource', hasCounts: false },
  errors: [
    'MissingParameter.ResourceType',
    'IllegalParam.ResourceType',
    'MissingParam.ResourceIdOrTag',
    'MissingParam.TagKey',
  ],
});
