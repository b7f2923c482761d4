import { defineOperation } from '../../operation.ts';
import { CLIENT_TOKEN, regionId } from '../../parameter-kinds.ts';

export const OpenVpcIpamService = defineOperation({
  name: 'OpenVpcIpamService',
  product: 'VpcIpam',
  group: 'service',
  summary: 'Activates the IPAM service for the account.',
  effect: 'write',
  methods: ['GET', 'POST'],
  callsPerMinute: 300,
  parameters: {
    RegionId: regionId('The region that hosts the IPAM.'),
    ClientToken: CLIENT_TOKEN,
  },
  response: {
    Code: { type: 'string', example: '200', description: '200.' },
    Message: { type: 'string', example: 'successful', description: 'successful.' },
  },
  authorization: {
    action: 'vpc:OpenVpcIpamService',
    accessLevel: 'create',
    resources: ['*'],
    source: 'published',
  },

  errors: ['InvalidRegionId.NotFound', 'CURRENT_USER_QUANTITY_EXCEED'],
});
