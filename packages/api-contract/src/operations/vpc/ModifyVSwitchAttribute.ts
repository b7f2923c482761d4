import { defineOperation } from '../../operation.ts';
import {
  NETWORK_REGION_ID,
  networkDescription,
  networkName,
  VPC_IPV6_BLOCK,
  VSWITCH_ID,
  VSWITCH_IPV6_NUMBER,
} from './network-parameters.ts';

export const ModifyVSwitchAttribute = defineOperation({
  name: 'ModifyVSwitchAttribute',
  product: 'Vpc',
  group: 'vpc',
  summary: 'Changes the name, the description or the IPv6 of a VSwitch.',
  effect: 'write',
  methods: ['GET', 'POST'],
  callsPerMinute: 300,
  parameters: {
    RegionId: NETWORK_REGION_ID,
    VSwitchId: VSWITCH_ID,
    VSwitchName: networkName('The new name; an empty one clears it.'),
    Description: networkDescription('The new description; an empty one clears it.'),
    EnableIPv6: {
      type: 'boolean',
      example: 'false',
      description:
        'True gives an IPv6 block, the lowest free one where no number is given; false takes it.',
    },
    Ipv6CidrBlock: VSWITCH_IPV6_NUMBER,
    VpcIpv6CidrBlock: VPC_IPV6_BLOCK,
  },
  response: {},
  authorization: {
    action: 'vpc:ModifyVSwitchAttribute',
    accessLevel: 'update',
    resources: ['acs:vpc:{RegionId}:{AccountId}:vswitch/{VSwitchId}'],
    source: 'own',
    resolve: 'region-of-network',
  },
  errors: [
    'IllegalParam.{ParameterName}',
    'InvalidVSwitchId.NotFound',
    'InvalidCidrBlock.Overlapped',
    'OperationDenied.AvailableCidrInsufficient',
  ],
});
