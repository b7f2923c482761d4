import { VPC_PAGE_SIZE_MAX } from '../../limits.ts';
import { defineOperation } from '../../operation.ts';
import {
  NUMBERED_PAGE_FIELDS,
  PAGE_NUMBER,
  pageSize,
  TAGS_FILTER,
  textFilter,
} from '../../parameter-kinds.ts';
import {
  DEFAULT_FILTER,
  IPV6_FILTER,
  NETWORK_REGION_ID,
  READ_DRY_RUN,
} from './network-parameters.ts';
import { VSWITCH_FIELDS } from './vswitch-fields.ts';

export const DescribeVSwitches = defineOperation({
  name: 'DescribeVSwitches',
  product: 'Vpc',
  group: 'vpc',
  summary: 'Lists VSwitches, oldest first.',
  effect: 'read',
  methods: ['GET', 'POST'],
  callsPerMinute: 300,
  parameters: {
    RegionId: {
      ...NETWORK_REGION_ID,
      description: 'The region; it may be left out where a VPC or a VSwitch is given.',
    },
    VpcId: textFilter('The VPC.', 'vpc-25cdvfeq58pl****'),
    VSwitchId: textFilter('The VSwitch.', 'vsw-23dscddcffvf3****'),
    VSwitchName: textFilter('The name.', 'desks'),
    ZoneId: textFilter('The zone.', 'cn-hangzhou-b'),
    RouteTableId: textFilter('The route table.', 'vtb-bp145q7glnuzdvzu2****'),
    ResourceGroupId: textFilter('The resource group.', 'rg-bp67acfmxazb4ph****'),
    VSwitchOwnerId: textFilter('The account that owns them: the calling one.', '1210123456123456'),
    EnableIpv6: IPV6_FILTER,
    IsDefault: DEFAULT_FILTER,
    Tag: { ...TAGS_FILTER, alias: 'Tags', filter: false },
    PageNumber: PAGE_NUMBER,
    PageSize: pageSize(VPC_PAGE_SIZE_MAX),
    DryRun: READ_DRY_RUN,
  },
  response: {
    ...NUMBERED_PAGE_FIELDS,
    VSwitches: {
      type: 'object',
      description: 'The VSwitches.',
      fields: { VSwitch: { type: 'object-list', fields: VSWITCH_FIELDS } },
    },
  },
  authorization: {
    action: 'vpc:DescribeVSwitches',
    accessLevel: 'list',
    resources: ['acs:vpc:{RegionId}:{AccountId}:vswitch/*'],
    source: 'own',
    resolve: 'region-of-network',
  },
  errors: [],
});
