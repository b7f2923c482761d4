import { CREATE_TIME_FIELD, OWNER_ID_FIELD } from '../../parameter-kinds.ts';
import {
  EMPTY_FIELD,
  NESTED_TAGS_FIELD,
  NETWORK_STATUS_FIELD,
  NOT_DEFAULT_FIELD,
  nestedTexts,
  VSWITCH_IDS_FIELD,
} from './network-parameters.ts';

/** What DescribeVpcs and DescribeVpcAttribute both answer of a VPC. */
export const VPC_FIELDS = {
  VpcId: { type: 'string', example: 'vpc-bp15zckdt37pq72zv****', description: 'The VPC.' },
  RegionId: { type: 'string', example: 'cn-hangzhou', description: 'Its region.' },
  Status: NETWORK_STATUS_FIELD,
  VpcName: { type: 'string', example: 'office', description: 'The name.' },
  Description: { type: 'string', example: 'The office.', description: 'The description.' },
  CreationTime: CREATE_TIME_FIELD,
  CidrBlock: { type: 'string', example: '10.0.0.0/16', description: 'The primary IPv4 block.' },
  SecondaryCidrBlocks: nestedTexts(
    'SecondaryCidrBlock',
    'The secondary IPv4 blocks, in the order they were added.',
    '10.1.0.0/16',
  ),
  EnabledIpv6: { type: 'boolean', example: false, description: 'Whether it has an IPv6 block.' },
  Ipv6CidrBlock: {
    type: 'string',
    example: '2001:db8:0:6a00::/56',
    description: 'The first IPv6 block; empty where there is none.',
  },
  Ipv6CidrBlocks: {
    type: 'object',
    description: 'The IPv6 blocks, in the order they were added.',
    fields: {
      Ipv6CidrBlock: {
        type: 'object-list',
        fields: {
          Ipv6CidrBlock: { type: 'string', example: '2001:db8:0:6a00::/56' },
          Ipv6Isp: { type: 'string', example: 'BGP' },
        },
      },
    },
  },
  UserCidrs: nestedTexts('UserCidr', 'The user CIDR blocks.', '192.168.0.0/16'),
  VRouterId: { type: 'string', example: 'vrt-bp1jso6ng1at0ajsc****', description: 'Its router.' },
  VSwitchIds: VSWITCH_IDS_FIELD,
  DnsHostnameStatus: {
    type: 'string',
    values: ['ENABLED', 'DISABLED'],
    example: 'DISABLED',
    description: 'Whether host names are on.',
  },
  DhcpOptionsSetId: EMPTY_FIELD,
  DhcpOptionsSetStatus: EMPTY_FIELD,
  IsDefault: NOT_DEFAULT_FIELD,
  OwnerId: OWNER_ID_FIELD,
  ResourceGroupId: {
    type: 'string',
    example: 'rg-acfmxazb4ph6aiy****',
    description: 'The resource group.',
  },
  Tags: NESTED_TAGS_FIELD,
} as const;
