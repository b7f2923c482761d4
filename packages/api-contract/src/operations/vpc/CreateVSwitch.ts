import { defineOperation } from '../../operation.ts';
import { CLIENT_TOKEN, DRY_RUN, TAG } from '../../parameter-kinds.ts';
import {
  NETWORK_REGION_ID,
  networkDescription,
  networkName,
  VPC_ID,
  VPC_IPV6_BLOCK,
  VSWITCH_IPV6_NUMBER,
} from './network-parameters.ts';

export const CreateVSwitch = defineOperation({
  name: 'CreateVSwitch',
  product: 'Vpc',
  group: 'vpc',
  summary: 'Creates a VSwitch in a block of a VPC.',
  effect: 'write',
  methods: ['GET', 'POST'],
  callsPerMinute: 300,
  parameters: {
    RegionId: NETWORK_REGION_ID,
    VpcId: VPC_ID,
    ZoneId: {
      type: 'string',
      required: true,
      example: 'cn-hangzhou-b',
      description: 'The zone: one that DescribeZones lists for the region of the VPC.',
    },
    CidrBlock: {
      type: 'string',
      required: true,
      example: '172.16.0.0/24',
      description: 'The IPv4 block, with a mask of 16 to 29, inside one block of the VPC.',
    },
    Ipv6CidrBlock: VSWITCH_IPV6_NUMBER,
    VpcIpv6CidrBlock: VPC_IPV6_BLOCK,
    VSwitchName: networkName('The name, of 1 to 128 characters.'),
    Description: networkDescription('The description, of 1 to 256 characters.'),
    Tag: TAG,
    ClientToken: CLIENT_TOKEN,
    DryRun: DRY_RUN,
  },
  response: {
    VSwitchId: { type: 'string', example: 'vsw-25navfgbue4g****', description: 'The VSwitch.' },
  },
  authorization: {
    action: 'vpc:CreateVSwitch',
    accessLevel: 'create',
    resources: [
      'acs:vpc:{RegionId}:{AccountId}:vswitch/*',
      'acs:vpc:{RegionId}:{AccountId}:vpc/{VpcId}',
    ],
    source: 'own',
    resolve: 'region-of-network',
  },
  errors: [
    'IllegalParam.{ParameterName}',
    'DuplicatedParam.TagKey',
    'InvalidVpcId.NotFound',
    'InvalidZoneId.NotFound',
    'InvalidCidrBlock.Malformed',
    'InvalidParameter#CidrBlock',
    'InvalidCidrBlock.Overlapped',
  ],
});
