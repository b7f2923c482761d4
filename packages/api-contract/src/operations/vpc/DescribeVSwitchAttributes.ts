import { defineOperation } from '../../operation.ts';
import { NETWORK_REGION_ID, READ_DRY_RUN, VSWITCH_ID } from './network-parameters.ts';
import { VSWITCH_FIELDS } from './vswitch-fields.ts';

export const DescribeVSwitchAttributes = defineOperation({
  name: 'DescribeVSwitchAttributes',
  product: 'Vpc',
  group: 'vpc',
  summary: 'Describes a VSwitch.',
  effect: 'read',
  methods: ['GET', 'POST'],
  callsPerMinute: 300,
  parameters: {
    RegionId: NETWORK_REGION_ID,
    VSwitchId: VSWITCH_ID,
    DryRun: READ_DRY_RUN,
  },
  response: VSWITCH_FIELDS,
  authorization: {
    action: 'vpc:DescribeVSwitchAttributes',
    accessLevel: 'get',
    resources: ['acs:vpc:{RegionId}:{AccountId}:vswitch/{VSwitchId}'],
    source: 'own',
    resolve: 'region-of-network',
  },
  errors: ['InvalidVSwitchId.NotFound'],
});
