import { defineOperation } from '../../operation.ts';
import { DRY_RUN } from '../../parameter-kinds.ts';
import { NETWORK_REGION_ID, VSWITCH_ID } from './network-parameters.ts';

export const DeleteVSwitch = defineOperation({
  name: 'DeleteVSwitch',
  product: 'Vpc',
  group: 'vpc',
  summary: 'Deletes a VSwitch.',
  effect: 'write',
  methods: ['GET', 'POST'],
  callsPerMinute: 300,
  parameters: {
    RegionId: NETWORK_REGION_ID,
    VSwitchId: VSWITCH_ID,
    DryRun: DRY_RUN,
  },
  response: {},
  authorization: {
    action: 'vpc:DeleteVSwitch',
    accessLevel: 'delete',
    resources: ['acs:vpc:{RegionId}:{AccountId}:vswitch/{VSwitchId}'],
    source: 'own',
    resolve: 'region-of-network',
  },
  errors: ['InvalidVSwitchId.NotFound'],
});
