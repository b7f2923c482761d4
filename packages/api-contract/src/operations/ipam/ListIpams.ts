import { defineOperation } from '../../operation.ts';
import {
  CREATE_TIME_FIELD,
  idsFilter,
  MAX_RESULTS,
  NEXT_TOKEN,
  OWNER_ID_FIELD,
  PAGE_FIELDS,
  regionId,
  STATUS_VALUES,
  TAGS_FIELD,
  TAGS_FILTER,
  textFilter,
} from '../../parameter-kinds.ts';

export const ListIpams = defineOperation({
  name: 'ListIpams',
  product: 'VpcIpam',
  group: 'ipam',
  summary: 'Lists IPAMs.',
  effect: 'read',
  methods: ['GET', 'POST'],
  callsPerMinute: 300,
  parameters: {
    RegionId: regionId('The region that hosts the IPAM.'),
    IpamIds: idsFilter('Lists only these.'),
    IpamName: textFilter('The name.', 'test'),
    ResourceGroupId: textFilter('The resource group.', 'rg-acfmxazb4ph6aiy****'),
    Tags: TAGS_FILTER,
    MaxResults: MAX_RESULTS,
    NextToken: NEXT_TOKEN,
  },
  response: {
    Ipams: {
      type: 'object-list',
      fields: {
        CreateTime: CREATE_TIME_FIELD,
        DefaultResourceDiscoveryAssociationId: {
          type: 'string',
          example: 'ipam-res-disco-assoc-jt5fac8twugdbbgip****',
          description: 'The association of the default resource discovery.',
        },
        DefaultResourceDiscoveryId: {
          type: 'string',
          example: 'ipam-res-disco-jt5f2af2u6nk2z321****',
          description: 'The default resource discovery.',
        },
        IpamDescription: {
          type: 'string',
          example: 'test description',
          description: 'The description.',
        },
        IpamId: { type: 'string', example: 'ipam-ccxbnsbhew0d6t****', description: 'The IPAM.' },
        IpamName: { type: 'string', example: 'test', description: 'The name.' },
        IpamStatus: {
          type: 'string',
          values: STATUS_VALUES,
          example: 'Created',
          description: 'The status.',
        },
        OperatingRegionList: { type: 'string-list', description: 'The operating regions.' },
        OwnerId: OWNER_ID_FIELD,
        PrivateDefaultScopeId: {
          type: 'string',
          example: 'ipam-scope-okoerbco6unqfr****',
          description: 'The private default scope.',
        },
        PublicDefaultScopeId: {
          type: 'string',
          example: 'ipam-scope-ovb76p1g1m19dr****',
          description: 'The public default scope.',
        },
        RegionId: {
          type: 'string',
          example: 'cn-hangzhou',
          description: 'The region that hosts it.',
        },
        ResourceDiscoveryAssociationCount: {
          type: 'number',
          example: 1,
          description: 'How many resource discoveries are associated with the IPAM.',
        },
        ResourceGroupId: { type: 'string', example: 'rg-aek2dbprgpt****' },
        ScopeCount: { type: 'number', example: 2, description: 'How many scopes the IPAM has.' },
        Tags: TAGS_FIELD,
      },
    },
    ...PAGE_FIELDS,
  },
  authorization: {
    action: 'vpc:ListIpams',
    accessLevel: 'list',
    resources: ['*'],
    source: 'published',
  },
  paging: { items: 'Ipams' },
  errors: [],
});
