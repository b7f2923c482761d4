import { defineOperation } from '../../operation.ts';
import { IPV6_ISP, NETWORK_REGION_ID, POOL_BLOCK_ERRORS, VPC_ID } from './network-parameters.ts';

export const AssociateVpcCidrBlock = defineOperation({
  name: 'AssociateVpcCidrBlock',
  product: 'Vpc',
  group: 'vpc',
  summary: 'Adds a secondary IPv4 or IPv6 block to a VPC, of its own choice or from a pool.',
  effect: 'write',
  methods: ['GET', 'POST'],
  callsPerMinute: 300,
  parameters: {
    RegionId: NETWORK_REGION_ID,
    VpcId: VPC_ID,
    IpVersion: {
      type: 'string',
      example: 'IPV4',
      description: 'IPV4 or IPV6, in any case; IPV4 where not given. IPv6 parameters need it.',
    },
    IpamPoolId: {
      type: 'string',
      example: 'ipam-pool-sycmt3p2a9v63i****',
      description:
        'The pool that the block comes from: an own one, or one shared with the account.',
    },
    SecondaryCidrBlock: {
      type: 'string',
      example: '192.168.0.0/16',
      description: 'The IPv4 block, with a mask of 8 to 28.',
    },
    SecondaryCidrMask: {
      type: 'number',
      example: '16',
      description: 'The mask of the lowest IPv4 block that is free in the pool.',
    },
    IPv6CidrBlock: {
      type: 'string',
      example: '2001:db8:0:6a00::/56',
      description: 'The IPv6 block, with a mask of 48 to 64; without a pool a made-up /56.',
    },
    Ipv6CidrMask: {
      type: 'number',
      example: '56',
      description: 'The mask of the lowest IPv6 block that is free in the pool.',
    },
    Ipv6Isp: IPV6_ISP,
  },
  response: {
    CidrBlock: { type: 'string', example: '192.168.0.0/16', description: 'The block.' },
    IpVersion: {
      type: 'string',
      values: ['IPV4', 'IPV6'],
      example: 'IPV4',
      description: 'Its IP version.',
    },
  },
  authorization: {
    action: 'vpc:AssociateVpcCidrBlock',
    accessLevel: 'create',
    resources: ['acs:vpc:{RegionId}:{AccountId}:vpc/{VpcId}'],
    source: 'published',
    resolve: 'region-of-network',
    conditionKeys: { 'vpc:Ipv4IpamPoolId': 'IpamPoolId' },
  },
  errors: [
    'IllegalParam.Ipv6Isp',
    'InvalidVpcId.NotFound',
    'IllegalParam.IpVersion',
    'MissingParam.IpVersion',
    'InvalidCidrBlock.Malformed',
    'IllegalParam.SecondaryCidrMask',
    'QuotaExceeded.SecondaryCidrBlock',
    'QuotaExceeded.IPv6CidrBlock',
    ...POOL_BLOCK_ERRORS,
    'InvalidCidrBlock.Overlapped',
    'OperationFailed.Ipv6CidrBlockOverLapped',
  ],
});
