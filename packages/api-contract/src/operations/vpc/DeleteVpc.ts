import { defineOperation } from '../../operation.ts';
import { CLIENT_TOKEN, DRY_RUN } from '../../parameter-kinds.ts';
import { NETWORK_REGION_ID, VPC_ID } from './network-parameters.ts';

export const DeleteVpc = defineOperation({
  name: 'DeleteVpc',
  product: 'Vpc',
  group: 'vpc',
  summary: 'Deletes a VPC without VSwitches. What it took of pools is free again.',
  effect: 'write',
  methods: ['GET', 'POST'],
  callsPerMinute: 300,
  parameters: {
    RegionId: NETWORK_REGION_ID,
    VpcId: VPC_ID,
    ForceDelete: {
      type: 'boolean',
      example: 'false',
      description: 'Accepted and ignored: it is about gateways, which there are none of.',
    },
    ClientToken: CLIENT_TOKEN,
    DryRun: DRY_RUN,
  },
  response: {},
  authorization: {
    action: 'vpc:DeleteVpc',
    accessLevel: 'delete',
    resources: ['acs:vpc:{RegionId}:{AccountId}:vpc/{VpcId}'],
    source: 'own',
    resolve: 'region-of-network',
  },
  errors: ['InvalidVpcId.NotFound', 'DependencyViolation.VSwitch'],
});
