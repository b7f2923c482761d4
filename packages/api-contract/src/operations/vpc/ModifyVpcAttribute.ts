import { defineOperation } from '../../operation.ts';
import {
  IPV6_ISP,
  NETWORK_REGION_ID,
  networkDescription,
  networkName,
  VPC_ID,
} from './network-parameters.ts';

export const ModifyVpcAttribute = defineOperation({
  name: 'ModifyVpcAttribute',
  product: 'Vpc',
  group: 'vpc',
  summary: 'Changes the name, the description, the primary block or the IPv6 of a VPC.',
  effect: 'write',
  methods: ['GET', 'POST'],
  callsPerMinute: 300,
  parameters: {
    RegionId: NETWORK_REGION_ID,
    VpcId: VPC_ID,
    VpcName: networkName('The new name; an empty one clears it.'),
    Description: networkDescription('The new description; an empty one clears it.'),
    CidrBlock: {
      type: 'string',
      example: '10.0.0.0/15',
      description:
        'The new primary IPv4 block: one around the present one, or inside it and around all VSwitches. It cannot change while the present one is an allocation of a pool.',
    },
    EnableIPv6: {
      type: 'boolean',
      example: 'false',
      description:
        'True gives the VPC an IPv6 block where it has none; false takes all of them, which VSwitches and pools must not use.',
    },
    Ipv6CidrBlock: {
      type: 'string',
      example: '2001:db8:0:6a00::/56',
      description: 'The IPv6 block to give; a made-up /56 where not given.',
    },
    Ipv6Isp: IPV6_ISP,
    EnableDnsHostname: {
      type: 'boolean',
      example: 'false',
      description: 'Whether host names are on. It is kept and shown.',
    },
  },
  response: {},
  authorization: {
    action: 'vpc:ModifyVpcAttribute',
    accessLevel: 'update',
    resources: ['acs:vpc:{RegionId}:{AccountId}:vpc/{VpcId}'],
    source: 'own',
    resolve: 'region-of-network',
  },
  errors: [
    'IllegalParam.Ipv6Isp',
    'IllegalParam.{ParameterName}',
    'InvalidVpcId.NotFound',
    'InvalidCidrBlock.Malformed',
    'IllegalParam.CidrMask',
    'OperationDenied.CidrInExcludeCidrs',
    'OperationDenied.IpamPoolAllocationExist',
    'InvalidCidrBlock.Overlapped',
    'OperationFailed.CidrInUse',
  ],
});
