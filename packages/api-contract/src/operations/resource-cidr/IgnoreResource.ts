import { defineOperation } from '../../operation.ts';
import { SEEN_RESOURCE_ERRORS, SEEN_RESOURCE_PARAMETERS } from './seen-resource.ts';

export const IgnoreResource = defineOperation({
  name: 'IgnoreResource',
  product: 'Cadastre',
  group: 'resource-cidr',
  summary: 'Leaves a resource out of all checks of an IPAM. Its space goes back to the pools.',
  effect: 'write',
  methods: ['GET', 'POST'],
  callsPerMinute: 300,
  parameters: SEEN_RESOURCE_PARAMETERS,
  response: {},
  authorization: {
    action: 'cadastre:IgnoreResource',
    accessLevel: 'update',
    resources: ['acs:vpc:{RegionId}:{AccountId}:ipam/{IpamId}'],
    source: 'own',
  },
  errors: SEEN_RESOURCE_ERRORS,
});
