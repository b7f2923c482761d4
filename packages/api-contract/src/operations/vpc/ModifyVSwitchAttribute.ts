import { VSWITCH_IPV6_NUMBER_MAX } from '../../limits.ts';
import { defineOperation } from '../../operation.ts';
import {
  NETWORK_REGION_ID,
  networkDescription,
  networkName,
  VSWITCH_ID,
} from './network-parameters.ts';

export const ModifyVSwitchAttribute = defineOperation({
  name: 'ModifyVSwitchAttribute',
  product: 'Vpc',
  group: 'vpc',
  summary: 'Changes the name, the description or the IPv6 of a VSwitch.',
  state: 'built',
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
    Ipv6CidrBlock: {
      type: 'number',
      min: 0,
      max: VSWITCH_IPV6_NUMBER_MAX,
      example: '12',
      description: 'Which /64 of the IPv6 block of the VPC it gets, 0 to 255.',
    },
    VpcIpv6CidrBlock: {
      type: 'string',
      example: '2001:db8:0:6a00::/56',
      description: 'Which IPv6 block of the VPC that is counted in; the first one where not given.',
    },
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
