import { VPC_PAGE_SIZE_MAX } from '../../limits.ts';
import { defineOperation } from '../../operation.ts';
import {
  CREATE_TIME_FIELD,
  NUMBERED_PAGE_FIELDS,
  OWNER_ID_FIELD,
  PAGE_NUMBER,
  pageSize,
  regionId,
  TAGS_FILTER,
  textFilter,
} from '../../parameter-kinds.ts';
import {
  EMPTY_FIELD,
  NESTED_TAGS_FIELD,
  nestedTexts,
  VSWITCH_IDS_FIELD,
} from './network-parameters.ts';

export const DescribeRouteTableList = defineOperation({
  name: 'DescribeRouteTableList',
  product: 'Vpc',
  group: 'vpc',
  summary: 'Lists route tables: the system route table of each VPC.',
  effect: 'read',
  methods: ['GET', 'POST'],
  callsPerMinute: 300,
  parameters: {
    RegionId: regionId('The region.'),
    VpcId: textFilter('The VPC.', 'vpc-bp15zckdt37pq72****'),
    RouteTableId: textFilter('The route table.', 'vtb-bp145q7glnuzdvzu2****'),
    RouterId: textFilter('The router.', 'vrt-bp1lhl0taikrteen8****'),
    RouteTableName: textFilter('The name; no route table has one.', 'doctest'),
    RouteTableType: textFilter('The type; every one is System.', 'System'),
    RouterType: textFilter('The type of router; every one is VRouter.', 'VRouter'),
    ResourceGroupId: textFilter('The resource group.', 'rg-acfmxazb4ph****'),
    Tag: {
      ...TAGS_FILTER,
      alias: 'Tags',
      filter: false,
      description: 'Lists only route tables that have all of these tags; none has any.',
    },
    PageNumber: PAGE_NUMBER,
    PageSize: pageSize(VPC_PAGE_SIZE_MAX),
  },
  response: {
    ...NUMBERED_PAGE_FIELDS,
    RouterTableList: {
      type: 'object',
      description: 'The route tables.',
      fields: {
        RouterTableListType: {
          type: 'object-list',
          fields: {
            RouteTableId: { type: 'string', example: 'vtb-bp145q7glnuzdv****' },
            RouteTableType: { type: 'string', values: ['System'], example: 'System' },
            RouteTableName: EMPTY_FIELD,
            Description: EMPTY_FIELD,
            RouterId: { type: 'string', example: 'vrt-bp1lhl0taikrteen8****' },
            RouterType: { type: 'string', values: ['VRouter'], example: 'VRouter' },
            VpcId: { type: 'string', example: 'vpc-bp15zckdt37pq72****' },
            AssociateType: { type: 'string', values: ['VSwitch'], example: 'VSwitch' },
            Status: { type: 'string', values: ['Available'], example: 'Available' },
            RoutePropagationEnable: { type: 'boolean', example: true },
            CreationTime: CREATE_TIME_FIELD,
            OwnerId: OWNER_ID_FIELD,
            ResourceGroupId: { type: 'string', example: 'rg-acfmxazb4ph****' },
            VSwitchIds: VSWITCH_IDS_FIELD,
            GatewayIds: nestedTexts('GatewayIds', 'Always empty.', 'igw-****'),
            Tags: NESTED_TAGS_FIELD,
          },
        },
      },
    },
  },
  authorization: {
    action: 'vpc:DescribeRouteTableList',
    accessLevel: 'list',
    resources: ['acs:vpc:{RegionId}:{AccountId}:routetable/*'],
    source: 'own',
  },
  errors: [],
});
