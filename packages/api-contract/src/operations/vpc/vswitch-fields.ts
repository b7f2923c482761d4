import { CREATE_TIME_FIELD, OWNER_ID_FIELD } from '../../parameter-kinds.ts';
import {
  EMPTY_FIELD,
  NESTED_TAGS_FIELD,
  NETWORK_STATUS_FIELD,
  NOT_DEFAULT_FIELD,
} from './network-parameters.ts';

/** What DescribeVSwitches and DescribeVSwitchAttributes both answer of a VSwitch. */
export const VSWITCH_FIELDS = {
  VSwitchId: { type: 'string', example: 'vsw-25navfgbue4g****', description: 'The VSwitch.' },
  VpcId: { type: 'string', example: 'vpc-bp15zckdt37pq72zv****', description: 'Its VPC.' },
  ZoneId: { type: 'string', example: 'cn-hangzhou-b', description: 'Its zone.' },
  Status: NETWORK_STATUS_FIELD,
  VSwitchName: { type: 'string', example: 'desks', description: 'The name.' },
  Description: { type: 'string', example: 'The desks.', description: 'The description.' },
  CreationTime: CREATE_TIME_FIELD,
  CidrBlock: { type: 'string', example: '10.0.0.0/24', description: 'The IPv4 block.' },
  EnabledIpv6: { type: 'boolean', example: false, description: 'Whether it has an IPv6 block.' },
  Ipv6CidrBlock: {
    type: 'string',
    example: '2001:db8:0:6a0c::/64',
    description: 'The IPv6 block; empty where there is none.',
  },
  AvailableIpAddressCount: {
    type: 'number',
    example: 252,
    description: 'IPv4 addresses that are neither reserved nor known to be used.',
  },
  IsDefault: NOT_DEFAULT_FIELD,
  NetworkAclId: EMPTY_FIELD,
  OwnerId: OWNER_ID_FIELD,
  ResourceGroupId: {
    type: 'string',
    example: 'rg-acfmxazb4ph6aiy****',
    description: 'The resource group, which is that of its VPC when it was made.',
  },
  RouteTable: {
    type: 'object',
    description: 'The route table.',
    fields: {
      RouteTableId: { type: 'string', example: 'vtb-bp145q7glnuzdv****' },
      RouteTableType: { type: 'string', values: ['System'], example: 'System' },
    },
  },
  ShareType: EMPTY_FIELD,
  Tags: NESTED_TAGS_FIELD,
} as const;
