import { defineOperation } from '../../operation.ts';
import { idsFilter, NEXT_TOKEN, textFilter } from '../../parameter-kinds.ts';
import {
  ASSOCIATION_FIELDS,
  ASSOCIATION_TYPE_VALUES,
  MAX_RESULTS,
  TOKEN_FIELD,
} from './share-fields.ts';

export const ListResourceShareAssociations = defineOperation({
  name: 'ListResourceShareAssociations',
  product: 'ResourceSharing',
  group: 'resource-sharing',
  summary: 'Lists the resources or the targets of own resource shares.',
  effect: 'read',
  methods: ['GET', 'POST'],
  callsPerMinute: 600,
  parameters: {
    AssociationType: {
      type: 'string',
      required: true,
      values: ASSOCIATION_TYPE_VALUES,
      invalid: 'InvalidParameter.{ParameterName}',
      example: 'Resource',
      description: 'Resource or Target.',
    },
    AssociationStatus: textFilter('Associated or Pending.', 'Associated'),
    ResourceShareIds: idsFilter('Only of these resource shares.'),
    ResourceId: textFilter('The resource.', 'ipam-pool-6rcq3tobayc20t****'),
    ResourceArn: textFilter(
      'The resource, by its ARN.',
      'acs:vpc:cn-hangzhou:1512666876912345:ipampool/ipam-pool-6rcq3tobayc20t****',
    ),
    Target: textFilter('The account.', '1725025300123456'),
    MaxResults: MAX_RESULTS,
    NextToken: NEXT_TOKEN,
  },
  response: {
    ResourceShareAssociations: {
      type: 'object-list',
      description: 'The associations.',
      fields: {
        ...ASSOCIATION_FIELDS,
        External: {
          type: 'boolean',
          example: true,
          description: 'Whether it leads outside the resource directory.',
        },
      },
    },
    ...TOKEN_FIELD,
  },
  authorization: {
    action: 'resourcesharing:ListResourceShareAssociations',
    accessLevel: 'list',
    resources: ['*'],
    source: 'published',
  },
  paging: { items: 'ResourceShareAssociations', hasCounts: false, sizeDefault: 20 },
  errors: ['InvalidParameter.{ParameterName}', 'ConflictedAssociationType'],
});
