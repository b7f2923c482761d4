import { VPC_PAGE_SIZE_MAX } from '../../limits.ts';
import { defineOperation } from '../../operation.ts';
import {
  NUMBERED_PAGE_FIELDS,
  PAGE_NUMBER,
  pageSize,
  regionId,
  TAGS_FILTER,
  textFilter,
} from '../../parameter-kinds.ts';
import {
  DEFAULT_FILTER,
  EMPTY_FIELD,
  IPV6_FILTER,
  nestedTexts,
  READ_DRY_RUN,
} from './network-parameters.ts';
import { VPC_FIELDS } from './vpc-fields.ts';

export const DescribeVpcs = defineOperation({
  name: 'DescribeVpcs',
  product: 'Vpc',
  group: 'vpc',
  summary: 'Lists VPCs, oldest first.',
  effect: 'read',
  methods: ['GET', 'POST'],
  callsPerMinute: 300,
  parameters: {
    RegionId: regionId('The region.'),
    VpcId: textFilter(
      'The VPC, or up to 20 with commas between them.',
      'vpc-bp1b1xjllp3ve5yze****',
    ),
    VpcName: textFilter('The name.', 'office'),
    VpcOwnerId: textFilter('The account that owns the VPCs: the calling one.', '1210123456123456'),
    ResourceGroupId: textFilter('The resource group.', 'rg-acfmxvfvazb4p****'),
    EnableIpv6: IPV6_FILTER,
    IsDefault: DEFAULT_FILTER,
    DhcpOptionsSetId: textFilter(
      'The DHCP options set; no VPC has one.',
      'dopt-o6w0df4epg9zo8isy****',
    ),
    Tag: { ...TAGS_FILTER, alias: 'Tags', filter: false },
    PageNumber: PAGE_NUMBER,
    PageSize: pageSize(VPC_PAGE_SIZE_MAX),
    DryRun: READ_DRY_RUN,
  },
  response: {
    ...NUMBERED_PAGE_FIELDS,
    Vpcs: {
      type: 'object',
      description: 'The VPCs.',
      fields: {
        Vpc: {
          type: 'object-list',
          fields: {
            ...VPC_FIELDS,
            CenStatus: EMPTY_FIELD,
            NatGatewayIds: nestedTexts('NatGatewayIds', 'Always empty.', 'ngw-****'),
            RouterTableIds: nestedTexts(
              'RouterTableIds',
              'The system route table.',
              'vtb-bp145q7glnuzdv****',
            ),
          },
        },
      },
    },
  },
  authorization: {
    action: 'vpc:DescribeVpcs',
    accessLevel: 'list',
    resources: ['acs:vpc:{RegionId}:{AccountId}:vpc/*'],
    source: 'own',
  },
  errors: [],
});
