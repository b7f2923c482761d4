import { defineOperation } from '../../operation.ts';
import { regionId, resourceId } from '../../parameter-kinds.ts';

export const ChangeResourceGroup = defineOperation({
  name: 'ChangeResourceGroup',
  product: 'VpcIpam',
  group: 'resource-group',
  summary: 'Moves a resource to another resource group.',
  effect: 'write',
  methods: ['GET', 'POST'],
  callsPerMinute: 300,
  parameters: {
    RegionId: regionId('The region that hosts the IPAM.'),
    NewResourceGroupId: {
      ...resourceId('The resource group to move to.', 'rg-aek3ctkufaw****'),
      format: 'resource-group-id',
    },
    ResourceId: resourceId('The resource.', 'ipam-uq5dcfc2eqhpf4****'),
    ResourceType: {
      type: 'string',
      required: true,
      values: ['Ipam', 'IpamScope', 'IpamPool', 'IpamResourceDiscovery'],
      example: 'Ipam',
      description: 'The type of the resource, in any case.',
    },
  },
  response: {},
  authorization: {
    action: 'vpc:ChangeResourceGroup',
    accessLevel: 'update',
    resources: ['acs:vpc:{RegionId}:{AccountId}:{TaggedResource}'],
    source: 'published',
    resolve: 'tagged-resources',
  },
  errors: [
    'IllegalParam.ResourceGroupId',
    'IllegalParam.ResourceType',
    'ResourceNotFound.Ipam',
    'ResourceNotFound.IpamScope',
    'ResourceNotFound.IpamPool',
    'ResourceNotFound.IpamResourceDiscovery',
    'OperationDenied.OperateShareResource',
  ],
});
