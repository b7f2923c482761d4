import { defineOperation } from '../../operation.ts';
import { CLIENT_TOKEN, regionId } from '../../parameter-kinds.ts';

export const GetVpcIpamServiceStatus = defineOperation({
  name: 'GetVpcIpamServiceStatus',
  product: 'VpcIpam',
  group: 'service',
  summary: 'Tells whether the IPAM service is activated for the account.',
  effect: 'read',
  methods: ['GET', 'POST'],
  callsPerMinute: 300,
  parameters: {
    RegionId: regionId('The region that hosts the IPAM.'),
    ClientToken: CLIENT_TOKEN,
  },
  response: {
    Enabled: { type: 'boolean', example: true, description: 'Whether the service is activated.' },
  },
  authorization: {
    action: 'vpc:GetVpcIpamServiceStatus',
    accessLevel: 'get',
    resources: ['*'],
    source: 'published',
  },

  errors: [],
});
