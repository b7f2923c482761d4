import { defineOperation } from '../../operation.ts';
import { CLIENT_TOKEN, DRY_RUN, RESOURCE_GROUP_ID, regionId, TAG } from '../../parameter-kinds.ts';
import {
  IPV6_ISP,
  networkDescription,
  networkName,
  POOL_BLOCK_ERRORS,
} from './network-parameters.ts';

export const CreateVpc = defineOperation({
  name: 'CreateVpc',
  product: 'Vpc',
  group: 'vpc',
  summary: 'Creates a VPC, with a CIDR block of its own choice or from IPAM pools.',
  effect: 'write',
  methods: ['GET', 'POST'],
  callsPerMinute: 300,
  parameters: {
    RegionId: regionId('The region of the VPC, which is that of the pools too.'),
    CidrBlock: {
      type: 'string',
      example: '172.16.0.0/12',
      description:
        'The primary IPv4 block, with a mask of 8 to 28. Without a pool it may be any block outside the reserved ranges, 172.16.0.0/12 where not given; with one it must be free in the pool.',
    },
    Ipv4IpamPoolId: {
      type: 'string',
      example: 'ipam-pool-sycmt3p2a9v63i****',
      description:
        'The IPv4 pool that the block comes from: an own one, or one shared with the account.',
    },
    Ipv4CidrMask: {
      type: 'number',
      example: '12',
      description:
        'The mask of the lowest block that is free in the pool. It needs a pool; without it and CidrBlock the default mask of the pool counts.',
    },
    EnableIpv6: {
      type: 'boolean',
      example: 'false',
      description: 'Whether the VPC gets an IPv6 block; a made-up /56 where nothing names one.',
    },
    Ipv6CidrBlock: {
      type: 'string',
      example: '2001:db8:0:6a00::/56',
      description:
        'The IPv6 block, with a mask of 48 to 64; with an IPv6 pool it must be free in it.',
    },
    Ipv6IpamPoolId: {
      type: 'string',
      example: 'ipam-pool-bp1aq51kkfh477z03****',
      description: 'The IPv6 pool that the IPv6 block comes from.',
    },
    Ipv6CidrMask: {
      type: 'number',
      example: '56',
      description: 'The mask of the lowest block that is free in the IPv6 pool.',
    },
    Ipv6Isp: IPV6_ISP,
    UserCidr: {
      type: 'string',
      example: '192.168.0.0/16',
      description: 'User CIDR blocks, at most three, with commas between them.',
    },
    VpcName: networkName('The name, of 1 to 128 characters.'),
    Description: networkDescription('The description, of 1 to 256 characters.'),
    EnableDnsHostname: {
      type: 'boolean',
      example: 'false',
      description: 'Whether host names are on. It is kept and shown.',
    },
    ResourceGroupId: RESOURCE_GROUP_ID,
    Tag: TAG,
    ClientToken: CLIENT_TOKEN,
    DryRun: DRY_RUN,
  },
  response: {
    VpcId: { type: 'string', example: 'vpc-bp15zckdt37pq72zv****', description: 'The VPC.' },
    VRouterId: { type: 'string', example: 'vrt-bp1lhl0taikrteen8****', description: 'Its router.' },
    RouteTableId: {
      type: 'string',
      example: 'vtb-bp145q7glnuzdv****',
      description: 'Its system route table.',
    },
    ResourceGroupId: {
      type: 'string',
      example: 'rg-acfmxazb4ph6aiy****',
      description: 'Its resource group.',
    },
  },
  authorization: {
    action: 'vpc:CreateVpc',
    accessLevel: 'create',
    resources: ['acs:vpc:{RegionId}:{AccountId}:vpc/*'],
    source: 'own',
    conditionKeys: { 'vpc:Ipv4IpamPoolId': 'Ipv4IpamPoolId' },
  },
  errors: [
    'InvalidRegionId.NotFound',
    'IllegalParam.Ipv6Isp',
    'IllegalParam.{ParameterName}',
    'DuplicatedParam.TagKey',
    'IllegalParam.ResourceGroupId',
    'InvalidCidrBlock.Malformed',
    'IllegalParam.CidrBlockMask',
    'IllegalParam.Ipv4CidrMask',
    ...POOL_BLOCK_ERRORS,
  ],
});
