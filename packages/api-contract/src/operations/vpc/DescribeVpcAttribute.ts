import { defineOperation } from '../../operation.ts';
import { regionId } from '../../parameter-kinds.ts';
import { DEFAULT_FILTER, EMPTY_FIELD, READ_DRY_RUN, VPC_ID } from './network-parameters.ts';
import { VPC_FIELDS } from './vpc-fields.ts';

export const DescribeVpcAttribute = defineOperation({
  name: 'DescribeVpcAttribute',
  product: 'Vpc',
  group: 'vpc',
  summary: 'Describes a VPC.',
  effect: 'read',
  methods: ['GET', 'POST'],
  callsPerMinute: 300,
  parameters: {
    RegionId: regionId('The region of the VPC.'),
    VpcId: VPC_ID,
    IsDefault: { ...DEFAULT_FILTER, description: 'Accepted as clients send it, and ignored.' },
    DryRun: READ_DRY_RUN,
  },
  response: {
    ...VPC_FIELDS,
    ClassicLinkEnabled: { type: 'boolean', example: false, description: 'Always false.' },
    Ipv4GatewayId: EMPTY_FIELD,
    SupportIpv4Gateway: { type: 'boolean', example: false, description: 'Always false.' },
    CloudResources: {
      type: 'object',
      description: 'How many resources of each type there are in the VPC.',
      fields: {
        CloudResourceSetType: {
          type: 'object-list',
          fields: {
            ResourceType: { type: 'string', values: ['VSwitch'], example: 'VSwitch' },
            ResourceCount: { type: 'number', example: 1 },
          },
        },
      },
    },
    AssociatedCens: {
      type: 'object',
      description: 'Always empty.',
      fields: {
        AssociatedCen: {
          type: 'object-list',
          fields: {
            CenId: { type: 'string', example: 'cen-****' },
            CenOwnerId: { type: 'number', example: 1210123456123456 },
            CenStatus: { type: 'string', example: 'Attached' },
          },
        },
      },
    },
    AssociatedPropagationSources: {
      type: 'object',
      description: 'Always empty.',
      fields: {
        AssociatedPropagationSources: {
          type: 'object-list',
          fields: {
            SourceInstanceId: { type: 'string', example: 'vgw-****' },
            SourceOwnerId: { type: 'number', example: 1210123456123456 },
            SourceType: { type: 'string', example: 'VpnGateway' },
            RoutePropagated: { type: 'boolean', example: true },
            Status: { type: 'string', example: 'Available' },
          },
        },
      },
    },
  },
  authorization: {
    action: 'vpc:DescribeVpcAttribute',
    accessLevel: 'get',
    resources: ['acs:vpc:{RegionId}:{AccountId}:vpc/{VpcId}'],
    source: 'own',
  },
  errors: ['InvalidVpcId.NotFound'],
});
