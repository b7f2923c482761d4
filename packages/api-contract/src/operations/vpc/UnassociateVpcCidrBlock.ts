import { defineOperation } from '../../operation.ts';
import { regionId } from '../../parameter-kinds.ts';
import { VPC_ID } from './network-parameters.ts';

export const UnassociateVpcCidrBlock = defineOperation({
  name: 'UnassociateVpcCidrBlock',
  product: 'Vpc',
  group: 'vpc',
  summary: 'Takes a secondary block from a VPC. What it took of a pool is free again.',
  effect: 'write',
  methods: ['GET', 'POST'],
  callsPerMinute: 300,
  parameters: {
    RegionId: regionId('The region of the VPC.'),
    VpcId: VPC_ID,
    SecondaryCidrBlock: {
      type: 'string',
      example: '192.168.0.0/16',
      description: 'The secondary IPv4 block. This or an IPv6 block must be given.',
    },
    IPv6CidrBlock: {
      type: 'string',
      example: '2001:db8:0:6a00::/56',
      description: 'The IPv6 block.',
    },
  },
  response: {},
  authorization: {
    action: 'vpc:UnassociateVpcCidrBlock',
    accessLevel: 'delete',
    resources: ['acs:vpc:{RegionId}:{AccountId}:vpc/{VpcId}'],
    source: 'own',
  },
  errors: ['InvalidVpcId.NotFound', 'ResourceNotFound.VpcCidrBlock', 'OperationFailed.CidrInUse'],
});
